package org.yarnp2p.client.plan;

import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.Verb;
import org.yarnp2p.client.distribute.DistributeForecast;
import org.yarnp2p.client.distribute.DistributeOptions;
import org.yarnp2p.client.distribute.DistributeRequest;
import org.yarnp2p.client.forecast.Forecast;
import org.yarnp2p.client.forecast.ForecastOptions;
import org.yarnp2p.client.link.BitRate;
import org.yarnp2p.client.run.RunForecast;
import org.yarnp2p.client.submit.RunRequest;
import org.yarnp2p.client.view.OutputOptions;
import org.yarnp2p.client.yarn.Cluster;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.client.yarn.YarnCluster;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code p2p plan}: what {@code distribute} or {@code run} would do. */
@Command(
    name = "plan",
    customSynopsis = {
      "p2p plan --source URI... --target DIR [options of distribute]",
      "       p2p plan --input DIR --output DIR [options of run]"
    },
    description = {
      "Says what 'distribute' or 'run' would do with the same options, and submits nothing.",
      "Resolves and checks ranks and nodes, containers against the cluster's limits, bytes to move,"
          + " the bound for the time."
    },
    footer = "Exit codes: 0 the job could start, 2 it could not, with the reasons.")
public final class PlanVerb implements Verb {
  /** Options of a distribution that a run has as well. */
  private static final Set<String> OF_BOTH = Set.of("--output", "--name");

  @Spec private CommandSpec spec;

  @Mixin private DistributeOptions distribute;

  @Option(
      names = "--input",
      paramLabel = "DIR",
      description = "Of a run: directory of in1.txt ... inN.txt.")
  private String input;

  @Option(names = "--overwrite", description = "Of a run: the output directory may exist.")
  private boolean overwrite;

  @Option(names = "--queue", paramLabel = "QUEUE", description = "YARN queue; else p2p.queue.")
  private String queue;

  @Mixin private ForecastOptions forecast;
  @Mixin private OutputOptions out;

  @Override
  public ExitCode run(Session session) throws Exception {
    try (Cluster cluster = new YarnCluster(session.conf())) {
      return run(session, cluster);
    }
  }

  /** The same with any cluster. */
  ExitCode run(Session session, Cluster cluster) throws Exception {
    refuseMixture();
    Configuration conf = session.conf();
    if (queue != null) {
      conf.set(P2pKeys.QUEUE, queue);
    }
    PatientCluster patient = PatientCluster.of(cluster, Settings.of(conf), session.console());
    BitRate link = forecast.linkRate();
    return ForecastOptions.show(session, forecast(session, patient, link), out);
  }

  private void refuseMixture() throws UsageException {
    if (input == null) {
      if (overwrite) {
        throw new UsageException("--overwrite is of a run: say its --input, or leave it out");
      }
      return;
    }
    Set<String> ofDistribution = spec.mixins().get("distribute").optionsMap().keySet();
    List<String> given =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .map(option -> option.longestName())
            .filter(name -> ofDistribution.contains(name) && !OF_BOTH.contains(name))
            .distinct()
            .toList();
    if (!given.isEmpty()) {
      throw new UsageException(
          "--input is of a run, and of a distribution "
              + (given.size() == 1 ? "is " : "are ")
              + String.join(", ", given)
              + "; a plan is for one of the two");
    }
  }

  private Forecast forecast(Session session, PatientCluster cluster, BitRate link)
      throws Exception {
    Configuration conf = session.conf();
    if (input != null) {
      if (distribute.output() == null) {
        throw new UsageException("--output is missing: say where the outputs would go");
      }
      RunRequest request =
          RunRequest.check(conf, distribute.name(), input, distribute.output(), overwrite, false);
      return RunForecast.of(conf, request, cluster, link);
    }
    DistributeRequest request =
        distribute.onCluster(conf, () -> cluster.ask(Cluster::nodes), session.console()::note);
    return DistributeForecast.of(conf, request, cluster, link);
  }
}
