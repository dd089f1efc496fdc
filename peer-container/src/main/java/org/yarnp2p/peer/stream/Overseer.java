package org.yarnp2p.peer.stream;

import java.io.Closeable;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.yarnp2p.peer.concurrent.DaemonThreads;

/**
 * Keeps the deadlines of connections: their threads wait for the other end without one of their
 * own. Looks at all connections at an interval. Thread-safe.
 */
final class Overseer implements Closeable {
  /** Deadlines are kept with this part of the shortest as tolerance. */
  private static final int LOOKS = 4;

  private final Set<Watched> connections = ConcurrentHashMap.newKeySet();
  private final LongSupplier nanoClock;
  private final ScheduledExecutorService timer = DaemonThreads.timer("stream-deadlines");

  /** A connection. */
  interface Watched {
    /**
     * Why it must be closed, empty when it need not.
     *
     * @param now in ns
     */
    Optional<String> overdue(long now);

    /** Closes it, without waiting. */
    void close(String reason);
  }

  Overseer(StreamSettings settings, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    long shortest =
        Math.min(
            Math.min(settings.answerMillis(), settings.silenceMillis()), settings.idleMillis());
    long interval = Math.max(1, shortest / LOOKS);
    var unused =
        timer.scheduleWithFixedDelay(this::look, interval, interval, TimeUnit.MILLISECONDS);
  }

  void watch(Watched connection) {
    connections.add(connection);
  }

  void forget(Watched connection) {
    connections.remove(connection);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void look() {
    long now = nanoClock.getAsLong();
    for (Watched connection : connections) {
      connection.overdue(now).ifPresent(connection::close);
    }
  }
}
