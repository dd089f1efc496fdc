package org.yarnp2p.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yarnp2p.bench.swarm.Payload;
import org.yarnp2p.bench.swarm.SwarmRun;
import org.yarnp2p.bench.swarm.SwarmSite;

/** What a measurement of real swarms has of its own; the rest is in {@link SwarmOptions}. */
interface SwarmBench {
  /** Of the measurement, as on the command line. */
  String name();

  int peers();

  /** The peers and their links in words. */
  String peersInWords();

  /** Fields of the JSON document that say the same, in their order. */
  Map<String, Object> peersInFields();

  /**
   * Runs the swarms and compares them with a bound.
   *
   * @param directory for all files
   * @param payload that the seed holds
   */
  SwarmFigures measure(Path directory, Payload payload, Swarms swarms) throws Exception;

  /** Swarms with the payload, as many as asked for. */
  @FunctionalInterface
  interface Swarms {
    /** Runs them one after the other. */
    List<SwarmRun> on(SwarmSite site) throws Exception;
  }
}
