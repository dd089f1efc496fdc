package org.yarnp2p.bench.faults;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.yarnp2p.bench.sim.VirtualTime;

/** A process that may die, or stop and go on later with all that came meanwhile. */
final class VirtualProcess {
  private final VirtualTime time;
  private final Queue<Runnable> backlog = new ArrayDeque<>();
  private final Set<Runnable> bereaved = new LinkedHashSet<>();
  private boolean dead;
  private boolean stopped;

  VirtualProcess(VirtualTime time) {
    this.time = time;
  }

  /** Does work in this process: now, when it goes on, or never. */
  void run(Runnable work) {
    if (dead) {
      return;
    }
    if (stopped) {
      backlog.add(work);
    } else {
      work.run();
    }
  }

  /** The same after a time in ns. */
  void after(long nanos, Runnable work) {
    time.after(nanos, () -> run(work));
  }

  boolean dead() {
    return dead;
  }

  boolean stopped() {
    return stopped;
  }

  void die() {
    dead = true;
    backlog.clear();
    List<Runnable> told = List.copyOf(bereaved);
    bereaved.clear();
    told.forEach(Runnable::run);
  }

  /** Who waits for an answer of this process notices when it dies. */
  void mourn(Runnable notice) {
    bereaved.add(notice);
  }

  /** It has answered. */
  void forget(Runnable notice) {
    bereaved.remove(notice);
  }

  void stop() {
    stopped = true;
  }

  void goOn() {
    stopped = false;
    while (!dead && !stopped && !backlog.isEmpty()) {
      backlog.remove().run();
    }
  }
}
