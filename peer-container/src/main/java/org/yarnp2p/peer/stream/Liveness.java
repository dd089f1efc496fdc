package org.yarnp2p.peer.stream;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Whether the other end of a connection is there, while something is awaited from it. What was
 * asked for must move on within a long time, since it may have to be read, and to wait for others.
 * The other end itself answers sooner: when nothing at all comes, it is asked whether it is there.
 */
final class Liveness {
  private final long stuckNanos;
  private final long answerNanos;
  private long awaitedSince;
  private volatile long movedAt;

  /** When the other end was last asked; before {@link #awaitedSince} when it was not. */
  private long pingedAt;

  /** What is to be done. */
  enum Verdict {
    /** Nothing. */
    FINE,
    /** Ask the other end whether it is there. */
    PING,
    /** End the connection: what was asked for does not move on. */
    STUCK,
    /** End the connection: nobody is there. */
    GONE
  }

  Liveness(StreamSettings settings, long now) {
    stuckNanos = TimeUnit.MILLISECONDS.toNanos(settings.silenceMillis());
    answerNanos = TimeUnit.MILLISECONDS.toNanos(settings.answerMillis());
    awaits(now);
  }

  /** From now on something is awaited. */
  void awaits(long now) {
    awaitedSince = now;
    pingedAt = now - 1;
    movedAt = now;
  }

  /** What is awaited has moved on. */
  void moved(long now) {
    movedAt = now;
  }

  /**
   * To be called at intervals while something is awaited.
   *
   * @param readingSince since when this end has been waiting for bytes, in ns; empty when it has
   *     something else to do, and knows nothing of the other
   */
  Verdict look(long now, OptionalLong readingSince) {
    if (now - movedAt > stuckNanos) {
      return Verdict.STUCK;
    }
    if (readingSince.isEmpty()) {
      return Verdict.FINE;
    }
    long reading = readingSince.getAsLong();
    long silentSince = reading - awaitedSince > 0 ? reading : awaitedSince;
    if (now - silentSince < answerNanos / 2) {
      return Verdict.FINE;
    }
    if (pingedAt - silentSince < 0) {
      pingedAt = now;
      return Verdict.PING;
    }
    return now - pingedAt >= answerNanos / 2 ? Verdict.GONE : Verdict.FINE;
  }
}
