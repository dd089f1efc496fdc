package org.yarnp2p.appmaster.fleet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.yarn.util.Clock;

/**
 * Whether this is surely the only ApplicationMaster of the job: the ResourceManager has heard it a
 * short time ago, and starts another attempt only after a long silence. Thread-safe.
 */
final class CommitWindow {
  private static final long NEVER = Long.MIN_VALUE;

  private final long windowMillis;
  private final Clock clock;
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private long heardAt = NEVER;
  private String lost;

  /**
   * @param windowMillis how long a heartbeat vouches
   * @param clock ms that only grow
   */
  CommitWindow(long windowMillis, Clock clock) {
    this.windowMillis = windowMillis;
    this.clock = clock;
  }

  /**
   * The ResourceManager has answered a heartbeat.
   *
   * @param sentAt when that was sent; the ResourceManager has got it then or later
   */
  void heard(long sentAt) {
    List<CompletableFuture<Void>> opened;
    synchronized (this) {
      if (lost != null) {
        return;
      }
      heardAt = sentAt;
      if (!isOpen()) {
        return;
      }
      opened = takeWaiting();
    }
    opened.forEach(future -> future.complete(null));
  }

  /** The ResourceManager will not answer again. */
  void lost(String why) {
    List<CompletableFuture<Void>> closed;
    synchronized (this) {
      lost = why;
      closed = takeWaiting();
    }
    closed.forEach(future -> future.completeExceptionally(new IOException(why)));
  }

  /** Completes at once within the window, else with the next heartbeat. */
  synchronized CompletableFuture<Void> open() {
    if (lost != null) {
      return CompletableFuture.failedFuture(new IOException(lost));
    }
    if (isOpen()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> future = new CompletableFuture<>();
    waiting.add(future);
    return future;
  }

  private boolean isOpen() {
    return heardAt != NEVER && clock.getTime() - heardAt < windowMillis;
  }

  private List<CompletableFuture<Void>> takeWaiting() {
    List<CompletableFuture<Void>> taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }
}
