package org.yarnp2p.client.jobs;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.UsageException;
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
    description = {
      "Lists the jobs of the cluster, the latest first.",
      "States are YARN's; but a job of yours that it takes for failed has succeeded when there is a"
          + " _SUCCESS where its report is by default, as 'p2p status' says too."
    },
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
    /**
     * @param done whether it had done all, whatever YARN says
     */
    static Job of(ApplicationReport application, boolean done) {
      return new Job(
          application.getApplicationId().toString(),
          application.getName(),
          application.getUser(),
          application.getQueue(),
          done ? FinalApplicationStatus.SUCCEEDED.toString() : state(application),
          done ? (Double) 100.0 : progress(application),
          Instant.ofEpochMilli(application.getStartTime()).toString(),
          application.getTrackingUrl());
    }

    private static String state(ApplicationReport application) {
      YarnApplicationState state = application.getYarnApplicationState();
      return state == YarnApplicationState.FINISHED
          ? application.getFinalApplicationStatus().toString()
          : state.toString();
    }

    private static Double progress(ApplicationReport application) {
      return isWithoutSuccess(application) ? null : (Double) (100.0 * application.getProgress());
    }
  }

  @Override
  ExitCode run(Session session, Cluster cluster, PatientCluster patient) throws Exception {
    List<ApplicationReport> applications =
        patient.ask(c -> c.applications(JobSubmission.APPLICATION_TYPE, all)).stream()
            .filter(application -> user == null || user.equals(application.getUser()))
            .toList();
    Set<ApplicationId> done = done(session, applications);
    List<Job> jobs =
        applications.stream()
            .map(application -> Job.of(application, done.contains(application.getApplicationId())))
            .toList();
    out.print(session.console(), text(jobs), jobs);
    return ExitCode.DONE;
  }

  /**
   * Of the jobs that YARN takes for failed or killed, those that had done all before, as {@link
   * StatusVerb} says: of one's own, where their reports are when nobody says otherwise.
   */
  private static Set<ApplicationId> done(Session session, List<ApplicationReport> applications)
      throws IOException, UsageException {
    String self = UserGroupInformation.getCurrentUser().getShortUserName();
    Set<ApplicationId> done = new HashSet<>();
    for (ApplicationReport application : applications) {
      ApplicationId id = application.getApplicationId();
      try {
        if (isWithoutSuccess(application)
            && self.equals(application.getUser())
            && KnownJob.of(session.conf(), id.toString()).isCommitted(null)) {
          done.add(id);
        }
      } catch (IOException e) {
        session
            .console()
            .note("States are YARN's alone, since reports cannot be looked for: " + Reason.of(e));
        break;
      }
    }
    return done;
  }

  private static boolean isWithoutSuccess(ApplicationReport application) {
    return switch (application.getFinalApplicationStatus()) {
      case FAILED, KILLED -> true;
      default -> false;
    };
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
