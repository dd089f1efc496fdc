package org.yarnp2p.client.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final Logger LOG = LoggerFactory.getLogger(LogsVerb.class);
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
    if (rank != null && rank < 0) {
      throw new UsageException(
          "--rank: found " + rank + ", expected 0, the tracker, or the rank of a peer");
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
    List<List<String>> which;
    if (am) {
      which = masters(found);
    } else if (rank != null && report.isEmpty() && hasNoContainerYet(found)) {
      throw none(job, found);
    } else if (rank != null) {
      which = of(containers(session, job, report));
    } else {
      which = List.of(List.of());
    }
    if (!print(session, job, which)) {
      throw none(job, found);
    }
    return ExitCode.DONE;
  }

  private static boolean hasNoContainerYet(Optional<ApplicationReport> application) {
    return attempts(application) <= 1
        && application
            .map(ApplicationReport::getYarnApplicationState)
            .filter(state -> state.compareTo(YarnApplicationState.RUNNING) < 0)
            .isPresent();
  }

  private IOException none(KnownJob job, Optional<ApplicationReport> application) {
    return new IOException("no logs of " + job.id() + "; " + whyNone(application));
  }

  private String whyNone(Optional<ApplicationReport> application) {
    if (application.isEmpty()) {
      return "the ResourceManager does not know it, and where YARN aggregates logs there are none";
    }
    YarnApplicationState state = application.get().getYarnApplicationState();
    return switch (state) {
      case NEW, NEW_SAVING, SUBMITTED, ACCEPTED ->
          "it is " + state + ": YARN has not started its ApplicationMaster yet";
      case RUNNING ->
          "it is RUNNING: they are read from the web addresses of its NodeManagers"
              + " (yarn.nodemanager.webapp.address)"
              + (am
                  ? ", and the ResourceManager's (yarn.resourcemanager.webapp.address) says where"
                      + " the ApplicationMaster is; this host must reach both"
                  : "; this host must reach them");
      default ->
          "those of an ended job are there only with yarn.log-aggregation-enable=true, and a little"
              + " later";
    };
  }

  private static List<List<String>> of(List<String> containers) {
    return containers.stream().map(container -> List.of("-containerId", container)).toList();
  }

  /** One attempt after the other: while a new one is starting, only those before it have logs. */
  private static List<List<String>> masters(Optional<ApplicationReport> application) {
    int attempts = attempts(application);
    return attempts <= 1
        ? List.of(List.of(ContainerLogs.MASTER, "ALL"))
        : IntStream.rangeClosed(1, attempts)
            .mapToObj(attempt -> List.of(ContainerLogs.MASTER, Integer.toString(attempt)))
            .toList();
  }

  private static int attempts(Optional<ApplicationReport> application) {
    return application
        .map(ApplicationReport::getCurrentApplicationAttemptId)
        .map(ApplicationAttemptId::getAttemptId)
        .orElse(1);
  }

  /**
   * Prints what can be had.
   *
   * @return whether that was anything
   */
  private boolean print(Session session, KnownJob job, List<List<String>> which) throws Exception {
    boolean some = false;
    Exception failure = null;
    for (List<String> one : which) {
      List<String> args = new ArrayList<>(List.of("-applicationId", job.id().toString()));
      args.addAll(one);
      if (to != null) {
        args.addAll(List.of("-out", to));
      }
      try {
        some |= logs.print(session.conf(), args.toArray(String[]::new)) == 0;
      } catch (IOException | YarnException e) {
        LOG.debug("{}: no logs of {}", job.id(), one, e);
        failure = e;
      }
    }
    if (!some && failure != null) {
      throw failure;
    }
    return some;
  }

  private Optional<JobReport> report(KnownJob job, ApplicationReport application)
      throws IOException, UsageException {
    try {
      Optional<JobReport> running = application == null ? Optional.empty() : job.ask(application);
      if (running.isPresent()) {
        return running;
      }
    } catch (IOException e) {
      LOG.debug("{}: its ApplicationMaster cannot be asked", job.id(), e);
    }
    return job.read(output);
  }

  /** Of the rank: its latest one, or all that have left logs which say so. */
  private List<String> containers(Session session, KnownJob job, Optional<JobReport> report)
      throws Exception {
    if (report.isPresent()) {
      return List.of(latest(job, report.get()));
    }
    List<String> found = new RankSearch(session.conf(), logs).containers(job.id(), rank);
    if (found.isEmpty()) {
      throw new IOException(
          "no log of "
              + job.id()
              + " is of rank "
              + rank
              + ", and neither does its ApplicationMaster answer, nor is there a report.json that"
              + " says which container it had; all logs that there are: p2p logs "
              + job.id()
              + ", or with --to DIR, in a file for each container");
    }
    return found;
  }

  private RankReport only(JobReport report) throws UsageException {
    List<RankReport> ranks = report.ranks();
    return ranks.stream()
        .filter(r -> r.rank() == rank)
        .findAny()
        .orElseThrow(
            () ->
                new UsageException(
                    "--rank: found " + rank + ", expected 0 to " + (ranks.size() - 1)));
  }

  private String latest(KnownJob job, JobReport report) throws IOException, UsageException {
    RankReport one = only(report);
    if (one.containerId() != null) {
      return one.containerId();
    }
    List<String> lost = one.lostContainers();
    if (lost.isEmpty()) {
      throw new IOException("rank " + rank + " of " + job.id() + " has had no container");
    }
    // It was lost, and no other has come.
    return lost.get(lost.size() - 1);
  }

  private List<Source> sources(Optional<JobReport> report) throws IOException, UsageException {
    if (report.isEmpty()) {
      throw new IOException("neither the ApplicationMaster nor a report.json says where they are");
    }
    if (rank != null) {
      return List.of(source(only(report.get())));
    }
    List<Source> sources = new ArrayList<>();
    sources.add(new Source(AM, null, null, null));
    if (!am) {
      report.get().ranks().forEach(one -> sources.add(source(one)));
    }
    return sources;
  }

  private static Source source(RankReport one) {
    return new Source(
        one.rank() == 0 ? "tracker" : "peer", one.rank(), one.containerId(), one.host());
  }
}
