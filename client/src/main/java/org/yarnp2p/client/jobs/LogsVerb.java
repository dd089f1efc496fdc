package org.yarnp2p.client.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.view.OutputOptions;
import org.yarnp2p.client.yarn.Cluster;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.job.ExitCode;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.RankReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code p2p logs}: what the containers of a job have logged. */
@Command(
    name = "logs",
    customSynopsis = "p2p logs APPID [--rank R | --am] [--to LOCALDIR] [OPTIONS]",
    description = {
      "Prints container logs.",
      "Of a running job from the NodeManagers, of an ended one from where YARN has aggregated them"
          + " (yarn.log-aggregation-enable), as 'yarn logs' does."
    },
    footer = "Exit codes: 0 printed, 1 there are none to be had, 2 bad usage.")
public final class LogsVerb extends ClusterVerb {
  private static final String AM = "ApplicationMaster";

  @Parameters(paramLabel = "APPID", description = "The job's application id.")
  private String application;

  @Option(
      names = "--rank",
      paramLabel = "R",
      description = "Only of this rank: 0 is the tracker; all containers unless said.")
  private Integer rank;

  @Option(names = "--am", description = "Only of the ApplicationMaster.")
  private boolean am;

  @Option(
      names = "--to",
      paramLabel = "LOCALDIR",
      description = "Write them to this local directory instead of printing them.")
  private String to;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Output directory of an ended job, whose report says which container a rank had.")
  private String output;

  @Mixin private OutputOptions out;

  private final ContainerLogs logs;

  /** With YARN's logs. */
  public LogsVerb() {
    this(ContainerLogs.YARN);
  }

  LogsVerb(ContainerLogs logs) {
    this.logs = logs;
  }

  /**
   * A container whose logs would be printed; the fields are those of the JSON form.
   *
   * @param rank null for the ApplicationMaster
   */
  record Source(String what, Integer rank, String containerId, String host) {}

  @Override
  ExitCode run(Session session, Cluster cluster, PatientCluster patient) throws Exception {
    if (am && rank != null) {
      throw new UsageException("--am and --rank ask for different containers");
    }
    KnownJob job = KnownJob.of(session.conf(), application);
    Optional<ApplicationReport> found = job.find(patient);
    boolean json = out.showing().json();
    Optional<JobReport> report =
        rank != null || json ? report(job, found.orElse(null)) : Optional.empty();
    if (json) {
      out.print(session.console(), List.of(), sources(report));
      return ExitCode.DONE;
    }
    List<String> args = new ArrayList<>(List.of("-applicationId", job.id().toString()));
    if (am) {
      args.addAll(List.of("-am", "ALL"));
    } else if (rank != null) {
      args.addAll(List.of("-containerId", container(job, report)));
    }
    if (to != null) {
      args.addAll(List.of("-out", to));
    }
    if (logs.print(session.conf(), args.toArray(String[]::new)) != 0) {
      throw new IOException(
          "no logs of "
              + job.id()
              + "; those of an ended job are there only with yarn.log-aggregation-enable=true, and"
              + " a little later");
    }
    return ExitCode.DONE;
  }

  private Optional<JobReport> report(KnownJob job, ApplicationReport application)
      throws IOException, UsageException {
    if (application != null) {
      Optional<JobReport> running = job.ask(application);
      if (running.isPresent()) {
        return running;
      }
    }
    return job.read(output);
  }

  private String container(KnownJob job, Optional<JobReport> report)
      throws IOException, UsageException {
    if (report.isEmpty()) {
      throw new IOException(
          "which container rank "
              + rank
              + " of "
              + job.id()
              + " had is not known: neither does its ApplicationMaster answer, nor is there a"
              + " report.json; where it had an --output DIR, give it here too");
    }
    List<RankReport> ranks = report.get().ranks();
    RankReport one =
        ranks.stream()
            .filter(r -> r.rank() == rank)
            .findAny()
            .orElseThrow(
                () ->
                    new UsageException(
                        "--rank: found " + rank + ", expected 0 to " + (ranks.size() - 1)));
    if (one.containerId() == null) {
      throw new IOException("rank " + rank + " of " + job.id() + " has had no container");
    }
    return one.containerId();
  }

  private List<Source> sources(Optional<JobReport> report) throws IOException {
    if (report.isEmpty()) {
      throw new IOException("neither the ApplicationMaster nor a report.json says where they are");
    }
    List<Source> sources = new ArrayList<>();
    if (rank == null) {
      sources.add(new Source(AM, null, null, null));
    }
    for (RankReport one : report.get().ranks()) {
      if (!am && (rank == null || rank == one.rank())) {
        sources.add(
            new Source(
                one.rank() == 0 ? "tracker" : "peer", one.rank(), one.containerId(), one.host()));
      }
    }
    return sources;
  }
}
