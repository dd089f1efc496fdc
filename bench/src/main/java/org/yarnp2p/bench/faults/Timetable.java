package org.yarnp2p.bench.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** When which fault of the plan is to happen. */
final class Timetable {
  private final Swarm swarm;
  private final Collection<Life> present;
  private final List<Fault> pending;

  /**
   * @param present the latest life of each rank, as it changes
   */
  Timetable(Swarm swarm, Collection<Life> present) {
    this.swarm = swarm;
    this.present = present;
    pending =
        new ArrayList<>(
            swarm.plan().faults().stream().filter(fault -> fault.kind().timed()).toList());
  }

  /** Those whose time has come since the last look, while the swarm exchanges. */
  List<Fault> due() {
    int progress = progress();
    boolean copy = copyIsOut();
    return take(
        fault ->
            switch (fault.when()) {
              case Fault.COPY -> copy;
              case Fault.DRAIN -> false;
              default -> progress >= fault.when();
            });
  }

  /** Those that were to happen when the swarm is let go, which it is now. */
  List<Fault> dueAtDrain() {
    return take(fault -> fault.when() == Fault.DRAIN);
  }

  /** Whether something is to happen as soon as the swarm is let go. */
  boolean isAnyDueAtDrain() {
    return pending.stream().anyMatch(fault -> fault.when() == Fault.DRAIN);
  }

  private List<Fault> take(Predicate<Fault> which) {
    List<Fault> taken = pending.stream().filter(which).toList();
    pending.removeAll(taken);
    return taken;
  }

  /** In percent. */
  private int progress() {
    long wanted = 0;
    long here = 0;
    for (Life life : present) {
      if (!life.firstHolder()) {
        wanted += swarm.content().right().size();
        here += swarm.content().right().size() - swarm.audit().lacking(life).size();
      }
    }
    return wanted == 0 ? 0 : (int) (100 * here / wanted);
  }

  private boolean copyIsOut() {
    return swarm.content().right().keySet().stream()
        .allMatch(
            segment ->
                present.stream()
                    .anyMatch(life -> !life.firstHolder() && life.disk().holds(segment)));
  }
}
