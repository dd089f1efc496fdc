package org.yarnp2p.bench.faults;

import java.util.HashSet;
import java.util.Set;
import org.yarnp2p.model.Member;
import org.yarnp2p.protocol.SwarmPhase;

/**
 * The lives of the tracker, as the ApplicationMaster starts them, and what each hears from it in
 * the answers to its heartbeats.
 */
final class TrackerCare {
  private static final long SECOND = 1_000_000_000L;

  private final Swarm swarm;
  private final VirtualProcess process;
  private final Master master;

  /** Lives of which the present tracker has heard that they are over. */
  private final Set<Member> heardLost = new HashSet<>();

  private boolean replaced;
  private int restarts;

  /**
   * @param process the ApplicationMaster's
   */
  TrackerCare(Swarm swarm, VirtualProcess process, Master master) {
    this.swarm = swarm;
    this.process = process;
    this.master = master;
  }

  void begin() {
    swarm.tracker(new TrackerProcess(swarm, master.peers(), false));
  }

  /** How often another was started. */
  int restarts() {
    return restarts;
  }

  /** Whether one was lost. */
  boolean isReplaced() {
    return replaced;
  }

  /** Whether a later one waits for peers to join and to meet. */
  boolean gathers() {
    SwarmPhase phase = swarm.tracker().phase();
    return replaced && (phase == SwarmPhase.GATHERING || phase == SwarmPhase.MEETING);
  }

  boolean hasHeardLost(Member life) {
    return heardLost.contains(life);
  }

  /**
   * It dies, and another is started unless it is not missed.
   *
   * @return false when it was dead, or the swarm has failed
   */
  boolean lose() {
    TrackerProcess former = swarm.tracker();
    if (former.process().dead() || former.phase() == SwarmPhase.FAILED) {
      return false;
    }
    former.process().die();
    replaced = true;
    process.after(SECOND * (1 + swarm.random().nextInt(4)), this::start);
    return true;
  }

  private void start() {
    if (!master.isAnybodyLeft()) {
      return;
    }
    swarm.tracker(new TrackerProcess(swarm, master.peers(), true));
    heardLost.clear();
    restarts++;
    tell(
        on -> {
          on.giveUp(master.gone());
          on.leaving(master.leaving());
          for (Member life : master.formerLives()) {
            heardLost.add(life);
            on.lose(life);
          }
          return true;
        });
  }

  /** Nobody waits for these ranks any more. */
  void tellGone() {
    tell(
        on -> {
          on.giveUp(replaced ? master.gone() : master.givenUp());
          return true;
        });
  }

  /** These lives are to leave. */
  void tellLeaving() {
    tell(
        on -> {
          on.leaving(master.leaving());
          return true;
        });
  }

  /** A life is over. */
  void tellLost(Member life) {
    tell(
        on -> {
          heardLost.add(life);
          on.lose(life);
          return true;
        });
  }

  /** In the answer to its heartbeat, which is repeated until it is heard. */
  private void tell(TrackerProcess.Decision<Boolean> news) {
    TrackerProcess tracker = swarm.tracker();
    swarm
        .calls()
        .call(
            process,
            tracker.process(),
            () -> tracker.decide(news),
            heard -> {},
            failure -> process.after(SECOND, () -> tell(news)));
  }
}
