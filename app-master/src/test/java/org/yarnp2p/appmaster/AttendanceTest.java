package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yarnp2p.appmaster.roster.RankState;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.job.Distribution;
import org.yarnp2p.job.DistributionReport;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.RankReport;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

class AttendanceTest {
  private final Roster roster = new Roster(3, () -> 0);
  private final PhaseTimes phases = new PhaseTimes(() -> 0, 1500, 0);
  private Distribution distribution = Distributions.toThree(2);
  private Attendance attendance = new Attendance(distribution, roster);

  @BeforeEach
  void allAreUp() throws IOException {
    phases.committed();
    for (int rank = 0; rank <= 3; rank++) {
      Member member = roster.requested(new Rank(rank));
      roster.launched(member, "node" + rank, "container_" + rank);
      roster.registered(member, new Endpoint("node" + rank, 1));
    }
  }

  @Test
  void onlyPeersOfADistributionCanBeSpared() {
    assertThat(attendance.spares(Rank.peer(1))).isTrue();
    assertThat(attendance.spares(Rank.TRACKER)).isFalse();
    assertThat(new Attendance(null, roster).spares(Rank.peer(1))).isFalse();
  }

  @Test
  void nodesSufficeAsLongAsEnoughHaveEverythingOrCanStillGetIt() throws IOException {
    giveUp(1);
    assertThat(attendance.suffices()).isTrue();
    done(2, 600);
    giveUp(2);
    assertThat(attendance.complete()).isEqualTo(1);
    assertThat(attendance.suffices()).isTrue();
    giveUp(3);
    assertThat(attendance.suffices()).isFalse();
  }

  @Test
  void distributionIsOfUseAsLongAsOneNodeCanGetEverything() throws IOException {
    giveUp(1);
    giveUp(2);
    assertThat(attendance.isOfUse()).isTrue();
    giveUp(3);
    assertThat(attendance.isOfUse()).isFalse();
  }

  @Test
  void successSaysWhichNodesHaveItAndWhichNot() throws IOException {
    done(2, 600);
    done(3, 400);
    giveUp(1);

    assertThat(attendance.success(reports().running()))
        .isEqualTo(
            "2 of 3 nodes have 1000 B below /data/models after 1.5 s, the source was read 1.00"
                + " times; without node1 (gone for lunch)");
  }

  @Test
  void successOfAllNamesNone() throws IOException {
    done(1, 0);
    done(2, 600);
    done(3, 450);

    assertThat(attendance.success(reports().running()))
        .isEqualTo(
            "3 of 3 nodes have 1000 B below /data/models after 1.5 s, the source was read 1.05"
                + " times");
  }

  @Test
  void nodesThatCouldNotTakePartAreInTheSentenceAndInTheReport() throws IOException {
    distribution = Distributions.without("node7: it is LOST", "node8: YARN does not know it");
    attendance = new Attendance(distribution, roster);
    done(1, 0);
    done(2, 600);
    done(3, 450);

    assertThat(attendance.success(reports().running()))
        .endsWith("times; could not take part: node7: it is LOST, node8: YARN does not know it");
    assertThat(reports().running().distribution().absent())
        .containsExactly("node7: it is LOST", "node8: YARN does not know it");
  }

  @Test
  void ofManyMissingNodesSomeAreNamed() {
    Roster many = new Roster(40, () -> 0);
    List<String> names = IntStream.rangeClosed(1, 40).mapToObj(n -> "n" + n).toList();
    attendance = new Attendance(Distributions.plan(names).distribution(), many);
    for (int rank = 1; rank <= 40; rank++) {
      many.giveUp(many.requested(Rank.peer(rank)), RankState.ABSENT, "late");
    }

    assertThat(attendance.tooFew())
        .startsWith("0 of 40 nodes have everything, but 40 must; without n1 (late), n2 (late)")
        .endsWith("n10 (late) and 30 more");
  }

  @Test
  void theReportSaysForEachRankWhereItShouldBeAndWhyItIsNot() throws IOException {
    done(2, 600);
    roster.heard(member(0), RankStatus.ofTracker(RankPhase.EXCHANGING, 3, 1, -1, 1400));
    giveUp(1);
    JobReport report = reports().running();

    assertThat(report.ranks())
        .extracting(RankReport::node)
        .containsExactly(null, "node1", "node2", "node3");
    assertThat(report.ranks())
        .extracting(RankReport::reason)
        .containsExactly(null, "gone for lunch\nand more", null, null);
    assertThat(report.ranks())
        .extracting(RankReport::state)
        .containsExactly("REGISTERED", "FAILED", "DONE", "REGISTERED");
    assertThat(report.ranks().get(0).originBytes()).isZero();
    assertThat(report.distribution())
        .isEqualTo(new DistributionReport("one each", 2, 1, 1000, 600, 1400, 0.6, List.of()));
  }

  private ReportMaker reports() {
    return new ReportMaker(
        Distributions.plan(distribution, "hdfs://nn/out"),
        Instant.EPOCH,
        roster,
        phases,
        attendance,
        () -> "one each");
  }

  @Test
  void partialJobNeedsOnePeerThatDelivers() throws IOException {
    attendance = new Attendance(null, true, roster);
    done(1, 0);
    giveUp(1);
    giveUp(2);
    assertThat(attendance.suffices()).isTrue();
    assertThat(attendance.missing()).isEqualTo("rank 2 (gone for lunch)");

    giveUp(3);
    assertThat(attendance.suffices()).as("rank 1 has delivered").isTrue();
  }

  @Test
  void partialJobIsNotServedByASourceThatIsGone() throws IOException {
    attendance = new Attendance(null, true, roster);
    RankStatus source =
        new RankStatus(RankPhase.COMPLETE, 1000, 0, 0, 0, 0, 0, 0, 1, List.of(), 0, -1, -1);
    for (int rank = 1; rank <= 3; rank++) {
      roster.heard(member(rank), source);
      giveUp(rank);
    }

    assertThat(attendance.suffices()).isFalse();
    assertThat(attendance.tooFew()).startsWith("no peer is left; without rank 1 (gone for lunch)");
  }

  private static Member member(int rank) {
    return new Member(new Rank(rank), 1);
  }

  private void giveUp(int rank) {
    roster.giveUp(member(rank), RankState.FAILED, "gone for lunch\nand more");
  }

  private void done(int rank, long originBytes) throws IOException {
    roster.done(
        member(rank),
        new RankStatus(
            RankPhase.LEFT, 0, 1000, 1000, 0, 0, originBytes, 0, 1, List.of(), 0, -1, -1));
  }
}
