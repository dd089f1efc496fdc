package org.yarnp2p.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.yarnp2p.bench.micro.MicroBenchmarks;
import org.yarnp2p.bench.micro.MicroBenchmarks.Score;
import org.yarnp2p.bench.micro.Scale;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.Verb;
import org.yarnp2p.client.view.OutputOptions;
import org.yarnp2p.client.view.Table;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2p bench micro}: what single decisions cost. */
@Command(
    name = "micro",
    customSynopsis = "p2p bench micro [--only REGEX] [--format text|json]",
    description = {
      "What single decisions cost in a swarm of 10,000 ranks and 4,096 segments.",
      "Measured with JMH in a JVM of its own, about 10 s for each."
    },
    footer = BenchVerb.EXIT_CODES)
public final class MicroVerb implements Verb {
  @Option(
      names = "--only",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "Only benchmarks whose name fits, such as Tracker.")
  private String only;

  @Mixin private OutputOptions output;

  @Override
  public ExitCode run(Session session) throws Exception {
    check();
    List<Score> scores = MicroBenchmarks.run(only);
    output.print(session.console(), lines(scores), document(scores));
    return ExitCode.DONE;
  }

  private void check() throws UsageException {
    try {
      Pattern.compile(only);
    } catch (PatternSyntaxException e) {
      throw new UsageException(
          "--only: found '"
              + only
              + "', expected a regular expression ("
              + e.getDescription()
              + ")");
    }
    if (MicroBenchmarks.names(only).isEmpty()) {
      throw new UsageException(
          "--only: no benchmark fits '"
              + only
              + "'; there are "
              + String.join(", ", MicroBenchmarks.names("")));
    }
  }

  private static List<String> lines(List<Score> scores) {
    List<String> lines = new ArrayList<>();
    lines.add("micro: " + Scale.RANKS + " ranks, " + Scale.SEGMENTS + " segments");
    Table table = new Table(1, List.of("", "ns", "+-"));
    for (Score score : scores) {
      table.row(List.of(score.name(), number(score.nanosPerOperation()), number(score.error())));
    }
    lines.addAll(table.lines());
    return lines;
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.0f", value);
  }

  private static Map<String, Object> document(List<Score> scores) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("bench", "micro");
    document.put("ranks", Scale.RANKS);
    document.put("segments", Scale.SEGMENTS);
    document.put("benchmarks", scores);
    return document;
  }
}
