package org.yarnp2p.client.view;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.Terminal;
import org.yarnp2p.job.JobReport.RankReport;

/** Shows how far a job is. Thread-safe. */
public interface ProgressView extends AutoCloseable {
  /** Called at every look at the job. */
  void show(JobProgress progress);

  /** The ranks of the job, before it is shown; most views do without them. */
  default void ranks(List<RankReport> ranks) {}

  /** A line that stays. */
  void note(String line);

  /** Leaves the screen to others. Idempotent; what is shown later is dropped. */
  @Override
  void close();

  /** One line that is drawn over on a terminal, else lines at intervals. */
  static ProgressView on(
      Console console, Settings settings, Showing showing, LongSupplier nanoTime) {
    if (showing.quiet()) {
      return new Silence();
    }
    Optional<Terminal.Size> terminal = console.terminal() ? Terminal.size() : Optional.empty();
    if (showing.verbose()) {
      return new RankRows(console.err(), terminal, settings.progressMillis(), nanoTime);
    }
    return terminal.isPresent()
        ? new LiveLine(console.err(), terminal.get().columns(), nanoTime)
        : new PlainLines(console::note, settings.progressMillis(), nanoTime);
  }
}
