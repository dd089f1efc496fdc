package org.yarnp2p.peer.swarm;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * When a segment is asked for a second time, of another source, because the first takes too long:
 * while there is other work at {@value #LATE_FACTOR} times the 95th percentile of this peer's own
 * transfer times, and at the end, when all that is missing is in flight, at twice the median. At
 * most two requests for a segment are in flight at once.
 */
final class Hedging {
  private static final int LATE_FACTOR = 4;
  private static final int ENDGAME_FACTOR = 2;

  /** A source is stuck when a request takes so many times as long as makes it late. */
  private static final int STUCK_FACTOR = 3;

  private static final long LEAST_STUCK_NANOS = 2_000_000_000L;

  /** Used until there are enough transfers to judge by. */
  private static final long UNKNOWN_NANOS = 2_000_000_000L;

  private final Requests requests;
  private final TransferTimes times;

  Hedging(Requests requests, TransferTimes times) {
    this.requests = requests;
    this.times = times;
  }

  /**
   * Segments that are late and not yet asked for twice.
   *
   * @param endgame whether everything that is missing is in flight
   */
  BitSet late(long now, boolean endgame) {
    BitSet late = new BitSet();
    for (Requests.Request request : requests.all()) {
      if (request.source != null && now >= deadline(request, endgame)) {
        late.or(requests.single(request));
      }
    }
    return late;
  }

  /**
   * Sources of which a request under a slot takes far longer than others take: rather silent than
   * slow.
   */
  Set<Source> stuck(long now) {
    Set<Source> stuck = new HashSet<>();
    for (Requests.Request request : requests.all()) {
      if (request.source != null && !request.eager && now >= stuckAt(request)) {
        stuck.add(request.source);
      }
    }
    return stuck;
  }

  /** When the next is {@link #late} or {@link #stuck}, in ns; the largest value when none will. */
  long wakeAt(long now, boolean endgame) {
    long wake = Long.MAX_VALUE;
    for (Requests.Request request : requests.all()) {
      if (request.source != null) {
        wake = sooner(wake, deadline(request, endgame), now);
        wake = request.eager ? wake : sooner(wake, stuckAt(request), now);
      }
    }
    return wake;
  }

  private long stuckAt(Requests.Request request) {
    long late = deadline(request, false) - request.startedAt;
    return request.startedAt + Math.max(LEAST_STUCK_NANOS, STUCK_FACTOR * late);
  }

  private static long sooner(long wake, long deadline, long now) {
    return deadline > now ? Math.min(wake, deadline) : wake;
  }

  private long deadline(Requests.Request request, boolean endgame) {
    if (!times.known()) {
      return request.startedAt + UNKNOWN_NANOS;
    }
    long allowed =
        endgame
            ? ENDGAME_FACTOR * times.quantile(0.5, request.bytes())
            : LATE_FACTOR * times.quantile(0.95, request.bytes());
    return request.startedAt + Math.max(1, allowed);
  }
}
