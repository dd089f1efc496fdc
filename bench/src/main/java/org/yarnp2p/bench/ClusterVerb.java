package org.yarnp2p.bench;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.yarnp2p.bench.daemons.DaemonCluster;
import org.yarnp2p.bench.machine.BenchDirectory;
import org.yarnp2p.bench.net.NetworkPlan;
import org.yarnp2p.bench.net.ShapedHosts;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.Verb;
import org.yarnp2p.client.link.BitRate;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2p bench cluster}: a command on a cluster of real daemons. */
@Command(
    name = "cluster",
    customSynopsis = "p2p bench cluster --run COMMAND [--hosts N] [--rate RATE] [OPTIONS]",
    description = {
      "Runs a command while there is a Hadoop cluster of real daemons on this machine: NameNode and"
          + " ResourceManager outside, a DataNode and a NodeManager on each of N hosts with links"
          + " of RATE both ways.",
      "The command finds the cluster in its environment: HADOOP_CONF_DIR, and all that"
          + " cluster-tests/real-cluster/real-cluster.sh takes. Needs root and iproute2."
    },
    footer =
        "Exit codes: 0 the command has ended with 0, 1 it has not or there was no cluster, 2 bad"
            + " usage.")
public final class ClusterVerb implements Verb {
  private static final String HOSTS = "--hosts";

  @Option(
      names = "--run",
      paramLabel = "COMMAND",
      required = true,
      description = "For bash; 'bash' to look around.")
  private String command;

  @Option(
      names = HOSTS,
      paramLabel = "N",
      defaultValue = "3",
      description = "Hosts. Default: ${DEFAULT-VALUE}.")
  private int hosts;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      defaultValue = "1gbit",
      converter = Converters.Rate.class,
      description = "Of each host's link, up and down, as tc takes it. Default: 1gbit.")
  private BitRate rate;

  @Mixin private ReplicationOption replication;
  @Mixin private PlaceOptions place;

  @Override
  public ExitCode run(Session session) throws Exception {
    WholeNumber.between(1, NetworkPlan.MOST_HOSTS, HOSTS, hosts);
    replication.check();
    DaemonCluster.check();
    ShapedHosts.check();
    Console console = session.console();
    int exit = place.work(console, directory -> run(console, directory));
    if (exit != 0) {
      throw new IOException("the command has ended with exit status " + exit);
    }
    return ExitCode.DONE;
  }

  private int run(Console console, BenchDirectory directory) throws Exception {
    try (ShapedHosts shaped = ShapedHosts.make(Collections.nCopies(hosts, rate));
        DaemonCluster cluster =
            DaemonCluster.start(shaped, directory.path(), replication.of(hosts))) {
      console.note("The cluster is up, " + hosts + " hosts at " + rate);
      Process process =
          cluster.command(List.of("bash", "-c", command)).directory(null).inheritIO().start();
      try {
        return process.waitFor();
      } finally {
        process.destroy();
      }
    }
  }
}
