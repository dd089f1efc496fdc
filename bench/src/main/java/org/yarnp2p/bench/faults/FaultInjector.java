package org.yarnp2p.bench.faults;

import java.util.Collection;
import java.util.List;
import org.yarnp2p.bench.faults.Fault.Kind;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;

/** Lets the faults of the plan happen, each when it is its time. */
final class FaultInjector {
  private static final long SECOND = 1_000_000_000L;

  /** What is to happen when the swarm is let go has happened after this time. */
  static final long DRAIN_FAULT_NANOS = 2 * SECOND;

  private final Swarm swarm;
  private final VirtualProcess process;
  private final Input input;
  private final Master master;
  private final Timetable timetable;

  /**
   * @param process never dies
   * @param present the latest life of each rank, as it changes
   */
  FaultInjector(
      Swarm swarm, VirtualProcess process, Input input, Master master, Collection<Life> present) {
    this.swarm = swarm;
    this.process = process;
    this.input = input;
    this.master = master;
    timetable = new Timetable(swarm, present);
  }

  /** Looks whether it is time for something to break. */
  void look() {
    timetable.due().forEach(fault -> process.after(0, () -> happen(fault)));
  }

  /** The tracker has let the swarm go. */
  void drains() {
    for (Fault fault : timetable.dueAtDrain()) {
      long longest = swarm.random().nextBoolean() ? SECOND / 500 : DRAIN_FAULT_NANOS;
      process.after(swarm.random().nextLong(longest), () -> happen(fault));
    }
  }

  /** Whether the tracker stops or dies while it lets the swarm go. */
  boolean isTrackerToFailInDrain() {
    return timetable.isAnyDueAtDrain();
  }

  private void happen(Fault fault) {
    if (fault.kind() == Kind.TRACKER_STOP) {
      stop(swarm.tracker().process(), fault.amount());
      return;
    }
    if (fault.kind() == Kind.TRACKER_RESTART) {
      master.restartTracker();
      return;
    }
    Life life = master.present(Rank.peer(fault.rank()));
    if (life == null || !life.alive() || life.left() || master.isReplaced(life)) {
      return;
    }
    switch (fault.kind()) {
      case KILL -> {
        master.kill(life);
        process.after(SECOND, () -> master.giveUp(life.rank()));
      }
      case RESTART -> restart(life);
      case ROT -> rot(life);
      case MOVE -> {
        master.kill(life);
        master.replace(life, new Disk());
      }
      case GONE -> {
        master.kill(life);
        if (master.isFirstHolder(life.rank())) {
          input.lose();
        }
        master.replace(life, new Disk());
      }
      case TWIN -> {
        master.replace(life, new Disk());
        process.after(SECOND * (4 + swarm.random().nextInt(4)), () -> master.kill(life));
      }
      case PREEMPT -> master.preempt(life);
      case STOP -> {
        stop(life.process(), fault.amount());
        process.after(Stream.ANSWER_NANOS, () -> missed(life));
        process.after(Stream.SILENCE_NANOS, () -> silent(life));
      }
      case RESET -> Master.streams(life).forEach(Stream::cut);
      case HALF_OPEN -> Master.streams(life).forEach(Stream::fallSilent);
      case FLIP -> damage(life.disk());
      default -> throw new IllegalStateException(fault + " has no time");
    }
  }

  private void restart(Life life) {
    master.kill(life);
    master.replace(life, life.disk());
  }

  private void rot(Life life) {
    if (master.isFirstHolder(life.rank())) {
      input.alter(life.disk());
    } else {
      damage(life.disk());
    }
    restart(life);
  }

  private void damage(Disk disk) {
    List<SegmentRef> all = disk.all();
    if (!all.isEmpty()) {
      disk.damage(all.get(swarm.random().nextInt(all.size())));
    }
  }

  private void stop(VirtualProcess stopped, double seconds) {
    stopped.stop();
    swarm.time().after((long) (seconds * SECOND), stopped::goOn);
  }

  private void missed(Life life) {
    if (life.process().stopped()) {
      life.serving().all().forEach(Stream::giveUpIfAwaited);
    }
  }

  private void silent(Life life) {
    if (life.process().stopped()) {
      Master.streams(life).forEach(Stream::cut);
    }
  }
}
