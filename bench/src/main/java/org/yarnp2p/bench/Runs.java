package org.yarnp2p.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.yarnp2p.bench.swarm.SwarmRun;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.UsageException;
import picocli.CommandLine.Option;

/** How often something is measured. */
final class Runs {
  @Option(
      names = "--runs",
      paramLabel = "R",
      defaultValue = "3",
      description = "Runs; of each figure the median is shown. Default: 3.")
  private int count;

  void check() throws UsageException {
    if (count < 1) {
      throw new UsageException("--runs: found " + count + ", expected 1 or more");
    }
  }

  /**
   * One measurement.
   *
   * @param <R> what it gives
   */
  @FunctionalInterface
  interface Run<R> {
    /**
     * Measures.
     *
     * @param number from 1
     */
    R measure(int number) throws Exception;
  }

  /**
   * Measures as often as asked for, and tells people of each run.
   *
   * @param summary of a run, a few words
   */
  <R> List<R> of(Console console, Run<R> run, Function<R, String> summary) throws Exception {
    List<R> results = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      results.add(run.measure(number));
      console.note(
          "run " + number + " of " + count + ": " + summary.apply(results.get(number - 1)));
    }
    return results;
  }

  /** A swarm's run in a few words. */
  static String summary(SwarmRun run) {
    return String.format(
        Locale.ROOT, "%.3f s, %.2f seed copies", run.makespanSeconds(), run.seedCopies());
  }
}
