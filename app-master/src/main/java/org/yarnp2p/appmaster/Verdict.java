package org.yarnp2p.appmaster;

import java.util.Optional;
import org.yarnp2p.appmaster.Loss.Kind;
import org.yarnp2p.model.Rank;

/**
 * Which of a job's failures is told as the reason. One failure brings others with it, and they are
 * heard of in any order, so the first is held back for a grace: a container's own words are better
 * than its exit status, and the tracker's words are better than anything, since it ends the job for
 * a reason that the peers only repeat. Otherwise the first one stands. Not thread-safe.
 */
final class Verdict {
  /**
   * What is offered as the reason.
   *
   * @param kind null when the job would have to go on without a peer that it cannot spare
   */
  private record Cause(Rank rank, Kind kind, String text, long settlesAt) {}

  private final long graceMillis;
  private Cause first;

  Verdict(long graceMillis) {
    this.graceMillis = graceMillis;
  }

  /**
   * The job would have to go on without a peer that it cannot spare.
   *
   * @param text takes the place of an earlier one
   */
  void tooFew(Rank rank, String text, long now) {
    if (first != null && first.kind() == null) {
      first = new Cause(first.rank(), null, text, first.settlesAt());
    } else {
      offer(new Cause(rank, null, text, now + graceMillis));
    }
  }

  /** A rank is lost and gets no other container. */
  void lost(Rank rank, Loss loss, long now) {
    if (rank.equals(Rank.TRACKER) && loss.kind() == Kind.OWN_WORDS) {
      first = new Cause(rank, loss.kind(), loss.text(), now);
    } else {
      offer(new Cause(rank, loss.kind(), loss.text(), now + graceMillis));
    }
  }

  /** The reason, as soon as it is settled. */
  Optional<String> settled(long now) {
    return first == null || now < first.settlesAt() ? Optional.empty() : Optional.of(first.text());
  }

  private void offer(Cause cause) {
    if (first == null) {
      first = cause;
    } else if (first.kind() == null) {
      // The tracker is the one rank that no job spares: then the others went because of it.
      first = new Cause(cause.rank(), cause.kind(), cause.text(), first.settlesAt());
    } else if (first.rank().equals(cause.rank()) && cause.kind().compareTo(first.kind()) > 0) {
      first = new Cause(cause.rank(), cause.kind(), cause.text(), first.settlesAt());
    }
  }
}
