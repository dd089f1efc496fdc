package org.yarnp2p.appmaster;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.service.CompositeService;
import org.apache.hadoop.service.ServiceStateException;
import org.apache.hadoop.yarn.util.Clock;
import org.apache.hadoop.yarn.util.MonotonicClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.appmaster.attempt.Attempt;
import org.yarnp2p.appmaster.attempt.Logbook;
import org.yarnp2p.appmaster.attempt.Memory;
import org.yarnp2p.appmaster.attempt.StagingDirectory;
import org.yarnp2p.appmaster.commit.OutputCommitter;
import org.yarnp2p.appmaster.commit.StagedJournal;
import org.yarnp2p.appmaster.commit.Steps;
import org.yarnp2p.appmaster.fleet.Causes;
import org.yarnp2p.appmaster.fleet.Fleet;
import org.yarnp2p.appmaster.fleet.FleetOwner;
import org.yarnp2p.appmaster.fleet.ProcessFleet;
import org.yarnp2p.appmaster.fleet.ProcessOptions;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.appmaster.umbilical.Umbilical;
import org.yarnp2p.appmaster.web.JobView;
import org.yarnp2p.appmaster.web.ReportPage;
import org.yarnp2p.appmaster.web.Sampler;
import org.yarnp2p.appmaster.web.StatusServer;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.model.Rank;
import org.yarnp2p.security.JobSecret;
import org.yarnp2p.storage.StoragePatience;

/**
 * The ApplicationMaster of one job, put together: which parts there are, and in which order they
 * start and stop. The umbilical listens before the fleet starts containers; at the end the fleet
 * leaves the cluster before the staging directory goes.
 */
public final class JobMaster extends CompositeService {
  private static final Logger LOG = LoggerFactory.getLogger(JobMaster.class);

  private final Configuration conf;
  private final Supervisor supervisor;
  private final Fleet fleet;
  private final StagingDirectory staging;
  private final OutputCommitter committer;
  private final ReportMaker reports;
  private final JobRun run;
  private final CompletableFuture<Outcome> completion = new CompletableFuture<>();

  /**
   * @throws IOException when the file system of the outputs cannot be reached
   */
  JobMaster(JobContext job, FleetFactory fleets) throws IOException {
    super(JobMaster.class.getSimpleName());
    conf = job.conf();
    JobPlan plan = job.plan();
    Clock clock = new MonotonicClock();
    Roster roster = new Roster(plan.peers(), clock, job.attempt().earlierIncarnations());
    plan.distributedBytes().ifPresent(roster::expect);
    long sinceStart = Duration.between(job.startedAt(), Instant.now()).toMillis();
    PhaseTimes phases =
        new PhaseTimes(
            clock, sinceStart, Duration.between(job.startedAt(), job.submittedAt()).toMillis());
    Attendance attendance =
        new Attendance(plan.distribution(), P2pConf.flag(conf, P2pKeys.PARTIAL), roster);
    reports =
        new ReportMaker(
            plan, job.startedAt(), roster, phases, attendance, () -> fleet().placement());
    FleetProvision provision = new FleetProvision(this::fleet);
    supervisor = new Supervisor(roster, phases, clock, attendance, provision);
    staging = new StagingDirectory(job.stagingDirectory(), conf, job.attempt().last());
    Logbook logbook =
        new Logbook(
            staging,
            job.attempt(),
            () ->
                Memory.of(
                    phases.toReport(),
                    phases.swarmMillis(),
                    roster.snapshot(),
                    phases::sinceStart));
    Umbilical umbilical =
        new Umbilical(
            plan.jobId(),
            job.secret(),
            job.bindHost(),
            roster,
            new Remembering(supervisor, roster, logbook),
            this::status);
    fleet =
        fleets.make(
            new FleetOwner(
                plan.jobId(), supervisor, umbilical::endpoint, reports::progress, clock));
    Path out = new Path(plan.outputDirectory());
    Steps steps = new Steps(this::confirm, StoragePatience.from(conf, P2pKeys.COMMIT_TIMEOUT));
    committer =
        new OutputCommitter(
            out.getFileSystem(conf),
            out,
            plan.jobId(),
            plan.overwrite(),
            new StagedJournal(staging),
            steps);
    Sampler sampler = new Sampler(roster, clock, sinceStart);
    JobView view =
        new JobView(
            plan, conf, roster, this::status, sampler, fleet::logs, clock, phases::sinceGate);
    run =
        new JobRun(
            job,
            roster,
            umbilical::endpoint,
            fleet,
            provision,
            supervisor,
            committer,
            phases,
            reports,
            attendance,
            new Handover(job, roster, phases, logbook, steps),
            new ReportPage(view)::of);
    // The staging directory goes last: without it no further attempt could start.
    addService(staging);
    addService(umbilical);
    addService(sampler);
    if (job.hasPage()) {
      addService(
          new StatusServer(
              view, roster, job.secret(), clock, () -> umbilical.endpoint().host(), fleet::page));
    }
    addService(fleet);
    addService(logbook);
    addService(supervisor);
  }

  /**
   * Starts a job without a cluster: this process is its ApplicationMaster, and the containers are
   * processes of this host. Returns at once; the job runs on a thread of its own.
   *
   * @param conf of the job, as staged
   * @param stagingDirectory STAGING/JOB_ID with the job's files (no jar is needed); deleted at the
   *     end
   * @param startedAt when the client began to submit
   * @param workDirectory for the working directories and logs of the containers; the caller removes
   *     it
   * @throws IOException when the file system of the outputs cannot be reached
   */
  public static JobMaster local(
      JobPlan plan,
      Configuration conf,
      Path stagingDirectory,
      JobSecret secret,
      Instant startedAt,
      java.nio.file.Path workDirectory,
      ProcessOptions options)
      throws IOException {
    JobContext job =
        new JobContext(
            plan,
            conf,
            stagingDirectory,
            secret,
            UserGroupInformation.getCurrentUser().getCredentials(),
            startedAt,
            Instant.now(),
            options.host().apply(Rank.APPLICATION_MASTER),
            Attempt.ONLY,
            false);
    JobMaster master =
        new JobMaster(job, owner -> new ProcessFleet(owner.listener(), workDirectory, options));
    Thread thread = new Thread(master::runToCompletion, "application master");
    thread.setDaemon(true);
    thread.start();
    return master;
  }

  /** The job as it stands now, or as it has ended. */
  public JobReport status() {
    Outcome outcome = completion.getNow(null);
    return outcome == null ? run.report() : reports.ended(outcome);
  }

  /** Asks the job to end with all its containers; {@link #await} tells when it has. */
  public void kill(String reason) {
    supervisor.killed(reason);
  }

  /** Waits until the job has ended and nothing of it runs any more. */
  public Outcome await() throws InterruptedException {
    try {
      return completion.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the ApplicationMaster has broken down", e.getCause());
    }
  }

  /** Runs the job on this thread; when this returns, all services have stopped. */
  Outcome run() {
    Outcome outcome;
    try {
      init(conf);
      start();
      outcome = run.run();
      if (!fleet.isSuperseded()) {
        staging.release();
      }
    } catch (Throwable e) {
      // Also an Error: the services have to stop, and the containers with them.
      LOG.error("The ApplicationMaster cannot run the job", e);
      Throwable cause = e instanceof ServiceStateException ? e.getCause() : e;
      outcome = Outcome.failed("the ApplicationMaster cannot run: " + Causes.sentence(cause));
    }
    if (!outcome.isSuccess()) {
      takeBack();
    }
    try {
      stop();
    } catch (RuntimeException e) {
      LOG.error("The ApplicationMaster has not ended cleanly", e);
    }
    return outcome;
  }

  /**
   * Removes what a job without success leaves in storage, unless another attempt may need it. Any
   * thread, any time: without effect after the commit.
   */
  void abandon() {
    takeBack();
    staging.delete();
  }

  private void takeBack() {
    if (!staging.isLastUse()) {
      return;
    }
    try {
      committer.abort();
    } catch (IOException e) {
      LOG.warn("Temporary outputs are left behind", e);
    }
  }

  private void runToCompletion() {
    try {
      completion.complete(run());
    } catch (Throwable e) {
      completion.completeExceptionally(e);
      throw e;
    }
  }

  /**
   * Returns when this is surely the one ApplicationMaster of the job; at the latest when YARN's
   * client gives the ResourceManager up.
   */
  private void confirm() throws IOException {
    try {
      fleet.commitWindow().get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the ResourceManager", e);
    }
  }

  /** Made after those who ask it, since it tells them. */
  private Fleet fleet() {
    return fleet;
  }
}
