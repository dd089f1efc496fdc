package org.yarnp2p.appmaster.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.util.Clock;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.FileReport;
import org.yarnp2p.job.JobReport.State;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Member;
import org.yarnp2p.protocol.RankPhase;

/** The job as page, API, report and metrics show it. Thread-safe. */
public final class JobView {
  private static final String OWN_KEYS = "p2p.";

  private final JobPlan plan;
  private final Configuration conf;
  private final Roster roster;
  private final Supplier<JobReport> report;
  private final Sampler sampler;
  private final Function<Member, Optional<String>> logs;
  private final Clock clock;
  private final UnaryOperator<Long> sinceGate;

  /**
   * @param report of the job as it stands
   * @param logs address of the logs of a rank's container, where there is one
   * @param clock the roster's
   * @param sinceGate makes of a moment on it ms since the start gate; null of null, or when the
   *     gate is not open
   */
  public JobView(
      JobPlan plan,
      Configuration conf,
      Roster roster,
      Supplier<JobReport> report,
      Sampler sampler,
      Function<Member, Optional<String>> logs,
      Clock clock,
      UnaryOperator<Long> sinceGate) {
    this.plan = plan;
    this.conf = conf;
    this.roster = roster;
    this.report = report;
    this.sampler = sampler;
    this.logs = logs;
    this.clock = clock;
    this.sinceGate = sinceGate;
  }

  JobPlan plan() {
    return plan;
  }

  JobSummary job() {
    return job(report.get());
  }

  /** The job as a report says it stands. */
  JobSummary job(JobReport now) {
    List<RankSnapshot> ranks = roster.snapshot();
    Totals moved = Totals.of(ranks); // as of now, like what is acquired: the last sample is older
    long rate = now.state() == State.RUNNING ? sampler.throughput().bytesPerSecond() : 0;
    long left = now.wantedBytes() - now.acquiredBytes();
    Double percent = Percent.of(now.acquiredBytes(), now.wantedBytes());
    Long committed = now.phases().committed();
    return new JobSummary(
        plan.jobId(),
        plan.name(),
        plan.user(),
        now.state(),
        JobSummary.Phase.of(now),
        now.diagnostics(),
        now.startedAt(),
        committed == null ? sampler.elapsedMillis() : committed,
        now.phases(),
        now.swarmMillis(),
        plan.peers(),
        now.ranksUp(),
        (int) ranks.stream().filter(JobView::isComplete).count(),
        plan.files().size(),
        now.wantedBytes(),
        now.acquiredBytes(),
        percent == null ? 0 : percent,
        moved.down(),
        moved.up(),
        moved.origin(),
        rate,
        rate == 0 || left <= 0 ? null : (Long) (left * 1000 / rate),
        ranks.stream().mapToInt(rank -> rank.status().dealings().bans()).sum(),
        plan.inputDirectory(),
        plan.outputDirectory());
  }

  private static boolean isComplete(RankSnapshot rank) {
    return rank.rank().isPeer() && rank.status().phase().compareTo(RankPhase.COMPLETE) >= 0;
  }

  /** All ranks, 0..N. */
  List<RankRow> ranks() {
    long now = clock.getTime();
    return roster.snapshot().stream()
        .map(rank -> RankRow.of(rank, now, log(rank), sinceGate))
        .toList();
  }

  private String log(RankSnapshot rank) {
    return rank.incarnation() == 0 ? null : logs.apply(rank.member()).orElse(null);
  }

  Throughput.Series throughput() {
    return sampler.throughput().series();
  }

  Throughput.Progress progress() {
    return sampler.throughput().progress(plan.peers());
  }

  List<FileRow> files() {
    return files(report.get());
  }

  /** As {@link #files()}, of the largest only when there are very many. */
  List<FileRow> largestFiles() {
    return files(report.get().brief());
  }

  /** The files that a report has. */
  List<FileRow> files(JobReport now) {
    List<FileRow> rows = new ArrayList<>();
    for (FileReport file : now.files()) {
      rows.add(FileRow.of(plan.named(file.name()).orElseThrow(), file));
    }
    return rows;
  }

  /** The project's own configuration keys with the values of this job, sorted. */
  Map<String, String> configuration() {
    Map<String, String> own = new TreeMap<>();
    conf.getPropsWithPrefix(OWN_KEYS).forEach((key, value) -> own.put(OWN_KEYS + key, value));
    return own;
  }

  /** Everything as of now, in the end, with the last sample. */
  Snapshot snapshot(JobReport last) {
    sampler.look();
    JobReport brief = last.brief();
    return new Snapshot(
        job(last), ranks(), throughput(), progress(), files(brief), configuration(), brief);
  }

  /**
   * All that {@code report.html} shows.
   *
   * @param report what {@code report.json} has, without all but the largest of very many files
   */
  record Snapshot(
      JobSummary job,
      List<RankRow> ranks,
      Throughput.Series throughput,
      Throughput.Progress progress,
      List<FileRow> files,
      Map<String, String> conf,
      JobReport report) {}

  /** The file with an id. */
  PlannedFile file(int id) throws IOException {
    if (id < 0 || id >= plan.files().size()) {
      throw new NoSuchThingException(
          "there is no file " + id + "; this job has files 0 to " + (plan.files().size() - 1));
    }
    return plan.file(id);
  }
}
