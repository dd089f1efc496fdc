package org.yarnp2p.client.distribute;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.hadoop.fs.Path;

/** Shows that a listing which takes long goes on: a line at every interval. */
final class ListingNotes {
  private final Consumer<String> out;
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private long lastNanos;

  /** Begins the first interval. */
  ListingNotes(Consumer<String> out, long intervalMillis, LongSupplier nanoTime) {
    this.out = out;
    this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
    this.nanoTime = nanoTime;
    lastNanos = nanoTime.getAsLong();
  }

  /**
   * The listing has come so far.
   *
   * @param files found
   * @param path of the latest
   */
  void found(int files, Path path) {
    long now = nanoTime.getAsLong();
    if (now - lastNanos >= intervalNanos) {
      lastNanos = now;
      out.accept("Listing the sources, " + files + " files so far, now at " + path);
    }
  }
}
