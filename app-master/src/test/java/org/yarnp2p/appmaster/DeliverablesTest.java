package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yarnp2p.appmaster.commit.ExpectedOutputs;
import org.yarnp2p.appmaster.roster.RankState;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.job.TroubleReport.AccusedReport;
import org.yarnp2p.job.TroubleReport.LostReport;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Accused;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.LostFile;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.Trouble;

class DeliverablesTest {
  private static final ExpectedOutputs ALL =
      new ExpectedOutputs(
          new TreeSet<>(Set.of("client1_a", "client1_b", "client2_a", "client11_a")));

  private final AtomicLong time = new AtomicLong();
  private final Roster roster = new Roster(11, time::get);
  private final JobPlan plan =
      new JobPlan(
          JobPlan.VERSION,
          "job_1",
          "test",
          "user",
          11,
          List.of(
              new PlannedFile(0, "a", FileKind.INLINE, 0, null),
              new PlannedFile(1, "b", FileKind.INLINE, 0, null)),
          "file:/in",
          "file:/out",
          false,
          null);
  private final Deliverables deliverables = new Deliverables(plan, roster);
  private Member tracker;

  @BeforeEach
  void start() throws IOException {
    tracker = roster.requested(Rank.TRACKER);
    roster.registered(tracker, new Endpoint("host", 1));
  }

  @Test
  void everythingIsExpectedWhenNothingIsLost() throws IOException {
    assertThat(deliverables.of(ALL, name -> false)).isEqualTo(ALL);
    assertThat(deliverables.report()).isNull();
  }

  @Test
  void lostFilesAreNotExpectedOfThoseWhoLackThem() throws IOException {
    told(new Trouble(List.of(), List.of(), List.of(lost(0, 2)), List.of()));

    assertThat(deliverables.of(ALL, name -> false).names())
        .containsExactly("client11_a", "client1_a", "client1_b");
  }

  @Test
  void nothingIsExpectedOfARankThatIsGivenUpButWhatIsThere() throws IOException {
    Member first = roster.requested(Rank.peer(1));
    roster.giveUp(first, RankState.FAILED, "its host is gone");

    assertThat(deliverables.of(ALL, "client1_b"::equals).names())
        .containsExactly("client11_a", "client1_b", "client2_a");
  }

  @Test
  void ofARankThatIsDoneEverythingIsExpectedThoughNoLaterTrackerWaitsForIt() throws IOException {
    Member first = roster.requested(Rank.peer(1));
    roster.done(first, RankStatus.starting());
    roster.replace(tracker, "it was killed");

    assertThat(roster.gone()).containsExactly(Rank.peer(1));
    assertThat(deliverables.of(ALL, name -> false)).isEqualTo(ALL);
  }

  @Test
  void whatARankLacksThatIsDoneIsLostForItThoughALaterTrackerFindsTheLossAgain()
      throws IOException {
    told(new Trouble(List.of(), List.of(), List.of(lost(0, 1)), List.of()));
    roster.done(roster.requested(Rank.peer(1)), RankStatus.starting());
    tracker = roster.replace(tracker, "it was killed").orElseThrow();
    told(new Trouble(List.of(), List.of(), List.of(lost(0, 2)), List.of()));

    assertThat(deliverables.of(ALL, name -> false).names())
        .containsExactly("client11_a", "client1_b");
  }

  @Test
  void reportCountsSegmentsFromOne() throws IOException {
    told(
        new Trouble(
            List.of(new Accused(Rank.peer(3), 4, 1)),
            List.of(Rank.peer(5)),
            List.of(lost(1, 2)),
            List.of()));

    assertThat(deliverables.report().accused()).containsExactly(new AccusedReport(3, 4, 1));
    assertThat(deliverables.report().suspects()).containsExactly(5);
    assertThat(deliverables.report().lost())
        .containsExactly(new LostReport("b", "1-2, 5", List.of(2)));
    assertThat(deliverables.report().losses()).isEqualTo("b is lost for ranks 2 (segments 1-2, 5)");
  }

  private void told(Trouble trouble) throws IOException {
    roster.heard(tracker, RankStatus.ofTracker(RankPhase.EXCHANGING, 3, 1, -1, 0, trouble));
  }

  private static LostFile lost(int file, int rank) {
    BitSet segments = new BitSet();
    segments.set(0);
    segments.set(1);
    segments.set(4);
    return new LostFile(new Holding(file, segments), List.of(Rank.peer(rank)));
  }
}
