package org.yarnp2p.appmaster;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.yarn.util.Clock;
import org.yarnp2p.model.Rank;

/**
 * Tells the reason of a job's failure when the grace of its {@link Verdict} is over. Thread-safe.
 */
final class HeldBackReason {
  private final Clock clock;
  private final Deadlines deadlines;
  private final long graceMillis;
  private final Consumer<String> fail;

  /** Under this object's lock. */
  private final Verdict verdict;

  /**
   * @param clock ms that only grow
   * @param graceMillis for which the reason is held back, ms
   * @param fail told the reason; the first one counts
   */
  HeldBackReason(Clock clock, Deadlines deadlines, long graceMillis, Consumer<String> fail) {
    this.clock = clock;
    this.deadlines = deadlines;
    this.graceMillis = graceMillis;
    this.fail = fail;
    verdict = new Verdict(graceMillis);
  }

  /** A rank that cannot be spared is lost and gets no other container. */
  void lost(Rank rank, Loss loss) {
    synchronized (this) {
      verdict.lost(rank, loss, clock.getTime());
    }
    tellIfSettled();
    tellAfterGrace();
  }

  /**
   * The job would have to go on without a peer that it cannot spare.
   *
   * @param text takes the place of an earlier one
   */
  void tooFew(Rank rank, String text) {
    synchronized (this) {
      verdict.tooFew(rank, text, clock.getTime());
    }
    tellAfterGrace();
  }

  private void tellAfterGrace() {
    deadlines.later(this::tellIfSettled, graceMillis);
  }

  private void tellIfSettled() {
    Optional<String> reason;
    synchronized (this) {
      reason = verdict.settled(clock.getTime());
    }
    reason.ifPresent(fail);
  }
}
