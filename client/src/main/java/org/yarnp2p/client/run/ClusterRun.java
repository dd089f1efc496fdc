package org.yarnp2p.client.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.follow.JobEnd;
import org.yarnp2p.client.follow.JobFollower;
import org.yarnp2p.client.follow.JobKill;
import org.yarnp2p.client.follow.JobLink;
import org.yarnp2p.client.follow.UmbilicalLink;
import org.yarnp2p.client.submit.JobRequest;
import org.yarnp2p.client.submit.JobSubmission;
import org.yarnp2p.client.submit.NewJob;
import org.yarnp2p.client.view.JobProgress;
import org.yarnp2p.client.view.ProgressView;
import org.yarnp2p.client.view.Showing;
import org.yarnp2p.client.view.Submitted;
import org.yarnp2p.client.yarn.Cluster;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.client.yarn.PatientCluster.NoAnswerException;
import org.yarnp2p.client.yarn.Pause;
import org.yarnp2p.client.yarn.YarnCluster;
import org.yarnp2p.job.ExitCode;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.OutputLayout;

/** A job on a cluster: submitted, followed, summed up, cleaned up after. */
public final class ClusterRun {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterRun.class);

  private final Configuration conf;
  private final Settings settings;
  private final Console console;
  private final JobRequest request;
  private final boolean detach;
  private final Showing showing;
  private final Pause pause;

  /**
   * Of one job.
   *
   * @param detach whether to return when YARN has accepted it
   * @throws UsageException when a setting of the client makes no sense
   */
  public ClusterRun(
      Session session, JobRequest request, boolean detach, Showing showing, Pause pause)
      throws UsageException {
    this.conf = session.conf();
    this.settings = Settings.of(conf);
    this.console = session.console();
    this.request = request;
    this.detach = detach;
    this.showing = showing;
    this.pause = pause;
  }

  /** Returns when the job has ended. */
  public ExitCode run() throws IOException, YarnException, InterruptedException, UsageException {
    try (Cluster cluster = new YarnCluster(conf);
        ProgressView view = ProgressView.on(console, settings, showing, System::nanoTime)) {
      return run(cluster, view, job -> new UmbilicalLink(conf, job.id(), job.secret()));
    }
  }

  /** The same with any cluster. */
  ExitCode run(Cluster cluster, ProgressView view, Function<NewJob, JobLink> links)
      throws IOException, YarnException, InterruptedException, UsageException {
    PatientCluster patient =
        new PatientCluster(
            cluster,
            settings.rmTimeoutMillis(),
            why -> view.show(JobProgress.waiting("WAITING", why)),
            System::nanoTime,
            pause);
    JobSubmission submission = new JobSubmission(conf, patient);
    NewJob job = prepare(submission);
    try (JobLink link = links.apply(job);
        Interruption armed =
            new Interruption(
                () -> interrupted(cluster, link, job, view), settings.killTimeoutMillis())) {
      submission.submit(job, request);
      if (detach) {
        armed.disarm();
        view.close();
        console.print(submitted(job).text(showing));
        return ExitCode.DONE;
      }
      view.note(
          "Submitted "
              + job.id()
              + " ("
              + request.name()
              + ") to queue "
              + job.queue()
              + " at "
              + cluster.address());
      JobEnd end =
          follow(
              new JobFollower(patient, link, view, pause, settings.statusMillis()), job, cluster);
      armed.disarm();
      end = settle(job, end, view);
      cleanUp(job, end.state() != JobReport.State.SUCCEEDED);
      view.close();
      return new EndOfJob(console, conf, showing, request, job.id())
          .print(end, Optional.of("Logs: yarn logs -applicationId " + job.id()));
    }
  }

  private Submitted submitted(NewJob job) {
    return new Submitted(
        job.id(), request.name(), job.queue(), request.output(job.id()).toString());
  }

  private static NewJob prepare(JobSubmission submission)
      throws IOException, YarnException, InterruptedException, UsageException {
    try {
      return submission.prepare();
    } catch (NoAnswerException e) {
      throw new IOException(e.getMessage() + "; without a cluster, use --local", e);
    }
  }

  private static JobEnd follow(JobFollower follower, NewJob job, Cluster cluster)
      throws IOException, YarnException, InterruptedException {
    try {
      return follower.follow(job.applicationId());
    } catch (ApplicationNotFoundException e) {
      LOG.debug("{} is forgotten", job.id(), e);
      return forgotten(cluster);
    } catch (NoAnswerException e) {
      throw new IOException(
          e.getMessage() + "; the job may go on, ask later: p2p status " + job.id(), e);
    }
  }

  /** A ResourceManager that forgets one that runs has its containers ended. */
  private static JobEnd forgotten(Cluster cluster) {
    String why =
        "the ResourceManager at "
            + cluster.address()
            + " does not know it any more: was it restarted without"
            + " yarn.resourcemanager.recovery.enabled?";
    return new JobEnd(JobReport.State.FAILED, false, why, Optional.empty());
  }

  /**
   * How a job has really ended: an ApplicationMaster that is lost between its commit and its
   * farewell has done all the same what it was to do.
   */
  private JobEnd settle(NewJob job, JobEnd end, ProgressView view) throws InterruptedException {
    if (end.orderly()) {
      return end;
    }
    // An ApplicationMaster or a peer that is still alive would make its directory anew.
    pause.pause(JobKill.LAST_CONTAINERS_MILLIS);
    Optional<JobReport> report = success(job);
    if (report.isEmpty()) {
      return end;
    }
    view.note(
        job.id()
            + " had done all, and said so with _SUCCESS, before YARN took it for "
            + end.state()
            + ": "
            + end.reason());
    return new JobEnd(JobReport.State.SUCCEEDED, true, report.get().diagnostics(), report);
  }

  /** The report of this job, when its outputs are in place. */
  private Optional<JobReport> success(NewJob job) {
    Path out = request.output(job.id());
    try {
      FileSystem fs = out.getFileSystem(conf);
      if (!fs.exists(OutputLayout.success(out))) {
        return Optional.empty();
      }
      try (InputStream in = fs.open(OutputLayout.report(out))) {
        return Optional.of(JobReport.read(in)).filter(of -> job.id().equals(of.jobId()));
      }
    } catch (IOException e) {
      LOG.debug("{} has no report of {}", out, job.id(), e);
      return Optional.empty();
    }
  }

  /** What the hook of a process that ends does; nobody hears of what it throws. */
  void interrupted(Cluster cluster, JobLink link, NewJob job, ProgressView view) {
    view.close();
    ApplicationId id = job.applicationId();
    if (job.cancel()) {
      console.note("Interrupted: nothing was submitted");
      cleanUp(job, false);
      return;
    }
    console.note("Interrupted: killing " + id);
    Optional<JobEnd> end;
    try {
      end =
          new JobKill(cluster, link, System::nanoTime, pause)
              .kill(id, Interruption.REASON, settings.killTimeoutMillis() / 2);
      console.note(JobKill.inWords(id, end));
    } catch (IOException | YarnException | InterruptedException | RuntimeException e) {
      LOG.debug("{} could not be killed", id, e);
      console.note(
          id
              + " could not be killed ("
              + Reason.of(e)
              + "), and may go on; kill it, and remove what it leaves, with: p2p kill "
              + id);
      return; // it would be ended by the loss of its files in the middle of something
    }
    try {
      if (!end.map(JobEnd::orderly).orElse(false)) {
        pause.pause(JobKill.LAST_CONTAINERS_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    cleanUp(job, true);
  }

  /** The ApplicationMaster does this too, when it lives to the end of the job. */
  private void cleanUp(NewJob job, boolean outputToo) {
    try {
      if (outputToo) {
        Path staging = job.staging().directory();
        Leftovers.remove(conf, staging, request.output(job.id()), !request.outputExists());
      }
      job.staging().remove();
    } catch (IOException | RuntimeException e) {
      LOG.debug("{}: clean-up", job.id(), e);
      console.note(
          "Could not remove all that "
              + job.id()
              + " has left in "
              + job.staging().directory()
              + " and "
              + request.output(job.id())
              + ": "
              + Reason.of(e));
    }
  }
}
