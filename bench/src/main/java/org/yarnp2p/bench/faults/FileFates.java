package org.yarnp2p.bench.faults;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.yarnp2p.model.SegmentRef;

/** What becomes of the files of a life: all are finished and written, or lost. */
final class FileFates {
  private final Life life;
  private final Swarm swarm;
  private final Set<Integer> lost = new TreeSet<>();

  FileFates(Life life, Swarm swarm) {
    this.life = life;
    this.swarm = swarm;
  }

  /** Ids of the files that it does not want any more, since nobody has them. */
  Set<Integer> lost() {
    return lost;
  }

  /** A file cannot come any more. */
  void lose(int file) {
    swarm.audit().loses(life, file);
    lost.add(file);
    life.reporting().lost(file);
    swarm.audit().moved();
  }

  /** All of a file is here. */
  void finish(int file) {
    swarm.audit().finishes(life, file);
    life.reporting().finished(List.of(file));
  }

  /** The output of a file is written. */
  void wrote(int file) {
    if (life.disk().all().stream().noneMatch(ref -> isBadOf(file, ref))) {
      swarm.wrote(life.rank(), file); // else it is found to be bad, and written later
    }
  }

  private boolean isBadOf(int file, SegmentRef ref) {
    return ref.file() == file && life.disk().isBad(ref);
  }
}
