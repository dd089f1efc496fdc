package org.yarnp2p.client.run;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.appmaster.JobMaster;
import org.yarnp2p.appmaster.Outcome;
import org.yarnp2p.appmaster.fleet.ProcessOptions;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.follow.JobEnd;
import org.yarnp2p.client.submit.ContainerSizes;
import org.yarnp2p.client.submit.JobRequest;
import org.yarnp2p.client.submit.Staging;
import org.yarnp2p.client.submit.UnreadableInputException;
import org.yarnp2p.client.view.JobProgress;
import org.yarnp2p.client.view.ProgressView;
import org.yarnp2p.client.view.Showing;
import org.yarnp2p.job.ExitCode;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.security.JobSecret;

/** A job without a cluster: this process is its ApplicationMaster, the ranks are its children. */
public final class LocalRun {
  private static final Logger LOG = LoggerFactory.getLogger(LocalRun.class);

  private final Configuration conf;
  private final Settings settings;
  private final Console console;
  private final JobRequest request;
  private final Showing showing;

  /**
   * Of one job.
   *
   * @throws UsageException when a setting makes no sense
   */
  public LocalRun(Session session, JobRequest request, Showing showing) throws UsageException {
    this.conf = session.conf();
    this.settings = Settings.of(conf);
    this.console = session.console();
    this.request = request;
    this.showing = showing;
    ContainerSizes.of(conf);
  }

  /** Returns when the job has ended. */
  public ExitCode run() throws IOException, InterruptedException {
    Instant startedAt = Instant.now();
    String jobId = jobId(startedAt);
    WorkDirectory work = WorkDirectory.make(conf, jobId);
    JobMaster master = start(work, jobId, startedAt);
    JobEnd end;
    try (ProgressView view = ProgressView.on(console, settings, showing, System::nanoTime);
        Interruption armed =
            new Interruption(() -> interrupted(master, work, view), settings.killTimeoutMillis())) {
      view.note(
          "Started "
              + jobId
              + " ("
              + request.name()
              + ") as "
              + (request.peers() + 1)
              + " processes of this host");
      end = follow(master, view);
      armed.disarm();
    }
    boolean logs = !cleanUp(work, end.state() == JobReport.State.SUCCEEDED);
    return new EndOfJob(console, conf, showing, request, jobId)
        .print(end, logs ? Optional.of("Logs: " + work.path()) : Optional.empty());
  }

  /** Of the shape of YARN's ids; no other process of this host has this one at this time. */
  private static String jobId(Instant now) {
    int number = (int) (ProcessHandle.current().pid() & Integer.MAX_VALUE);
    return ApplicationId.newInstance(now.toEpochMilli(), number).toString();
  }

  private JobMaster start(WorkDirectory work, String jobId, Instant startedAt) throws IOException {
    try {
      Staging staging = Staging.below(conf, new Path(work.staging().toUri()), jobId);
      JobPlan plan = fill(staging, work);
      return JobMaster.local(
          plan,
          conf,
          staging.directory(),
          JobSecret.generate(),
          startedAt,
          work.path(),
          ProcessOptions.plain());
    } catch (IOException | RuntimeException e) {
      cleanUp(work, true);
      throw e;
    }
  }

  private JobPlan fill(Staging staging, WorkDirectory work) throws IOException {
    try {
      return staging.fill(Optional.empty(), request, Map.of());
    } catch (UnreadableInputException e) {
      throw e;
    } catch (IOException e) {
      throw WorkDirectory.unusable(work.path().getParent(), e);
    }
  }

  private JobEnd follow(JobMaster master, ProgressView view) throws InterruptedException {
    ScheduledExecutorService looks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    ScheduledFuture<?> look =
        looks.scheduleWithFixedDelay(
            () -> look(master, view), 0, settings.statusMillis(), TimeUnit.MILLISECONDS);
    try {
      Outcome outcome = master.await();
      return new JobEnd(outcome.state(), true, outcome.diagnostics(), Optional.of(master.status()));
    } finally {
      look.cancel(false);
      looks.shutdownNow();
    }
  }

  private static void look(JobMaster master, ProgressView view) {
    try {
      JobReport report = master.status();
      view.ranks(report.ranks());
      view.show(JobProgress.of(report));
    } catch (RuntimeException e) {
      // The job goes on, and the next look may succeed.
      LOG.debug("no progress can be shown", e);
    }
  }

  private void interrupted(JobMaster master, WorkDirectory work, ProgressView view) {
    view.close();
    console.note("Interrupted: ending all processes of the job");
    master.kill(Interruption.REASON);
    try {
      Outcome outcome = master.await();
      cleanUp(work, true);
      console.note(outcome.isSuccess() ? "The job had succeeded already" : "Killed");
    } catch (InterruptedException e) {
      // The time for this is over.
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether nothing is left. */
  private boolean cleanUp(WorkDirectory work, boolean withLogs) {
    try {
      if (!withLogs) {
        return !work.removeButLogs();
      }
      work.remove();
      return true;
    } catch (IOException e) {
      LOG.debug("{}", work, e);
      console.note("Could not remove all of " + work.path() + ": " + Reason.of(e));
      return false;
    }
  }
}
