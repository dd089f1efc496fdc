package org.yarnp2p.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.appmaster.fleet.ProcessOptions;
import org.yarnp2p.bench.figures.FigureSheet;
import org.yarnp2p.bench.machine.BareStream;
import org.yarnp2p.bench.machine.BenchDirectory;
import org.yarnp2p.bench.machine.Interruptible;
import org.yarnp2p.bench.swarm.Payload;
import org.yarnp2p.bench.swarm.SwarmJob;
import org.yarnp2p.bench.swarm.SwarmRun;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.Verb;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2p bench loopback}: a swarm of processes on this machine, as fast as it goes. */
@Command(
    name = "loopback",
    customSynopsis = "p2p bench loopback [--peers N] [--size SIZE] [OPTIONS]",
    description = {
      "Runs a tracker, a seed and N peers that want all it holds as processes of this machine, over"
          + " its loopback interface.",
      "Times count from the start gate to the last finish; MB and GB are powers of 1000. On one"
          + " machine the bound is that of its processors: N times the CPU that one bare stream"
          + " takes for the bytes (socket to socket, SHA-256, write), divided by their number."
    })
public final class LoopbackVerb implements Verb {
  private static final double LEAST_BOUND_SECONDS = 0.05;

  @Option(
      names = "--peers",
      paramLabel = "N",
      defaultValue = "4",
      description = "Peers that want the file. Default: 4.")
  private int peers;

  @Mixin private PayloadOptions payloadOptions;
  @Mixin private JobOptions jobOptions;
  @Mixin private Runs runs;
  @Mixin private PlotOption plot;
  @Mixin private PlaceOptions place;
  @Mixin private OutputOptions output;

  @Override
  public ExitCode run(Session session) throws Exception {
    if (peers < 1) {
      throw new UsageException("--peers: found " + peers + ", expected 1 or more");
    }
    runs.check();
    plot.check();
    List<Long> sizes = payloadOptions.sizes();
    Configuration conf = session.conf();
    jobOptions.applyTo(conf);
    return Interruptible.run(
        session.console(),
        BenchVerb.CLEANUP_MILLIS,
        () -> {
          measure(session, conf, sizes);
          return ExitCode.DONE;
        });
  }

  private void measure(Session session, Configuration conf, List<Long> sizes) throws Exception {
    Payload payload;
    List<SwarmRun> measured;
    double bound;
    try (BenchDirectory directory = place.make(session.console())) {
      directory.mustHold((peers + 1) * sizes.stream().mapToLong(Long::longValue).sum());
      payload = Payload.write(directory.path().resolve("payload"), sizes);
      bound = bound(directory.path(), peers * payload.bytes());
      SwarmJob job = new SwarmJob(conf, ProcessOptions.plain(), payload, peers, place.keep());
      measured =
          runs.of(
              session.console(),
              run -> job.run(directory.path().resolve("run-" + run)),
              Runs::summary);
    }
    SwarmFigures figures = figures(measured, bound);
    String title = title(conf, payload);
    plot.draw(session.console(), title, bound, figures.medianRun().tracks());
    output.print(
        session.console(),
        () -> {
          List<String> lines = new ArrayList<>(List.of(title));
          lines.addAll(figures.lines());
          return lines;
        },
        () -> figures.document(heading(conf, payload)));
  }

  /** In seconds; NaN when it is so short that starting the exchange is what counts. */
  private static double bound(Path directory, long bytes) throws IOException, InterruptedException {
    double seconds =
        BareStream.cpuSecondsPerByte(directory)
            * bytes
            / Runtime.getRuntime().availableProcessors();
    return seconds < LEAST_BOUND_SECONDS ? Double.NaN : seconds;
  }

  private static SwarmFigures figures(List<SwarmRun> measured, double bound) {
    return new SwarmFigures(
        new FigureSheet<>(
            List.of(
                SwarmFigures.makespan(),
                SwarmFigures.overBound(bound),
                SwarmFigures.delivered(),
                SwarmFigures.cpu(),
                SwarmFigures.peakRss(),
                SwarmFigures.seedCopies()),
            measured),
        bound);
  }

  private String title(Configuration conf, Payload payload) {
    return "loopback: "
        + peers
        + (peers == 1 ? " peer, " : " peers, ")
        + PayloadOptions.describe(payload)
        + ", "
        + JobOptions.describe(conf);
  }

  private Map<String, Object> heading(Configuration conf, Payload payload) {
    Map<String, Object> heading = new LinkedHashMap<>();
    heading.put("bench", "loopback");
    heading.put("peers", peers);
    heading.put("files", payload.sizes().size());
    heading.put("bytes", payload.bytes());
    heading.put("transport", JobOptions.transport(conf));
    heading.put("heapMebibytes", JobOptions.heapMb(conf));
    return heading;
  }
}
