package org.yarnp2p.client.distribute;

import java.io.IOException;
import java.net.InetAddress;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.Verb;
import org.yarnp2p.client.forecast.ForecastOptions;
import org.yarnp2p.client.run.ClusterRun;
import org.yarnp2p.client.run.LocalRun;
import org.yarnp2p.client.submit.PromptCloses;
import org.yarnp2p.client.view.FollowOptions;
import org.yarnp2p.client.view.Quantities;
import org.yarnp2p.client.view.Showing;
import org.yarnp2p.client.yarn.Cluster;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.client.yarn.YarnCluster;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2p distribute}: files and directories to a local directory of every node. */
@Command(
    name = "distribute",
    customSynopsis = "p2p distribute --source URI... --target DIR [OPTIONS]",
    description = {
      "Brings files and directory trees to a local directory of every node, one peer per node.",
      "The source is read about once in all; nodes pass on to each other what they have. Ctrl-C"
          + " kills the job."
    },
    footer = {
      "Exit codes: 0 every chosen node (or --min-nodes of them) has everything, 1 not, 2 bad"
          + " usage;",
      "nothing was submitted."
    })
public final class DistributeVerb implements Verb {
  @Mixin private DistributeOptions options;

  @Option(
      names = "--local",
      description = "Without a cluster: --nodes N processes of this host stand for nodes.")
  private boolean local;

  @Option(
      names = "--dry-run",
      description = "Resolve and check everything, submit nothing; as 'p2p plan'.")
  private boolean dryRun;

  @Mixin private ForecastOptions forecast;

  @Option(
      names = "--detach",
      description = "Print the application id when YARN has accepted the job, and return.")
  private boolean detach;

  @Option(names = "--queue", paramLabel = "QUEUE", description = "YARN queue; else p2p.queue.")
  private String queue;

  @Mixin private FollowOptions follow;

  @Override
  public ExitCode run(Session session) throws Exception {
    checkCombination();
    Configuration conf = session.conf();
    if (queue != null) {
      conf.set(P2pKeys.QUEUE, queue);
    }
    if (local) {
      return runLocal(session);
    }
    PromptCloses.set(conf);
    try (Cluster cluster = new YarnCluster(conf)) {
      PatientCluster patient = PatientCluster.of(cluster, Settings.of(conf), session.console());
      return run(session, patient);
    }
  }

  /** The same with any cluster. */
  ExitCode run(Session session, PatientCluster cluster)
      throws IOException, YarnException, InterruptedException, UsageException {
    DistributeRequest request;
    try {
      request =
          options.onCluster(session.conf(), () -> cluster.ask(Cluster::nodes), notes(session));
    } catch (PatientCluster.NoAnswerException e) {
      throw new IOException(e.getMessage() + "; without a cluster, use --local", e);
    }
    if (dryRun) {
      return ForecastOptions.show(
          session,
          DistributeForecast.of(session.conf(), request, cluster, forecast.linkRate()),
          follow);
    }
    announce(session.console(), request, follow.showing());
    return new ClusterRun(session, request, detach, follow.showing(), Thread::sleep).run();
  }

  private ExitCode runLocal(Session session)
      throws IOException, InterruptedException, UsageException {
    DistributeRequest request = options.onThisHost(session.conf(), hostName(), notes(session));
    if (dryRun) {
      return ForecastOptions.show(
          session, DistributeForecast.local(session.conf(), request, forecast.linkRate()), follow);
    }
    announce(session.console(), request, follow.showing());
    return new LocalRun(session, request, follow.showing()).run();
  }

  private Consumer<String> notes(Session session) {
    return follow.showing().quiet() ? line -> {} : session.console()::note;
  }

  private void checkCombination() throws UsageException {
    follow.check();
    if (local && queue != null) {
      throw new UsageException("--queue is a cluster's, there is none with --local");
    }
    if (local && detach) {
      throw new UsageException("--detach needs a cluster that goes on with the job, not --local");
    }
  }

  private static String hostName() throws IOException {
    return InetAddress.getLocalHost().getHostName();
  }

  private void announce(Console console, DistributeRequest request, Showing showing) {
    request.absent().forEach(absent -> console.note("Goes on without " + absent));
    request.overlooked().ifPresent(console::note);
    request.leftOut().ifPresent(console::note);
    if (!local) {
      request.cautions().forEach(console::note);
    }
    if (!showing.quiet()) {
      console.note(
          request.files()
              + (request.files() == 1 ? " file, " : " files, ")
              + Quantities.bytes(request.bytes())
              + ", to "
              + request.peers()
              + (request.peers() == 1 ? " node" : " nodes"));
    }
  }
}
