package org.yarnp2p.client.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.follow.JobEnd;
import org.yarnp2p.client.follow.JobKill;
import org.yarnp2p.client.follow.JobLink;
import org.yarnp2p.client.view.OutputOptions;
import org.yarnp2p.client.yarn.Cluster;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code p2p kill}: the end of a job, in good order if possible. */
@Command(
    name = "kill",
    customSynopsis = "p2p kill APPID... [OPTIONS]",
    description = {
      "Ends jobs and cleans up after them.",
      "Asks the ApplicationMaster, which stops the containers; after half of"
          + " p2p.client.kill.timeout tells the ResourceManager to."
    },
    footer = "Exit codes: 0 none of them runs any more, 1 one could not be killed, 2 bad usage.")
public final class KillVerb extends ClusterVerb {
  private static final String CLEAN =
      "; its files in storage stay until its user calls 'p2p clean'";

  @Parameters(arity = "1..*", paramLabel = "APPID", description = "Application ids of jobs.")
  private List<String> applications = new ArrayList<>();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Becomes the job's diagnostics.")
  private String reason = "killed by 'p2p kill'";

  @Mixin private OutputOptions out;

  /**
   * What has become of a job; the fields are those of the JSON form.
   *
   * @param killed whether it was killed now
   * @param failed whether it may go on, or nobody knows
   * @param outcome in words
   */
  record Outcome(String applicationId, boolean killed, boolean failed, String outcome) {}

  @Override
  ExitCode run(Session session, Cluster cluster, PatientCluster patient) throws Exception {
    List<KnownJob> jobs = new ArrayList<>();
    for (String application : applications) {
      jobs.add(KnownJob.of(session.conf(), application));
    }
    // All of them before the first is killed: one that is no job is a mistake, and changes nothing.
    List<Optional<ApplicationReport>> found = new ArrayList<>();
    for (KnownJob job : jobs) {
      found.add(job.find(patient));
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      outcomes.add(outcome(session, cluster, jobs.get(i), found.get(i)));
    }
    outcomes.stream()
        .filter(Outcome::failed)
        .map(Outcome::outcome)
        .forEach(session.console()::note);
    List<Outcome> over = outcomes.stream().filter(outcome -> !outcome.failed()).toList();
    out.print(session.console(), over.stream().map(Outcome::outcome).toList(), outcomes);
    return over.size() == outcomes.size() ? ExitCode.DONE : ExitCode.JOB_FAILED;
  }

  private Outcome outcome(
      Session session, Cluster cluster, KnownJob job, Optional<ApplicationReport> application)
      throws InterruptedException, UsageException {
    String id = job.id().toString();
    if (application.isEmpty()) {
      return new Outcome(id, false, true, "YARN does not know " + id);
    }
    try {
      return kill(session, cluster, job, application.get());
    } catch (IOException | YarnException e) {
      return new Outcome(id, false, true, id + " could not be killed: " + Reason.of(e));
    }
  }

  private Outcome kill(
      Session session, Cluster cluster, KnownJob job, ApplicationReport application)
      throws IOException, YarnException, InterruptedException, UsageException {
    String id = job.id().toString();
    switch (application.getYarnApplicationState()) {
      case FINISHED, FAILED, KILLED -> {
        return new Outcome(
            id,
            false,
            false,
            id + " has ended already: " + application.getFinalApplicationStatus());
      }
      default -> {
        // It runs.
      }
    }
    // The ApplicationMaster may remove the plan while it ends the job.
    Optional<Remains> remains = remains(session, job);
    long grace = Settings.of(session.conf()).killTimeoutMillis() / 2;
    Optional<JobEnd> end;
    try (JobLink link = link(session, job)) {
      end =
          new JobKill(cluster, link, System::nanoTime, Thread::sleep).kill(job.id(), reason, grace);
    }
    String left = "";
    if (!end.map(JobEnd::orderly).orElse(false)) {
      // What is still alive would make its directory anew.
      TimeUnit.MILLISECONDS.sleep(JobKill.LAST_CONTAINERS_MILLIS);
      left = remains.map(KillVerb::remove).orElse(CLEAN);
    }
    return new Outcome(id, JobKill.isKilled(end), false, JobKill.inWords(job.id(), end) + left);
  }

  private Optional<Remains> remains(Session session, KnownJob job) throws UsageException {
    try {
      return Optional.of(
          Glance.at(session.conf(), hasty -> Remains.of(hasty, job.staging().directory())));
    } catch (IOException e) {
      out.progress(session.console())
          .note("What is left of " + job.id() + " is not known: " + Reason.of(e));
      return Optional.empty();
    }
  }

  /** In words, what is left in storage; empty when nothing is. */
  private static String remove(Remains remains) {
    try {
      remains.remove();
      return "";
    } catch (IOException e) {
      return CLEAN + ": " + Reason.of(e);
    }
  }

  /** The ResourceManager kills what cannot be asked to end. */
  private JobLink link(Session session, KnownJob job) throws UsageException {
    try {
      return job.link().orElseGet(NoLink::new);
    } catch (IOException e) {
      out.progress(session.console())
          .note(job.id() + " is left to the ResourceManager to kill: " + Reason.of(e));
      return new NoLink();
    }
  }
}
