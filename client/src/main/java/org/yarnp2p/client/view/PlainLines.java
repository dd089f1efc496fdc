package org.yarnp2p.client.view;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Progress for logs and pipes: a line when the state changes, and one at every interval. */
final class PlainLines implements ProgressView {
  private final Consumer<String> out;
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private final Rate rate = new Rate();
  private String lastState = "";
  private String lastLine = "";
  private long lastNanos;
  private boolean closed;

  PlainLines(Consumer<String> out, long intervalMillis, LongSupplier nanoTime) {
    this.out = out;
    this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void show(JobProgress progress) {
    long now = nanoTime.getAsLong();
    String line = progress.line(rate.add(now, progress.movedBytes()));
    boolean due = now - lastNanos >= intervalNanos && !line.equals(lastLine);
    if (closed || !(due || !progress.state().equals(lastState))) {
      return;
    }
    out.accept(line);
    lastState = progress.state();
    lastLine = line;
    lastNanos = now;
  }

  @Override
  public synchronized void note(String line) {
    if (!closed) {
      out.accept(line);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
