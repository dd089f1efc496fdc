package org.yarnp2p.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.UsageException;
import picocli.CommandLine.Option;

/** How often something is measured. */
final class Runs {
  private static final String NAME = "--runs";

  @Option(
      names = NAME,
      paramLabel = "R",
      description = "Runs, of which the median is shown. Default: ${DEFAULT-VALUE}.")
  private int count;

  /**
   * @param count when the option is not given
   */
  Runs(int count) {
    this.count = count;
  }

  void check() throws UsageException {
    WholeNumber.atLeast(1, NAME, count);
  }

  int count() {
    return count;
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
}
