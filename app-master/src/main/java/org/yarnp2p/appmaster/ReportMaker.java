package org.yarnp2p.appmaster;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.job.Distribution;
import org.yarnp2p.job.DistributionReport;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.FileReport;
import org.yarnp2p.job.JobReport.RankReport;
import org.yarnp2p.job.JobReport.State;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.protocol.FileTraffic;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

/** Writes down how the job stands. Thread-safe. */
final class ReportMaker {
  private final JobPlan plan;
  private final Instant startedAt;
  private final Roster roster;
  private final PhaseTimes phases;
  private final Attendance attendance;
  private final Supplier<String> placement;

  /**
   * @param attendance of a distribution
   * @param placement of the fleet; asked with every report
   */
  ReportMaker(
      JobPlan plan,
      Instant startedAt,
      Roster roster,
      PhaseTimes phases,
      Attendance attendance,
      Supplier<String> placement) {
    this.plan = plan;
    this.startedAt = startedAt;
    this.roster = roster;
    this.phases = phases;
    this.attendance = attendance;
    this.placement = placement;
  }

  /** The job goes on. */
  JobReport running() {
    return make(State.RUNNING, "");
  }

  /** The job has ended. */
  JobReport ended(Outcome outcome) {
    return make(outcome.state(), outcome.diagnostics());
  }

  /** Verified bytes of the wanted ones, 0 to 1; 0 when nobody has said what it wants. */
  double progress() {
    long wanted = 0;
    long acquired = 0;
    for (RankSnapshot rank : roster.snapshot()) {
      wanted += rank.status().wantedBytes();
      acquired += rank.status().acquiredBytes();
    }
    return wanted == 0 ? 0 : (double) acquired / wanted;
  }

  private JobReport make(State state, String diagnostics) {
    List<RankSnapshot> ranks = roster.snapshot();
    Map<Integer, List<FileTraffic>> traffic =
        ranks.stream()
            .flatMap(rank -> rank.status().traffic().stream())
            .collect(Collectors.groupingBy(FileTraffic::file));
    boolean told = ranks.stream().anyMatch(ReportMaker::hasTold);
    return new JobReport(
        JobReport.VERSION,
        plan.jobId(),
        plan.name(),
        state,
        diagnostics,
        plan.inputDirectory(),
        plan.outputDirectory(),
        startedAt.toString(),
        phases.toReport(),
        phases.swarmMillis(),
        plan.peers(),
        (int) ranks.stream().filter(RankSnapshot::isUp).count(),
        ranks.stream().mapToLong(rank -> rank.status().wantedBytes()).sum(),
        ranks.stream().mapToLong(rank -> rank.status().acquiredBytes()).sum(),
        ranks.stream().map(this::rank).toList(),
        plan.files().stream()
            .map(file -> file(file, traffic.getOrDefault(file.id(), List.of()), told))
            .toList(),
        null,
        plan.distribution() == null ? null : distribution(plan.distribution(), ranks),
        new Deliverables(plan, roster).report());
  }

  private DistributionReport distribution(Distribution distribution, List<RankSnapshot> ranks) {
    return DistributionReport.of(
        placement.get(),
        distribution.minNodes(),
        attendance.complete(),
        plan.distributedBytes().orElseThrow(),
        ranks.stream()
            .filter(rank -> rank.rank().isPeer())
            .mapToLong(rank -> rank.status().originBytes())
            .sum(),
        ranks.get(0).status().originBytes(),
        distribution.absent());
  }

  private RankReport rank(RankSnapshot rank) {
    RankStatus status = rank.status();
    return new RankReport(
        rank.rank().value(),
        rank.incarnation(),
        rank.host(),
        rank.containerId(),
        rank.endpoint() == null ? null : status.phase(),
        status.heldBytes(),
        status.wantedBytes(),
        status.acquiredBytes(),
        status.downBytes(),
        status.upBytes(),
        rank.rank().isPeer() ? status.originBytes() : 0,
        status.segmentsRefused(),
        phases.sinceGate(rank.exchangingAt()),
        phases.sinceGate(rank.finishedAt()),
        rank.state().name(),
        attendance.node(rank.rank()),
        rank.reason(),
        rank.losses(),
        rank.lostContainers());
  }

  /**
   * Peers that hold a prefix only may know less of the file than others: the largest shape counts.
   *
   * @param traffic of this file
   * @param told whether a peer has told its traffic
   */
  private static FileReport file(PlannedFile file, List<FileTraffic> traffic, boolean told) {
    long bytes = 0;
    int segments = 0;
    long firstHolderBytes = 0;
    long originBytes = 0;
    for (FileTraffic moved : traffic) {
      bytes = Math.max(bytes, moved.fileBytes());
      segments = Math.max(segments, moved.fileSegments());
      firstHolderBytes += moved.firstHolder() ? moved.upBytes() : 0;
      originBytes += moved.originBytes();
    }
    return traffic.isEmpty()
        ? unmoved(file, told)
        : FileReport.of(file.name(), file.kind(), bytes, segments, firstHolderBytes, originBytes);
  }

  /** Whether a peer has said its last, in which it tells the traffic of its files. */
  private static boolean hasTold(RankSnapshot rank) {
    return rank.rank().isPeer() && rank.status().phase() == RankPhase.LEFT;
  }

  /**
   * Of a file about which no peer has said anything: what it is, the plan says of one in storage.
   */
  private static FileReport unmoved(PlannedFile file, boolean told) {
    if (file.origin() == null) {
      return new FileReport(file.name(), file.kind(), null, null, null, null);
    }
    FileShape shape = FileShape.payload(file.origin().length(), file.segmentSize());
    return told
        ? FileReport.of(file.name(), file.kind(), shape.dataLength(), shape.segmentCount(), 0, 0)
        : new FileReport(
            file.name(), file.kind(), shape.dataLength(), shape.segmentCount(), null, null);
  }
}
