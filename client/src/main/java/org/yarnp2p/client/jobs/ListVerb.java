package org.yarnp2p.client.jobs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.submit.JobSubmission;
import org.yarnp2p.client.view.OutputOptions;
import org.yarnp2p.client.view.Table;
import org.yarnp2p.client.yarn.Cluster;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2p list}: the jobs that the ResourceManager knows. */
@Command(
    name = "list",
    customSynopsis = "p2p list [--all] [--user NAME] [OPTIONS]",
    description = "Lists the jobs of the cluster, the latest first.",
    footer = "Exit codes: 0 listed, also when there are none, 1 the cluster could not be asked.")
public final class ListVerb extends ClusterVerb {
  @Option(names = "--all", description = "Also jobs that have ended, as far as YARN knows them.")
  private boolean all;

  @Option(names = "--user", paramLabel = "NAME", description = "Only jobs of this user.")
  private String user;

  @Mixin private OutputOptions out;

  /**
   * A job; the fields are those of the JSON form.
   *
   * @param progressPercent null for one that has ended without success: YARN, which has 100 for
   *     every application that has ended, does not keep how far it had come
   */
  record Job(
      String applicationId,
      String name,
      String user,
      String queue,
      String state,
      Double progressPercent,
      String startedAt,
      String trackingUrl) {
    static Job of(ApplicationReport application) {
      YarnApplicationState state = application.getYarnApplicationState();
      return new Job(
          application.getApplicationId().toString(),
          application.getName(),
          application.getUser(),
          application.getQueue(),
          state == YarnApplicationState.FINISHED
              ? application.getFinalApplicationStatus().toString()
              : state.toString(),
          progress(application),
          Instant.ofEpochMilli(application.getStartTime()).toString(),
          application.getTrackingUrl());
    }

    private static Double progress(ApplicationReport application) {
      return switch (application.getFinalApplicationStatus()) {
        case FAILED, KILLED -> null;
        default -> 100.0 * application.getProgress();
      };
    }
  }

  @Override
  ExitCode run(Session session, Cluster cluster, PatientCluster patient) throws Exception {
    List<Job> jobs =
        patient.ask(c -> c.applications(JobSubmission.APPLICATION_TYPE, all)).stream()
            .filter(application -> user == null || user.equals(application.getUser()))
            .map(Job::of)
            .toList();
    out.print(session.console(), text(jobs), jobs);
    return ExitCode.DONE;
  }

  private static List<String> text(List<Job> jobs) {
    if (jobs.isEmpty()) {
      return List.of("No jobs");
    }
    Table table =
        new Table(6, List.of("application", "name", "user", "queue", "state", "started", "done"));
    for (Job job : jobs) {
      table.row(
          List.of(
              job.applicationId(),
              shown(job.name()),
              shown(job.user()),
              shown(job.queue()),
              job.state(),
              job.startedAt(),
              job.progressPercent() == null
                  ? "-"
                  : String.format(Locale.ROOT, "%.0f %%", job.progressPercent())));
    }
    return new ArrayList<>(table.lines());
  }

  private static String shown(String value) {
    return value == null || value.isEmpty() ? "-" : value;
  }
}
