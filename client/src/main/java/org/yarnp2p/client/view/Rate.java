package org.yarnp2p.client.view;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Bytes per second over the last seconds. Not thread-safe. */
final class Rate {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);

  private record Sample(long nanos, long bytes) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /**
   * Takes a new total.
   *
   * @param nanos when, on any clock that does not go back
   * @return bytes per second between the oldest total within the window and this one
   */
  double add(long nanos, long totalBytes) {
    // A total that shrinks is that of somebody who began anew, so begin anew too.
    if (!samples.isEmpty() && samples.getLast().bytes() > totalBytes) {
      samples.clear();
    }
    samples.addLast(new Sample(nanos, totalBytes));
    while (samples.size() > 2 && nanos - samples.getFirst().nanos() > WINDOW_NANOS) {
      samples.removeFirst();
    }
    Sample first = samples.getFirst();
    long elapsed = nanos - first.nanos();
    return elapsed <= 0 ? 0 : (totalBytes - first.bytes()) * 1e9 / elapsed;
  }
}
