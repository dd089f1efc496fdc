package org.yarnp2p.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.yarnp2p.bench.figures.Median;
import org.yarnp2p.bench.figures.Track;
import org.yarnp2p.bench.sim.Result;
import org.yarnp2p.bench.sim.Scenario;
import org.yarnp2p.bench.sim.Simulation;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.Verb;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2p bench simulate}: a swarm in virtual time, against the bound. */
@Command(
    name = "simulate",
    customSynopsis =
        "p2p bench simulate --peers N --segments M [--slow K] [--lose K] [--seed S]"
            + " [--runs R] [--plot FILE.png] [--format text|json]",
    description = {
      "Runs a swarm of one seed and N peers in virtual time, with the product's own decisions, and"
          + " compares it with the time below which no schedule can stay.",
      "Every host has a link of 100 Mbit/s each way; segments are of 1 MiB. The same seed gives the"
          + " same run."
    })
public final class SimulateVerb implements Verb {
  @Option(
      names = "--peers",
      paramLabel = "N",
      defaultValue = "32",
      description = "Peers that want the file. Default: 32.")
  private int peers;

  @Option(
      names = "--segments",
      paramLabel = "M",
      defaultValue = "128",
      description = "Segments of the file. Default: 128.")
  private int segments;

  @Option(
      names = "--slow",
      paramLabel = "K",
      defaultValue = "0",
      description = "Peers with a tenth of the rate. Default: 0.")
  private int slow;

  @Option(
      names = "--lose",
      paramLabel = "K",
      defaultValue = "0",
      description =
          "Peers that die, at times drawn between 10 and 90 %% of the bound; all others must"
              + " finish. Default: 0.")
  private int lose;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Decides everything that is left to chance. Default: 1.")
  private long seed;

  @Option(
      names = "--runs",
      paramLabel = "R",
      defaultValue = "1",
      description =
          "Runs, with seeds from S on; the one with the median makespan is shown." + " Default: 1.")
  private int runs;

  @Mixin private PlotOption plot;
  @Mixin private OutputOptions output;

  @Override
  public ExitCode run(Session session) throws Exception {
    if (runs < 1) {
      throw new UsageException("--runs: found " + runs + ", expected 1 or more");
    }
    plot.check();
    List<Run> measured = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      measured.add(run(scenario(seed + i)));
    }
    Run middle = Median.run(measured, run -> run.result().makespanOverBound());
    Result median = middle.result();
    plot.draw(session.console(), title(median), median.boundSeconds(), middle.tracks());
    output.print(session.console(), () -> text(median).lines().toList(), () -> median);
    return ExitCode.DONE;
  }

  /** Tracks only if they are to be drawn. */
  private record Run(Result result, List<Track> tracks) {}

  private Run run(Scenario scenario) {
    List<Track> tracks = new ArrayList<>();
    Result result =
        plot.isWanted() ? Simulation.run(scenario, tracks::add) : Simulation.run(scenario);
    return new Run(result, tracks);
  }

  private Scenario scenario(long runSeed) throws UsageException {
    try {
      return new Scenario(peers, segments, slow, lose, runSeed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static String title(Result result) {
    return String.format(
        Locale.ROOT,
        "%d peers (%d slow, %d lost), %d segments, seed %d",
        result.peers(),
        result.slow(),
        result.lost(),
        result.segments(),
        result.seed());
  }

  private String text(Result result) {
    return String.format(
        Locale.ROOT,
        """
        %s%s
        makespan / bound    %10.3f
          without the slow  %10.3f
        bound               %10.2f s
        half finished by    %10.2f s
        99 %% finished by    %10.2f s
        last finished at    %10.2f s
        seed copies         %10.2f
        tracker messages    %10d\
        """,
        title(result),
        runs > 1 ? ", the median of " + runs + " runs" : "",
        result.makespanOverBound(),
        result.fastOverBound(),
        result.boundSeconds(),
        result.p50Seconds(),
        result.p99Seconds(),
        result.makespanSeconds(),
        result.seedCopies(),
        result.trackerMessages());
  }
}
