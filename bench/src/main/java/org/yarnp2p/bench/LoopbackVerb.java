package org.yarnp2p.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yarnp2p.appmaster.fleet.ProcessOptions;
import org.yarnp2p.bench.figures.Figure;
import org.yarnp2p.bench.figures.FigureSheet;
import org.yarnp2p.bench.machine.BareStream;
import org.yarnp2p.bench.swarm.Payload;
import org.yarnp2p.bench.swarm.SwarmRun;
import org.yarnp2p.bench.swarm.SwarmSite;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.Verb;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
    },
    footer = BenchVerb.EXIT_CODES)
public final class LoopbackVerb implements Verb, SwarmBench {
  private static final int PEERS = 4;
  private static final double LEAST_BOUND_SECONDS = 0.05;

  @Mixin private PeersOption peers = new PeersOption(PEERS);
  @Mixin private SwarmOptions swarm;

  @Override
  public ExitCode run(Session session) throws Exception {
    peers.check();
    swarm.check();
    return swarm.run(session, this);
  }

  @Override
  public String name() {
    return "loopback";
  }

  @Override
  public int peers() {
    return peers.count();
  }

  @Override
  public String peersInWords() {
    return peers.describe();
  }

  @Override
  public Map<String, Object> peersInFields() {
    return Map.of();
  }

  @Override
  public SwarmFigures measure(Path directory, Payload payload, Swarms swarms) throws Exception {
    double bound = bound(directory, peers.count() * payload.bytes());
    List<Figure<SwarmRun>> figures =
        List.of(
            SwarmFigures.makespan(),
            SwarmFigures.overBound(bound),
            SwarmFigures.delivered(),
            SwarmFigures.cpu(),
            SwarmFigures.peakRss(),
            SwarmFigures.seedCopies());
    return new SwarmFigures(
        new FigureSheet<>(figures, swarms.on(SwarmSite.flat(ProcessOptions.plain()))), bound);
  }

  /** In seconds; NaN when it is so short that starting the exchange is what counts. */
  private static double bound(Path directory, long bytes) throws IOException, InterruptedException {
    double seconds =
        BareStream.cpuSecondsPerByte(directory)
            * bytes
            / Runtime.getRuntime().availableProcessors();
    return seconds < LEAST_BOUND_SECONDS ? Double.NaN : seconds;
  }
}
