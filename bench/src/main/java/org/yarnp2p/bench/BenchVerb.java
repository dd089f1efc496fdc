package org.yarnp2p.bench;

import org.yarnp2p.client.Session;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.Verb;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;

/** {@code p2p bench MEASUREMENT}: what can be measured. */
@Command(
    name = "bench",
    customSynopsis = "p2p bench MEASUREMENT [OPTIONS]",
    description = "Measures the product on this machine. What a measurement makes, it removes.",
    commandListHeading = "%nMeasurements (p2p bench MEASUREMENT --help says more):%n",
    subcommands = {
      SimulateVerb.class,
      LoopbackVerb.class,
      HostsVerb.class,
      HdfsGetVerb.class,
      DistributeBenchVerb.class,
      ClusterVerb.class,
      MicroVerb.class
    },
    footer = BenchVerb.EXIT_CODES)
public final class BenchVerb implements Verb {
  /** Of all measurements. */
  static final String EXIT_CODES =
      "Exit codes: 0 measured, 1 the measurement broke down or a rule was broken, 2 bad usage.";

  @Override
  public ExitCode run(Session session) throws UsageException {
    throw new UsageException(
        "say what to measure: simulate, loopback, hosts, hdfs-get, distribute, cluster, micro; see"
            + " 'p2p bench --help'");
  }
}
