package org.yarnp2p.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.yarnp2p.bench.figures.Median;
import org.yarnp2p.bench.figures.Track;
import org.yarnp2p.bench.sim.Result;
import org.yarnp2p.bench.sim.Scenario;
import org.yarnp2p.bench.sim.Simulation;
import org.yarnp2p.client.Console;
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
    customSynopsis = "p2p bench simulate [--peers N] [--segments M] [OPTIONS]",
    description = {
      "Runs a swarm of one seed and N peers in virtual time, with the product's own decisions, and"
          + " compares it with the time below which no schedule can stay. With --stored a"
          + " distribution: no seed, the peers read the file once in all from the hosts that store"
          + " it.",
      "Every host has a link of 100 Mbit/s each way; segments are of 1 MiB. The same seed gives the"
          + " same run."
    },
    footer = BenchVerb.EXIT_CODES)
public final class SimulateVerb implements Verb {
  private static final int PEERS = 32;
  private static final int RUNS = 1;

  /** A day, in seconds. */
  private static final int MOST_SPREAD = 86_400;

  @Mixin private PeersOption peers = new PeersOption(PEERS);

  @Option(
      names = "--segments",
      paramLabel = "M",
      defaultValue = "128",
      description = "Segments of the file. Default: 128.")
  private int segments;

  @Mixin private SlowOption slow;

  @Option(
      names = "--lose",
      paramLabel = "K",
      defaultValue = "0",
      description =
          "Peers that die, at times drawn between 10 and 90 %% of the bound; all others must"
              + " finish. Default: 0.")
  private int lose;

  @Option(
      names = "--stored",
      paramLabel = "R",
      defaultValue = "0",
      description =
          "Peers on hosts that store the file, a distribution's only block. Default: 0, a seed has"
              + " the file.")
  private int stored;

  @Option(
      names = "--spread",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description =
          "The peers of a distribution come one after the other within this time. Default: 0.")
  private double spread;

  @Mixin private RackOptions racks = new RackOptions();

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description =
          "Decides everything that is left to chance; further runs have the seeds after it."
              + " Default: 1.")
  private long seed;

  @Option(
      names = "--faults",
      paramLabel = "PLAN|random",
      description =
          "What breaks, such as kill:2@50,lose=0.01; or random, drawn for each run with sizes up to"
              + " --peers and --segments. Rules are checked at every event, and the one that is"
              + " broken is told with its seed.")
  private String faults;

  @Mixin private ResultOptions options = new ResultOptions(RUNS);

  @Override
  public ExitCode run(Session session) throws Exception {
    peers.check();
    WholeNumber.atLeast(1, "--segments", segments);
    slow.check(peers);
    WholeNumber.between(0, peers.count() - 1, "--lose", lose);
    checkDistribution();
    racks.check(stored > 0 ? peers.count() : peers.count() + 1);
    options.check();
    if (faults != null) {
      return sweep(session);
    }
    Console progress = options.progress(session.console());
    List<Run> runs =
        options
            .runs()
            .of(progress, number -> run(seed + number - 1, progress), SimulateVerb::summary);
    Run median = Median.run(runs, run -> run.result().makespanOverBound());
    Result result = median.result();
    options.show(
        session.console(),
        new Findings(title(result), result.boundSeconds(), median.tracks(), lines(result), result));
    return ExitCode.DONE;
  }

  private void checkDistribution() throws UsageException {
    WholeNumber.between(0, peers.count(), "--stored", stored);
    if (!(spread >= 0 && spread <= MOST_SPREAD)) {
      throw new UsageException(
          "--spread: found %s, expected seconds from 0 to %d".formatted(spread, MOST_SPREAD));
    }
    if (spread > 0 && stored == 0) {
      throw new UsageException("--spread goes with --stored only: a seed waits for all its peers");
    }
    if (lose > 0 && stored > 0) {
      throw new UsageException(
          "--lose goes without --stored; say --faults origin,kill:RANK@PERCENT");
    }
  }

  private ExitCode sweep(Session session) throws Exception {
    if (slow.count() > 0 || lose > 0 || stored > 0 || racks.count() > 1 || options.isPlotWanted()) {
      throw new UsageException(
          "--faults goes without --slow, --lose, --stored, --racks and --plot; say slow:RANK=SHARE,"
              + " kill:RANK@PERCENT, origin or racks");
    }
    WholeNumber.atLeast(2, "--peers", peers.count());
    FaultSweep sweep = new FaultSweep(faults, peers.count(), segments);
    try {
      sweep.run(seed, options.runs().count());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--faults: " + e.getMessage());
    }
    options.print(session.console(), sweep.lines(), sweep.summary());
    return sweep.holds() ? ExitCode.DONE : ExitCode.JOB_FAILED;
  }

  /** Tracks only if they are to be drawn. */
  private record Run(Result result, List<Track> tracks) {}

  private Run run(long runSeed, Console progress) {
    Scenario scenario =
        new Scenario(peers.count(), segments, slow.count(), lose, stored, spread, racks(), runSeed);
    Pulse pulse = new Pulse(progress, scenario.bound(), System::nanoTime);
    List<Track> tracks = new ArrayList<>();
    Consumer<Track> keep = options.isPlotWanted() ? tracks::add : track -> {};
    return new Run(Simulation.run(scenario, keep, pulse::at), tracks);
  }

  private Scenario.Racks racks() {
    return racks
        .uplink()
        .map(uplink -> new Scenario.Racks(racks.count(), uplink.bytesPerSecond()))
        .orElse(Scenario.Racks.ONE);
  }

  private static String summary(Run run) {
    return String.format(
        Locale.ROOT,
        "%.3f of the bound, seed %d",
        run.result().makespanOverBound(),
        run.result().seed());
  }

  private String title(Result result) {
    int runs = options.runs().count();
    return "simulate: %s (%d slow, %d lost), %d segments%s%s, seed %d%s"
        .formatted(
            peers.describe(),
            result.slow(),
            result.lost(),
            result.segments(),
            distribution(result),
            racks.describe(),
            result.seed(),
            runs > 1 ? ", median of " + runs + " runs" : "");
  }

  private static String distribution(Result result) {
    return result.stored() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            ", stored on %d hosts, peers come within %.1f s",
            result.stored(),
            result.spreadSeconds());
  }

  private List<String> lines(Result result) {
    boolean seeded = result.stored() == 0;
    List<String> lines = new ArrayList<>();
    lines.add(line("makespan / bound", 3, result.makespanOverBound(), ""));
    if (result.slow() > 0) {
      lines.add(line("  without the slow", 3, result.fastOverBound(), ""));
    }
    lines.add(line("bound", 2, result.boundSeconds(), " s"));
    lines.add(line("half finished by", 2, result.p50Seconds(), " s"));
    lines.add(line("99 % finished by", 2, result.p99Seconds(), " s"));
    lines.add(line("last finished at", 2, result.makespanSeconds(), " s"));
    lines.add(
        seeded
            ? line("seed copies", 2, result.seedCopies(), "")
            : line("origin copies", 2, result.originCopies(), ""));
    if (racks.count() > 1) {
      lines.add(line("copies into a rack", 2, result.rackCopies(), ""));
    }
    lines.add(line("tracker messages", 0, (double) result.trackerMessages(), ""));
    return lines;
  }

  private static String line(String what, int decimals, double value, String unit) {
    String number = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return "%-18s  %10s%s".formatted(what, number, unit);
  }
}
