package org.yarnp2p.client.jobs;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.follow.JobLink;
import org.yarnp2p.client.view.OutputOptions;
import org.yarnp2p.client.yarn.Cluster;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.job.ExitCode;
import org.yarnp2p.job.JobReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code p2p status}: how a job stands, or how it has ended. */
@Command(
    name = "status",
    customSynopsis = "p2p status APPID [OPTIONS]",
    description = {
      "Says how a job stands: asks its ApplicationMaster while it runs, reads its report.json"
          + " afterwards."
    },
    footer = "Exit codes: 0 the job goes on or has succeeded, 1 it has not, or nobody knows.")
public final class StatusVerb extends ClusterVerb {
  private static final String BROKEN_OFF =
      "there is a report.json without _SUCCESS: the commit was broken off, or another job is"
          + " replacing the outputs";

  private static final String NO_REPORT =
      ": a job without success leaves none; where it had an --output DIR, give it here too";

  @Parameters(paramLabel = "APPID", description = "The job's application id.")
  private String application;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Output directory of an ended job; for a distribution only if it had one.")
  private String output;

  @Mixin private OutputOptions out;

  @Override
  ExitCode run(Session session, Cluster cluster, PatientCluster patient) throws Exception {
    KnownJob job = KnownJob.of(session.conf(), application);
    Optional<ApplicationReport> found = job.find(patient);
    Told told = told(job, found);
    if (told.report.isEmpty() && !hasEnded(found)) {
      // It may have ended in the moment between the two questions.
      found = job.find(patient);
      told = hasEnded(found) ? told(job, found) : told;
    }
    Optional<JobReport> report = told.report;
    boolean ended = hasEnded(found);
    boolean done = ended && (isSuccess(found) || told.committed);
    boolean brokenOff = ended && report.isPresent() && !done;
    if (brokenOff) {
      report = Optional.empty();
    }
    if (found.isEmpty() && report.isEmpty()) {
      throw new IOException(
          "the ResourceManager at "
              + cluster.address()
              + " does not know "
              + job.id()
              + ", and "
              + (brokenOff ? BROKEN_OFF : "no report of it was found" + NO_REPORT));
    }
    Standing standing = Standing.of(job, found.orElse(null), report, Instant.now());
    out.print(session.console(), StandingText.of(standing), standing);
    if (out.showing().quiet()) {
      // The exit code says it.
    } else if (brokenOff) {
      session.console().note("Of its outputs " + BROKEN_OFF);
    } else if (told.why != null) {
      session.console().note("Its figures are not to be had: " + told.why);
    } else if (report.isEmpty()) {
      session.console().note("No report.json of it was found" + NO_REPORT);
    } else if (done && found.isPresent() && !isSuccess(found)) {
      session
          .console()
          .note(
              "It had done all, and said so with _SUCCESS, before YARN took it for "
                  + found.get().getYarnApplicationState());
    }
    return done || !ended ? ExitCode.DONE : ExitCode.JOB_FAILED;
  }

  /**
   * What the job says of itself.
   *
   * @param committed whether all that it was to do is done
   * @param why there is no report; null when there is one, or none is known of
   */
  private record Told(Optional<JobReport> report, boolean committed, String why) {}

  /** What YARN knows is worth telling when storage is not to be read. */
  private Told told(KnownJob job, Optional<ApplicationReport> found)
      throws IOException, UsageException {
    try {
      if (!hasEnded(found)) {
        return ofRunning(job, found.orElseThrow());
      }
      KnownJob.Legacy left = job.glance(output);
      return new Told(left.report(), left.committed(), null);
    } catch (IOException e) {
      if (found.isEmpty()) {
        throw e;
      }
      String what = hasEnded(found) ? "its report cannot be read: " : "";
      return new Told(Optional.empty(), false, what + Reason.of(e));
    }
  }

  private static Told ofRunning(KnownJob job, ApplicationReport application)
      throws IOException, UsageException {
    try (JobLink link = job.link().orElse(null)) {
      Optional<JobReport> report = link == null ? Optional.empty() : link.status(application);
      String why = report.isPresent() ? null : NoFigures.why(application, link != null);
      return new Told(report, false, why);
    }
  }

  private static boolean hasEnded(Optional<ApplicationReport> application) {
    return application.map(StatusVerb::hasEnded).orElse(true);
  }

  private static boolean hasEnded(ApplicationReport application) {
    return switch (application.getYarnApplicationState()) {
      case FINISHED, FAILED, KILLED -> true;
      default -> false;
    };
  }

  private static boolean isSuccess(Optional<ApplicationReport> application) {
    return application
        .filter(known -> known.getYarnApplicationState() == YarnApplicationState.FINISHED)
        .filter(known -> known.getFinalApplicationStatus() == FinalApplicationStatus.SUCCEEDED)
        .isPresent();
  }
}
