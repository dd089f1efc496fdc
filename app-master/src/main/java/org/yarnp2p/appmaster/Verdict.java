package org.yarnp2p.appmaster;

import java.util.Optional;
import org.yarnp2p.model.Rank;

/**
 * Which of a job's failures is told as the reason. One failure brings others with it, and they are
 * heard of in any order, so the first is held back for a grace: a container's own words are better
 * than its exit status, and the tracker's words are better than anything, since it ends the job for
 * a reason that the peers only repeat. Otherwise the first one stands. Not thread-safe.
 */
final class Verdict {
  /** How much is known of a failure, from least to most. */
  private enum Kind {
    TOO_FEW,
    SILENCE,
    EXIT,
    OWN_WORDS
  }

  private record Cause(Rank rank, Kind kind, String text, long settlesAt) {}

  private final long graceMillis;
  private Cause first;

  Verdict(long graceMillis) {
    this.graceMillis = graceMillis;
  }

  /** A rank has not been heard of for too long. */
  void silent(Rank rank, String text, long now) {
    offer(new Cause(rank, Kind.SILENCE, text, now + graceMillis));
  }

  /** A rank that was thought silent has called. */
  void heard(Rank rank) {
    if (first != null && first.kind() == Kind.SILENCE && first.rank().equals(rank)) {
      first = null;
    }
  }

  /**
   * The job would have to go on without a peer that it cannot spare.
   *
   * @param text takes the place of an earlier one
   */
  void tooFew(Rank rank, String text, long now) {
    if (first != null && first.kind() == Kind.TOO_FEW) {
      first = new Cause(first.rank(), Kind.TOO_FEW, text, first.settlesAt());
    } else {
      offer(new Cause(rank, Kind.TOO_FEW, text, now + graceMillis));
    }
  }

  /** A rank's process has ended before its work was done. */
  void ended(Rank rank, String text, long now) {
    offer(new Cause(rank, Kind.EXIT, text, now + graceMillis));
  }

  /** A rank has said why it cannot go on. */
  void failed(Rank rank, String text, long now) {
    if (rank.equals(Rank.TRACKER)) {
      first = new Cause(rank, Kind.OWN_WORDS, text, now);
    } else {
      offer(new Cause(rank, Kind.OWN_WORDS, text, now + graceMillis));
    }
  }

  /** The reason, as soon as it is settled. */
  Optional<String> settled(long now) {
    return first == null || now < first.settlesAt() ? Optional.empty() : Optional.of(first.text());
  }

  private void offer(Cause cause) {
    if (first == null) {
      first = cause;
    } else if (first.kind() == Kind.TOO_FEW) {
      // The tracker is the one rank that no job spares: then the others went because of it.
      first = new Cause(cause.rank(), cause.kind(), cause.text(), first.settlesAt());
    } else if (first.rank().equals(cause.rank()) && cause.kind().compareTo(first.kind()) > 0) {
      first = new Cause(cause.rank(), cause.kind(), cause.text(), first.settlesAt());
    }
  }
}
