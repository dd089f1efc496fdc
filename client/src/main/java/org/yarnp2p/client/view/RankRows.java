package org.yarnp2p.client.view;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.yarnp2p.client.Terminal;
import org.yarnp2p.job.JobReport.RankReport;
import org.yarnp2p.model.Harmless;

/** Progress with a row for every rank: drawn over on a terminal, else at intervals. */
final class RankRows implements ProgressView {
  private static final int MOST_ROWS = 40;

  /** The line of the job, the headings, and where the cursor stands after the last row. */
  private static final int OTHER_ROWS = 3;

  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter out;

  /** Empty when it is none. */
  private final Optional<Terminal.Size> terminal;

  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private final Rate rate = new Rate();
  private final Map<Integer, Rate> rates = new HashMap<>();
  private List<RankReport> ranks = List.of();
  private List<String> drawn = List.of();
  private String lastState = "";
  private long lastNanos;
  private boolean closed;

  /**
   * @param terminal that is drawn on; empty when it is none
   * @param intervalMillis between two tables where lines cannot be drawn over
   */
  RankRows(
      PrintWriter out,
      Optional<Terminal.Size> terminal,
      long intervalMillis,
      LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void ranks(List<RankReport> now) {
    ranks = now;
  }

  @Override
  public synchronized void show(JobProgress progress) {
    long now = nanoTime.getAsLong();
    List<String> lines = lines(progress, now);
    boolean due =
        terminal.isPresent()
            || !progress.state().equals(lastState)
            || (now - lastNanos >= intervalNanos && !lines.equals(drawn));
    if (closed || !due) {
      return;
    }
    erase();
    lines.forEach(line -> out.println(cut(Harmless.line(line))));
    out.flush();
    drawn = lines;
    lastState = progress.state();
    lastNanos = now;
  }

  private List<String> lines(JobProgress progress, long now) {
    List<String> lines = new ArrayList<>();
    lines.add(progress.line(rate.add(now, progress.movedBytes())));
    Table table = new Table(3, List.of("rank", "host", "state", "percent", "down", "up", "rate"));
    List<RankReport> peers = ranks.stream().filter(rank -> rank.rank() > 0).toList();
    int fit = fit(peers.size());
    for (RankReport rank : peers.subList(0, fit)) {
      double perSecond =
          rates.computeIfAbsent(rank.rank(), r -> new Rate()).add(now, rank.movedBytes());
      table.row(
          List.of(
              Integer.toString(rank.rank()),
              rank.host() == null ? "-" : rank.host(),
              Restarts.phase(rank),
              Quantities.percent(rank.acquiredBytes(), rank.wantedBytes()),
              Quantities.bytes(rank.movedBytes()),
              Quantities.bytes(rank.upBytes()),
              Quantities.rate(perSecond)));
    }
    if (fit > 0) {
      lines.addAll(table.lines());
    }
    int more = peers.size() - fit;
    if (more == peers.size() && more > 0) {
      lines.add(more + " ranks, for which the terminal has too few rows");
    } else if (more > 0) {
      lines.add("... and " + more + " more ranks");
    }
    return lines;
  }

  /** How many have a row: what has left the terminal at its top could not be drawn over. */
  private int fit(int peers) {
    int room = terminal.map(size -> size.rows() - OTHER_ROWS).orElse(MOST_ROWS);
    int most = Math.min(MOST_ROWS, room);
    return peers <= most ? peers : Math.max(0, Math.min(MOST_ROWS, room - 1));
  }

  private String cut(String line) {
    int most = terminal.map(size -> size.columns() - 1).orElse(Integer.MAX_VALUE);
    return line.length() > most ? line.substring(0, most) : line;
  }

  /** Leaves the cursor where the first row was. */
  private void erase() {
    if (terminal.isEmpty() || drawn.isEmpty()) {
      return;
    }
    String up = "\u001b[" + drawn.size() + "A";
    out.print(up);
    drawn.forEach(line -> out.println(ERASE));
    out.print(up);
    drawn = List.of();
  }

  @Override
  public synchronized void note(String line) {
    if (!closed) {
      erase();
      out.println(Harmless.lines(line));
      out.flush();
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      erase();
      out.flush();
      closed = true;
    }
  }
}
