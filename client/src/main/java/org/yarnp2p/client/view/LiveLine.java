package org.yarnp2p.client.view;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.DefaultProgressBarRenderer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.yarnp2p.model.ByteUnit;
import org.yarnp2p.model.Harmless;

/** Progress on a terminal: one line with a bar, drawn over until the job ends. */
final class LiveLine implements ProgressView {
  private static final int REDRAW_MILLIS = 250;

  /** Below this a bar makes no sense. */
  private static final int NARROWEST_BAR = 44;

  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter out;
  private final TerminalLine terminal;
  private final ProgressBar bar;
  private final LongSupplier nanoTime;
  private final Rate rate = new Rate();
  private JobProgress progress = JobProgress.waiting("", "");
  private double bytesPerSecond;
  private boolean closed;

  LiveLine(PrintWriter out, int columns, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
    this.terminal = new TerminalLine(out, columns - 1);
    this.bar =
        new ProgressBarBuilder()
            .setInitialMax(0)
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .continuousUpdate()
            .clearDisplayOnFinish()
            .setConsumer(terminal)
            .setRenderer(this::render)
            .build();
  }

  @Override
  public void show(JobProgress next) {
    synchronized (this) {
      progress = next;
      bytesPerSecond = rate.add(nanoTime.getAsLong(), next.movedBytes());
    }
    bar.maxHint(next.wantedBytes());
    bar.stepTo(next.acquiredBytes());
  }

  @Override
  public synchronized void note(String line) {
    if (!closed) {
      // The bar comes back below with the next drawing.
      out.println(ERASE + Harmless.lines(line));
      out.flush();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    bar.close();
    // A bar that is closed before its thread has drawn it once does not clear the line by itself.
    terminal.clear();
  }

  private synchronized String render(ProgressState state, int columns) {
    String head = Harmless.line(progress.head());
    int room = columns - head.length() - 1;
    if (progress.wantedBytes() <= 0 || room < NARROWEST_BAR) {
      String line = Harmless.line(progress.line(bytesPerSecond));
      return line.length() <= columns ? line : line.substring(0, columns);
    }
    return head + " " + new Bar(progress.wantedBytes(), bytesPerSecond).render(state, room);
  }

  /** {@code 43% [====> ] 430/1000MiB (0:00:12 / 0:00:16) 35.2MiB/s}. */
  private static final class Bar extends DefaultProgressBarRenderer {
    private final double bytesPerSecond;

    Bar(long total, double bytesPerSecond) {
      this(ByteUnit.of(total / 10), bytesPerSecond);
    }

    private Bar(ByteUnit unit, double bytesPerSecond) {
      super(
          ProgressBarStyle.ASCII,
          unit.name(),
          unit.bytes(),
          true,
          null,
          ChronoUnit.SECONDS,
          true,
          state -> remaining(state, bytesPerSecond));
      this.bytesPerSecond = bytesPerSecond;
    }

    private static Optional<Duration> remaining(ProgressState state, double bytesPerSecond) {
      return bytesPerSecond <= 0
          ? Optional.empty()
          : Optional.of(
              Duration.ofSeconds(
                  Math.round((state.getMax() - state.getCurrent()) / bytesPerSecond)));
    }

    /** Of the last seconds: the library's own is since the bar was made, waiting included. */
    @Override
    protected String speed(ProgressState state) {
      return Quantities.rate(bytesPerSecond);
    }
  }

  /** Draws over the line it has drawn before, and leaves it empty at the end. */
  private static final class TerminalLine implements ProgressBarConsumer {
    private final PrintWriter out;
    private final int columns;
    private boolean cleared;

    TerminalLine(PrintWriter out, int columns) {
      this.out = out;
      this.columns = columns;
    }

    @Override
    public int getMaxRenderedLength() {
      return columns;
    }

    /** Nothing after the end: the bar's own thread may still be drawing then. */
    @Override
    public synchronized void accept(String rendered) {
      if (!cleared) {
        out.print(ERASE + rendered);
        out.flush();
      }
    }

    @Override
    public synchronized void clear() {
      accept("");
      cleared = true;
    }

    @Override
    public void close() {
      out.flush();
    }
  }
}
