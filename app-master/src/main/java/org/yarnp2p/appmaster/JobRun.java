package org.yarnp2p.appmaster;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.appmaster.commit.ExpectedOutputs;
import org.yarnp2p.appmaster.commit.OutputCommitter;
import org.yarnp2p.appmaster.fleet.Causes;
import org.yarnp2p.appmaster.fleet.Fleet;
import org.yarnp2p.appmaster.fleet.LaunchSpecs;
import org.yarnp2p.appmaster.fleet.StagedJob;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.Distribution;
import org.yarnp2p.job.Enclosure;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.TroubleReport;
import org.yarnp2p.model.ByteUnit;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Rank;

/**
 * The course of one job, from the first container to the commit: what comes after what. Runs once,
 * on one thread, while the services are started.
 */
final class JobRun {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

  private final JobContext job;
  private final Roster roster;
  private final Supplier<Endpoint> umbilical;
  private final Fleet fleet;
  private final FleetProvision provision;
  private final Supervisor supervisor;
  private final OutputCommitter committer;
  private final PhaseTimes phases;
  private final ReportMaker reports;
  private final Attendance attendance;
  private final Handover handover;
  private final OutputCommitter.Page page;

  /** Null as long as the job goes on. */
  private volatile Outcome outcome;

  JobRun(
      JobContext job,
      Roster roster,
      Supplier<Endpoint> umbilical,
      Fleet fleet,
      FleetProvision provision,
      Supervisor supervisor,
      OutputCommitter committer,
      PhaseTimes phases,
      ReportMaker reports,
      Attendance attendance,
      Handover handover,
      OutputCommitter.Page page) {
    this.job = job;
    this.roster = roster;
    this.umbilical = umbilical;
    this.fleet = fleet;
    this.provision = provision;
    this.supervisor = supervisor;
    this.committer = committer;
    this.phases = phases;
    this.reports = reports;
    this.attendance = attendance;
    this.handover = handover;
    this.page = page;
  }

  /** The job as it stands now; any thread. */
  JobReport report() {
    Outcome known = outcome;
    return known == null ? reports.running() : reports.ended(known);
  }

  /**
   * Runs the job to its end. When this returns, the outputs are in place or will never be, and all
   * containers have ended or been told to.
   */
  Outcome run() {
    phases.amUp();
    outcome = decide();
    if (fleet.isSuperseded()) {
      // The containers are another attempt's.
      return outcome;
    }
    end(outcome);
    fleet.conclude(outcome.toYarn(), outcome.diagnostics());
    return outcome;
  }

  private Outcome decide() {
    try {
      committer.prepare();
      // Whoever is found lost from now on may get another container.
      provision.use(specs());
      handover.takeOver(fleet.inherited(), committer.hasBegun(), umbilical.get());
      launchAll();
      Distribution distribution = job.plan().distribution();
      supervisor.watch(
          distribution == null
              ? P2pConf.millis(job.conf(), P2pKeys.CONTAINERS_TIMEOUT)
              : distribution.nodeWaitMillis());
      ExpectedOutputs expected =
          distribution == null
              ? ExpectedOutputs.read(job.conf(), job.stagingDirectory(), job.plan().peers())
              : ExpectedOutputs.NONE;
      Outcome work = supervisor.outcome().get();
      return work.isSuccess() ? commit(expected) : work;
    } catch (IOException | RuntimeException e) {
      LOG.error("The job cannot go on", e);
      supervisor.fail(Causes.sentence(e));
      Outcome first = supervisor.outcome().join();
      return first.isSuccess() ? Outcome.failed("Not committed: " + Causes.sentence(e)) : first;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the supervisor's outcome never fails", e);
    } catch (InterruptedException e) {
      String reason = "its ApplicationMaster was interrupted";
      supervisor.killed(reason);
      return Outcome.killed("Killed: " + reason);
    }
  }

  private LaunchSpecs specs() throws IOException {
    int peers = job.plan().peers();
    return new LaunchSpecs(
        job.conf(),
        StagedJob.read(job.conf(), job.stagingDirectory(), peers, Enclosure.of(job.credentials())),
        job.secret(),
        job.plan().jobId(),
        peers,
        umbilical.get(),
        job.credentials(),
        !job.attempt().last());
  }

  private void launchAll() {
    for (int r = 0; r <= job.plan().peers(); r++) {
      Rank rank = new Rank(r);
      if (roster.isPlanned(rank)) {
        provision.launch(roster.requested(rank), null);
      }
    }
  }

  private Outcome commit(ExpectedOutputs expected) throws IOException {
    fleet.drain();
    handover.leave();
    committer.commit(
        deliverable(expected),
        () -> {
          phases.committed();
          return reports.ended(success());
        },
        page);
    return success();
  }

  private ExpectedOutputs deliverable(ExpectedOutputs expected) throws IOException {
    return P2pConf.flag(job.conf(), P2pKeys.PARTIAL)
        ? new Deliverables(job.plan(), roster).of(expected, committer::isWritten)
        : expected;
  }

  private Outcome success() {
    JobReport report = reports.running();
    if (job.plan().distribution() != null) {
      return Outcome.succeeded(attendance.success(report));
    }
    TroubleReport trouble = report.trouble();
    String losses = trouble == null ? "" : trouble.losses();
    String gone = attendance.missing();
    return Outcome.succeeded(
        String.format(
            Locale.ROOT,
            "%d %s acquired %s in %.1f s; outputs are in %s%s%s",
            report.peers(),
            report.peers() == 1 ? "peer" : "peers",
            ByteUnit.write(report.acquiredBytes()),
            report.phases().committed() / 1000.0,
            report.outputDirectory(),
            losses.isEmpty() ? "" : "; " + losses,
            gone.isEmpty() ? "" : "; without " + gone));
  }

  /** Lets the containers end by themselves, then stops those that have not. */
  private void end(Outcome decided) {
    if (!decided.isSuccess()) {
      fleet.drain();
      for (RankSnapshot rank : roster.snapshot()) {
        if (rank.incarnation() > 0 && !rank.isUp()) {
          // It has not called yet, so it cannot be told to stop.
          fleet.stop(rank.member());
        }
      }
    }
    if (!allEndWithin(P2pKeys.EXIT_TIMEOUT)) {
      LOG.warn("Stopping containers that have not ended by themselves");
    }
    fleet.stopAll();
    allEndWithin(P2pKeys.STOP_TIMEOUT);
  }

  private boolean allEndWithin(String key) {
    Configuration conf = job.conf();
    try {
      supervisor.allEnded().get(P2pConf.millis(conf, key), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of all containers never fails", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
