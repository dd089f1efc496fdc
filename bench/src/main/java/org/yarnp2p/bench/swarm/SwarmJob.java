package org.yarnp2p.bench.swarm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.yarnp2p.appmaster.JobMaster;
import org.yarnp2p.appmaster.Outcome;
import org.yarnp2p.bench.figures.Track;
import org.yarnp2p.bench.machine.BenchDirectory;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.submit.ContainerSizes;
import org.yarnp2p.client.submit.RunRequest;
import org.yarnp2p.client.submit.Staging;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.FileReport;
import org.yarnp2p.job.JobReport.RankReport;
import org.yarnp2p.security.JobSecret;

/**
 * A job with one seed and a number of peers that want all it holds, as processes of this machine.
 *
 * @param conf of the job
 * @param site where its processes run
 * @param payload what the seed, rank 1, holds
 * @param peers that want it, ranks 2..peers+1
 * @param keep whether the files of a job stay
 */
public record SwarmJob(
    Configuration conf, SwarmSite site, Payload payload, int peers, boolean keep) {
  private static final String STAGING = "staging";
  private static final double MILLIS = 1000;

  private static final long NANOS_IN_MILLI = 1_000_000;

  /**
   * Runs the job once, from the start of its processes to their end.
   *
   * @param root directory for the job, new; removed at the end unless files are kept
   * @throws UsageException when the configuration makes no sense
   * @throws IOException when the job does not succeed
   */
  public SwarmRun run(Path root) throws IOException, InterruptedException, UsageException {
    JobLayout layout = new JobLayout(root, payload, peers);
    try {
      return run(layout);
    } finally {
      if (!keep) {
        BenchDirectory.delete(root);
      }
    }
  }

  private SwarmRun run(JobLayout layout) throws IOException, InterruptedException, UsageException {
    ContainerSizes.of(conf);
    layout.write();
    RunRequest request =
        RunRequest.check(
            conf,
            "bench",
            layout.input().toUri().toString(),
            layout.output().toUri().toString(),
            false,
            true);
    long racksBefore = site.intoOtherRacks().read();
    Instant startedAt = Instant.now();
    long startedNanos = System.nanoTime();
    JobMaster master = start(request, layout.work(), startedAt);
    Observer observer = Observer.watch(master::status);
    Outcome outcome;
    try {
      outcome = await(master);
    } finally {
      observer.stop();
    }
    if (!outcome.isSuccess()) {
      throw new IOException("the swarm has not finished: " + outcome.diagnostics());
    }
    long rackBytes = site.intoOtherRacks().read() - racksBefore;
    layout.verify();
    return measured(master.status(), observer, startedNanos, rackBytes);
  }

  private JobMaster start(RunRequest request, Path work, Instant startedAt) throws IOException {
    int number = (int) (ProcessHandle.current().pid() & Integer.MAX_VALUE);
    String jobId = ApplicationId.newInstance(startedAt.toEpochMilli(), number).toString();
    Staging staging =
        Staging.below(conf, new org.apache.hadoop.fs.Path(work.resolve(STAGING).toUri()), jobId);
    JobPlan plan = staging.fill(Optional.empty(), request, Map.of());
    return JobMaster.local(
        plan, conf, staging.directory(), JobSecret.generate(), startedAt, work, site.placement());
  }

  /** When this thread is interrupted, the job's processes are ended first. */
  private static Outcome await(JobMaster master) throws InterruptedException {
    try {
      return master.await();
    } catch (InterruptedException e) {
      master.kill("the measurement was interrupted");
      master.await();
      throw e;
    }
  }

  private SwarmRun measured(JobReport report, Observer observer, long startedNanos, long rackBytes)
      throws IOException {
    Long gateMillis = report.phases().gateOpen();
    Long swarmMillis = report.swarmMillis();
    if (gateMillis == null || swarmMillis == null) {
      throw new IOException("the tracker has not told when the gate opened and the swarm ended");
    }
    long gate = startedNanos + gateMillis * NANOS_IN_MILLI;
    long end = gate + swarmMillis * NANOS_IN_MILLI;
    List<RankRun> ranks = new ArrayList<>();
    List<Track> tracks = new ArrayList<>();
    for (RankReport rank : report.ranks()) {
      RankRun run = rank(rank, observer, gate, end);
      ranks.add(run);
      if (run.finishedSeconds() != null) {
        tracks.add(
            Track.of(
                "rank " + rank.rank(),
                observer.acquiredBytes(rank.rank()),
                gate,
                payload.bytes(),
                run.finishedSeconds()));
      }
    }
    return new SwarmRun(
        // A swarm of nothing but empty files takes no time that could be measured.
        Math.max(1, swarmMillis) / MILLIS,
        payload.bytes() * peers,
        seedCopies(report.files()),
        rackBytes,
        ranks,
        tracks);
  }

  private static RankRun rank(RankReport rank, Observer observer, long gate, long end) {
    int number = rank.rank();
    boolean finished = number > JobLayout.SEED && rank.finishedMillis() != null;
    return new RankRun(
        number,
        finished ? (Double) (rank.finishedMillis() / MILLIS) : null,
        rank.downBytes(),
        rank.upBytes(),
        observer.cpuSeconds(number, end) - observer.cpuSeconds(number, gate),
        observer.peakBytes(number));
  }

  /** Of all files together. */
  private static double seedCopies(List<FileReport> files) {
    double sent = 0;
    double bytes = 0;
    for (FileReport file : files) {
      if (Objects.requireNonNullElse(file.bytes(), 0L) > 0 && file.firstHolderCopies() != null) {
        sent += file.firstHolderCopies() * file.bytes();
        bytes += file.bytes();
      }
    }
    return bytes == 0 ? Double.NaN : sent / bytes;
  }
}
