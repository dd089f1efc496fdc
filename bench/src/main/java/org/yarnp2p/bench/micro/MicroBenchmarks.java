package org.yarnp2p.bench.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this room, in a JVM of their own. */
public final class MicroBenchmarks {
  private static final int WARM_UPS = 3;
  private static final int ITERATIONS = 5;

  private MicroBenchmarks() {}

  /**
   * One result.
   *
   * @param name of the class and the method, such as {@code TrackerBenchmark.report}
   * @param nanosPerOperation mean
   * @param error half of the 99.9 % confidence interval, ns; NaN for a single iteration
   */
  public record Score(String name, double nanosPerOperation, double error) {}

  /**
   * Those that a pattern fits.
   *
   * @param pattern regular expression of names; empty for all
   */
  public static List<String> names(String pattern) {
    OutputFormat silent =
        OutputFormatFactory.createFormatInstance(
            new PrintStream(OutputStream.nullOutputStream(), false, UTF_8), VerboseMode.SILENT);
    return BenchmarkList.defaultList().find(silent, List.of(include(pattern)), List.of()).stream()
        .map(entry -> shortName(entry.getUsername()))
        .toList();
  }

  private static String include(String pattern) {
    return MicroBenchmarks.class.getPackageName() + ".*" + pattern;
  }

  private static String shortName(String name) {
    return name.substring(MicroBenchmarks.class.getPackageName().length() + 1);
  }

  /**
   * Runs them, about 10 s for each.
   *
   * @param pattern regular expression of names; empty for all
   * @throws IOException when JMH cannot run them, or the pattern fits none
   */
  public static List<Score> run(String pattern) throws IOException {
    Options options =
        new OptionsBuilder()
            .include(include(pattern))
            .forks(1)
            .warmupIterations(WARM_UPS)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(ITERATIONS)
            .measurementTime(TimeValue.seconds(1))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results;
    try {
      results = new Runner(options).run();
    } catch (RunnerException e) {
      throw new IOException("JMH cannot run the benchmarks: " + e.getMessage(), e);
    }
    List<Score> scores = new ArrayList<>();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      Result<?> primary = result.getPrimaryResult();
      scores.add(new Score(shortName(name), primary.getScore(), primary.getScoreError()));
    }
    return scores;
  }
}
