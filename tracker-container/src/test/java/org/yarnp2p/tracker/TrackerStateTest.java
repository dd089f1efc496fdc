package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.tracker.TestJob.acquired;
import static org.yarnp2p.tracker.TestJob.bits;
import static org.yarnp2p.tracker.TestJob.complete;
import static org.yarnp2p.tracker.TestJob.digest;
import static org.yarnp2p.tracker.TestJob.heldInline;
import static org.yarnp2p.tracker.TestJob.heldPayload;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;
import static org.yarnp2p.tracker.TestJob.payloadDigest;
import static org.yarnp2p.tracker.TestJob.state;
import static org.yarnp2p.tracker.TestJob.unhashed;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Complaint;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;

class TrackerStateTest {
  /** A payload of 10 segments. */
  private static final long LENGTH = 95;

  /** Rank 1 holds file 0, ranks 2 and 3 want it; the gate is open. */
  private static TrackerState exchange() throws IOException {
    TrackerState state = state(3, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    state.join(joins(2).wanting(0).request());
    state.join(joins(3).wanting(0).request());
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    return state;
  }

  /** Ranks 1 to 3 want file 0, which has an origin of 10 segments; the gate is open. */
  private static TrackerState originOnly() throws IOException {
    TrackerState state = state(3, TestJob.origin(0, "file1", LENGTH));
    for (int rank = 1; rank <= 3; rank++) {
      state.join(joins(rank).wanting(0).request());
    }
    return state;
  }

  private static String holders(TrackerState state, int segment) throws IOException {
    return state.snapshot("file1").segments().get(segment).holders().toString();
  }

  private static Report finding(int segment, Digest digest) {
    return new Report(
        List.of(new Acquired(new SegmentRef(0, segment), digest)), List.of(), false, List.of());
  }

  private static Report accusing(int rank) {
    Complaint complaint = new Complaint(Rank.peer(rank), new SegmentRef(0, 0));
    return new Report(List.of(), List.of(), false, List.of(complaint));
  }

  /** Rank 1 holds file 0, ranks 2 and 3 want it; all have joined, nobody is ready. */
  private static TrackerState meeting() throws IOException {
    TrackerState state = state(3, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).unready().request());
    state.join(joins(2).wanting(0).unready().request());
    state.join(joins(3).wanting(0).unready().request());
    assertThat(state.phase()).isEqualTo(SwarmPhase.MEETING);
    return state;
  }

  @Nested
  class Meeting {
    @Test
    void neighboursAreNamedWhenAllHaveJoined() throws IOException {
      PeerView view = meeting().view(member(2));

      assertThat(view.phase()).isEqualTo(SwarmPhase.MEETING);
      assertThat(view.neighbours())
          .extracting(PeerView.Neighbour::member)
          .containsExactly(member(1), member(3));
    }

    @Test
    void filesAreDescribed() throws IOException {
      assertThat(meeting().describe(member(3)).get(0).digests()).hasSize(10);
    }

    @Test
    void gateOpensWhenAllAreReady() throws IOException {
      TrackerState state = meeting();
      state.ready(member(1));
      state.ready(member(3));
      state.ready(member(3));
      assertThat(state.phase()).isEqualTo(SwarmPhase.MEETING);
      state.takeChangedViews();
      state.ready(member(2));

      assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
      assertThat(state.takeChangedViews()).isEqualTo(TestJob.bits(1, 2, 3));
    }

    @Test
    void everybodyGetsTwoViewsUntilTheExchange() throws IOException {
      TrackerState state = meeting();
      long before = state.view(member(1)).version();
      for (int rank = 1; rank <= 3; rank++) {
        state.ready(member(rank));
      }

      assertThat(before).isEqualTo(2);
      assertThat(state.view(member(1)).version()).isEqualTo(3);
    }

    @Test
    void gateOpensWithoutThoseWhoAreLate() throws IOException {
      TrackerState state = meeting();
      state.ready(member(2));

      assertThat(state.meetingOverdue()).isEqualTo(TestJob.bits(1, 3));
      assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
      assertThat(state.meetingOverdue()).isEqualTo(TestJob.bits());
      state.ready(member(1));
      assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    }

    @Test
    void gateWaitsForTheNewLifeOfARank() throws IOException {
      TrackerState state = meeting();
      state.ready(member(1));
      state.ready(member(2));
      state.ready(member(3));
      TrackerState other = meeting();
      other.ready(member(1));
      other.ready(member(2));
      other.join(joins(member(2, 2)).wanting(0).unready().request());
      other.ready(member(3));

      assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
      assertThat(other.phase()).isEqualTo(SwarmPhase.MEETING);
      assertThat(other.view(member(1)).neighbours())
          .extracting(PeerView.Neighbour::member)
          .containsExactly(member(2, 2), member(3));
      other.ready(member(2, 2));
      assertThat(other.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    }

    @Test
    void nobodyIsReadyBeforeAllHaveJoined() throws IOException {
      TrackerState state = state(2, TestJob.payload(0, "file1"));
      state.join(joins(1).holding(heldPayload(0, LENGTH)).unready().request());

      assertThatThrownBy(() -> state.ready(member(1))).hasMessage("not all peers have joined yet");
    }

    @Test
    void swarmInWhichNobodyWantsAnythingDrainsAtTheGate() throws IOException {
      TrackerState state = state(1, TestJob.payload(0, "file1"));
      state.join(joins(1).holding(heldPayload(0, LENGTH)).unready().request());
      assertThat(state.phase()).isEqualTo(SwarmPhase.MEETING);
      state.ready(member(1));
      assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
    }
  }

  @Nested
  class Hashing {
    /** Rank 1 and rank 2 hold file 0 and have hashed nothing of it, rank 3 wants it. */
    private TrackerState twoHolders() throws IOException {
      TrackerState state = state(3, TestJob.payload(0, "file1"));
      state.join(joins(1).holding(unhashed(0, LENGTH)).request());
      state.join(joins(2).holding(unhashed(0, LENGTH)).request());
      state.join(joins(3).wanting(0).request());
      return state;
    }

    private static int[] all() {
      return IntStream.range(0, 10).toArray();
    }

    @Test
    void gateDoesNotWaitForDigests() throws IOException {
      TrackerState state = twoHolders();

      assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
      assertThat(state.describe(member(3)).get(0).digests()).isEmpty();
      state.report(member(2), acquired(0, 3, 4));
      assertThat(state.describe(member(3)).get(0).digests()).containsOnlyKeys(3, 4);
    }

    @Test
    void digestsMayBeToldBeforeAllHaveJoined() throws IOException {
      TrackerState state = state(2, TestJob.payload(0, "file1"));
      state.join(joins(1).holding(unhashed(0, LENGTH)).request());
      state.report(member(1), acquired(0, 0, 9));
      assertThatThrownBy(() -> state.report(member(1), acquired(0, 10)))
          .hasMessage("not all peers have joined yet");
      assertThatThrownBy(() -> state.report(member(1), complete()))
          .hasMessage("not all peers have joined yet");
      state.join(joins(2).wanting(0).request());

      assertThat(state.describe(member(2)).get(0).digests()).containsOnlyKeys(0, 9);
    }

    @Test
    void holdersThatTurnOutToDisagreeFailTheSwarm() throws IOException {
      TrackerState state = twoHolders();
      state.report(member(2), acquired(0, 1, 2, 3));
      ReportOutcome outcome =
          state.report(
              member(1),
              new Report(
                  List.of(
                      new Acquired(new SegmentRef(0, 2), TestJob.digest("x")),
                      new Acquired(new SegmentRef(0, 3), TestJob.digest("y"))),
                  List.of(),
                  false,
                  List.of()));

      assertThat(outcome.refused()).isEmpty();
      assertThat(state.phase()).isEqualTo(SwarmPhase.FAILED);
      assertThat(state.failure())
          .contains("rank 1 and rank 2 disagree about file1: segment 3 differs");
      assertThat(state.report(member(2), acquired(0, 5)).refused()).isEmpty();
    }

    @Test
    void drainWaitsForAllDigests() throws IOException {
      TrackerState state = twoHolders();
      state.report(member(1), acquired(0, all()));
      state.report(member(3), acquired(0, all()));
      state.report(member(3), complete(0));
      assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
      state.report(member(2), acquired(0, all()));

      assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
    }

    @Test
    void nobodyTellsDigestsOfWhatItNeitherHoldsNorWants() throws IOException {
      TrackerState state = twoHolders();

      assertThatThrownBy(() -> state.report(member(1), acquired(0, 10)))
          .hasMessageContaining("rank 1 does not want file1");
    }
  }

  @Nested
  class Gate {
    @Test
    void staysClosedUntilAllPeersHaveJoined() throws IOException {
      TrackerState state = state(2, TestJob.payload(0, "file1"));
      state.join(joins(1).holding(heldPayload(0, LENGTH)).request());

      assertThat(state.phase()).isEqualTo(SwarmPhase.GATHERING);
      assertThat(state.joined()).isEqualTo(1);
      assertThat(state.view(member(1)).neighbours()).isEmpty();
    }

    @Test
    void opensWithTheLastJoin() throws IOException {
      TrackerState state = exchange();

      assertThat(state.view(member(1)).phase()).isEqualTo(SwarmPhase.EXCHANGE);
      assertThat(state.view(member(1)).neighbours())
          .containsExactly(
              new PeerView.Neighbour(member(2), TestJob.endpoint(member(2))),
              new PeerView.Neighbour(member(3), TestJob.endpoint(member(3))));
    }

    @Test
    void countsARepeatedJoinOnce() throws IOException {
      TrackerState state = state(2, TestJob.payload(0, "file1"));
      for (int i = 0; i < 3; i++) {
        state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
      }

      assertThat(state.phase()).isEqualTo(SwarmPhase.GATHERING);
      assertThat(state.joined()).isEqualTo(1);
    }

    @Test
    void failsWhenNobodyHoldsAWantedFile() throws IOException {
      TrackerState state = state(4, TestJob.payload(0, "file1"), TestJob.inline(1, "file9"));
      state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
      state.join(joins(2).request());
      state.join(joins(3).request());
      state.join(joins(4).wanting(0, 1).request());

      assertThat(state.phase()).isEqualTo(SwarmPhase.FAILED);
      assertThat(state.failure()).contains("rank 4 wants file9, which nobody holds");
      assertThat(state.view(member(2)).failure()).isEqualTo(state.failure().orElseThrow());
    }

    @Test
    void namesSomeOfManyUnheldFiles() throws IOException {
      TrackerState state = state(8, TestJob.payload(0, "file1"));
      for (int rank = 1; rank <= 8; rank++) {
        state.join(joins(rank).wanting(0).request());
      }

      assertThat(state.failure().orElseThrow())
          .startsWith("rank 1 wants file1, which nobody holds; rank 2 wants")
          .endsWith("rank 5 wants file1, which nobody holds; 3 more");
    }

    @Test
    void failsAtOnceWhenHoldersDisagree() throws IOException {
      TrackerState state = state(9, TestJob.inline(0, "file1"));
      state.join(joins(2).holding(heldInline(0, "a", "b", "c")).request());
      state.join(joins(5).holding(heldInline(0, "a", "b", "x")).request());

      assertThat(state.phase()).isEqualTo(SwarmPhase.FAILED);
      assertThat(state.failure())
          .contains("rank 2 and rank 5 disagree about file1: segment 3 differs");
      assertThat(state.view(member(5)).phase()).isEqualTo(SwarmPhase.FAILED);
    }

    @Test
    void aLateJoinerLearnsOfTheFailure() throws IOException {
      TrackerState state = state(3, TestJob.inline(0, "file1"));
      state.join(joins(1).holding(heldInline(0, "a")).request());
      state.join(joins(2).holding(heldInline(0, "b")).request());
      state.join(joins(3).wanting(0).request());

      assertThat(state.view(member(3)).failure()).contains("rank 1 and rank 2 disagree");
    }

    @Test
    void whenOverdueNamesTheMissingRanks() throws IOException {
      TrackerState state = state(6);
      state.join(joins(1).request());
      state.join(joins(4).request());
      state.gateOverdue("10m (p2p.tracker.gate.timeout)");

      assertThat(state.failure())
          .contains(
              "ranks 2-3, 5-6 of 6 did not join the tracker within 10m (p2p.tracker.gate.timeout);"
                  + " see their logs");
    }

    @Test
    void isNotOverdueOnceOpen() throws IOException {
      TrackerState state = exchange();
      state.gateOverdue("1s");

      assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    }

    @Test
    void opensForAFileThatOnlyAnOriginHas() throws IOException {
      TrackerState state = originOnly();

      assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
      assertThat(state.describe(member(1)).get(0).shape().segmentCount()).isEqualTo(10);
    }

    @Test
    void aRankThatWantsWhatOnlyItHoldsMakesAnObstacleForNobody() throws IOException {
      TrackerState state = state(1, TestJob.inline(0, "file1"));
      state.join(joins(1).holding(heldInline(0, "a")).wanting(0).request());

      assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
      assertThat(state.view(member(1)).neighbours()).isEmpty();
    }

    @Test
    void staysClosedWhenARankIsLostBeforeTheLastJoins() throws IOException {
      TrackerState state = state(2, TestJob.payload(0, "file1"));
      state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
      state.lose(Rank.peer(1));
      state.join(joins(2).wanting(0).request());
      assertThat(state.phase()).isEqualTo(SwarmPhase.GATHERING);
      state.join(joins(member(1, 2)).holding(heldPayload(0, LENGTH)).request());

      assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    }

    @Test
    void aNewLifeWithOtherContentDisagreesWithItsRanksFormerOne() throws IOException {
      TrackerState state = state(2, TestJob.inline(0, "file1"));
      state.join(joins(1).holding(heldInline(0, "a")).request());
      state.join(joins(member(1, 2)).holding(heldInline(0, "b")).request());

      assertThat(state.failure())
          .contains("rank 1 disagrees with what it told before about file1: segment 1 differs");
    }
  }

  @Nested
  class Join {
    @Test
    void ofAnOlderIncarnationIsFenced() throws IOException {
      TrackerState state = state(2);
      state.join(joins(member(1, 2)).request());

      assertThatThrownBy(() -> state.join(joins(1).request()))
          .isInstanceOf(FencedException.class)
          .hasMessageContaining("incarnation 2 has taken its place");
    }

    @Test
    void ofAForeignRankIsRefused() {
      TrackerState state = state(2);

      assertThatThrownBy(() -> state.join(joins(3).request()))
          .hasMessageContaining("rank 3 is not one of this job's 2 peers");
      assertThatThrownBy(() -> state.join(joins(new Member(Rank.APPLICATION_MASTER, 1)).request()))
          .hasMessageContaining("is not one of this job's 2 peers");
    }

    @Test
    void withAnUnknownFileIsRefusedAndChangesNothing() {
      TrackerState state = state(1, TestJob.payload(0, "file1"));

      assertThatThrownBy(() -> state.join(joins(1).wanting(7).request()))
          .hasMessageContaining("file id 7 is not one of this job's 1");
      assertThatThrownBy(() -> state.join(joins(1).holding(heldPayload(7, 1)).request()))
          .hasMessageContaining("file id 7");
      assertThat(state.joined()).isZero();
    }

    @Test
    void thatNamesAFileTwiceIsRefused() {
      TrackerState state = state(1, TestJob.payload(0, "file1"));
      HeldFile held = heldPayload(0, 10);

      assertThatThrownBy(() -> state.join(joins(1).wanting(0, 0).request()))
          .hasMessageContaining("rank 1 names a file twice");
      assertThatThrownBy(() -> state.join(joins(1).holding(held).holding(held).request()))
          .hasMessageContaining("rank 1 names a file twice");
    }

    @Test
    void withOtherFilesThanBeforeIsRefused() throws IOException {
      TrackerState state = exchange();

      assertThatThrownBy(() -> state.join(joins(member(2, 2)).request()))
          .hasMessageContaining("rank 2 (incarnation 2) joins with other files than before");
    }

    @Test
    void mayNameTheSameFilesInAnotherOrder() throws IOException {
      TrackerState state = state(2, TestJob.payload(0, "file1"), TestJob.payload(1, "file2"));
      HeldFile one = heldPayload(0, LENGTH);
      HeldFile two = heldPayload(1, LENGTH);
      state.join(joins(1).holding(one).holding(two).wanting(0, 1).request());
      state.join(joins(member(1, 2)).holding(two).holding(one).wanting(1, 0).request());

      assertThat(state.view(member(1, 2)).phase()).isEqualTo(SwarmPhase.GATHERING);
    }

    @Test
    void withSegmentsOfAFileThatIsNotWantedIsRefused() {
      TrackerState state = state(1, TestJob.payload(0, "file1"));

      assertThatThrownBy(() -> state.join(joins(1).having(0, 1).request()))
          .hasMessageContaining("rank 1 has acquired segments of file1, which it does not want");
    }

    @Test
    void afterARestartOfTheTrackerBringsBackWhatWasAcquired() throws IOException {
      TrackerState state = state(3, TestJob.payload(0, "file1"));
      state.join(joins(2).wanting(0).having(0, 0, 9).request());
      state.join(joins(3).wanting(0).having(0, 9).request());
      state.join(joins(1).holding(heldPayload(0, LENGTH)).request());

      assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
      assertThat(holders(state, 0)).isEqualTo("{1, 2}");
      assertThat(holders(state, 1)).isEqualTo("{1}");
      assertThat(holders(state, 9)).isEqualTo("{1, 2, 3}");
    }

    @Test
    void withSegmentsBeyondTheEndFailsTheSwarmWhenTheShapeIsLearnedOnlyLater() throws IOException {
      TrackerState state = state(2, TestJob.payload(0, "file1"));
      state.join(joins(2).wanting(0).having(0, 11).request());
      state.join(joins(1).holding(heldPayload(0, LENGTH)).request());

      assertThat(state.failure()).contains("rank 2 has acquired segment 12 of file1, which has 10");
    }

    @Test
    void ofANewIncarnationTakesThePlaceOfTheOlder() throws IOException {
      TrackerState state = exchange();
      state.report(member(2), acquired(0, 0, 1));
      state.takeChangedViews();
      state.join(joins(member(2, 2)).wanting(0).having(0, 1).request());

      assertThat(holders(state, 0)).isEqualTo("{1}");
      assertThat(holders(state, 1)).isEqualTo("{1, 2}");
      assertThat(state.takeChangedViews()).isEqualTo(bits(1, 2, 3));
      assertThat(state.view(member(1)).neighbours().get(0))
          .isEqualTo(new PeerView.Neighbour(member(2, 2), TestJob.endpoint(member(2, 2))));
      assertThatThrownBy(() -> state.report(member(2), acquired(0, 2)))
          .isInstanceOf(FencedException.class);
    }

    @Test
    void repeatedDuringTheExchangeChangesNothing() throws IOException {
      TrackerState state = exchange();
      state.report(member(2), acquired(0, 0));
      state.takeChangedViews();
      state.join(joins(2).wanting(0).having(0, 0).request());

      assertThat(holders(state, 0)).isEqualTo("{1, 2}");
      assertThat(state.takeChangedViews()).isEqualTo(bits());
    }

    @Test
    void duringTheExchangeWithSegmentsBeyondTheEndIsRefused() throws IOException {
      TrackerState state = exchange();

      assertThatThrownBy(() -> state.join(joins(member(2, 2)).wanting(0).having(0, 10).request()))
          .hasMessageContaining("rank 2 has acquired segment 11 of file1, which has 10");
      state.report(member(2), acquired(0, 0));
    }

    @Test
    void ofANewIncarnationDuringTheDrainIsTooLate() throws IOException {
      TrackerState state = exchange();
      state.report(member(2), complete(0));
      state.report(member(3), complete(0));

      assertThatThrownBy(() -> state.join(joins(member(2, 2)).wanting(0).request()))
          .hasMessageContaining("rank 2 (incarnation 2) joins too late");
      state.join(joins(2).wanting(0).request());
      assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
    }
  }

  @Nested
  class Exchange {
    @Test
    void describesWhatAPeerHoldsOrWants() throws IOException {
      TrackerState state =
          state(
              2,
              TestJob.payload(0, "file1"),
              TestJob.inline(1, "file2"),
              TestJob.inline(2, "file3"));
      state.join(
          joins(1)
              .holding(heldPayload(0, LENGTH))
              .holding(heldInline(1, "a"))
              .wanting(2)
              .request());
      state.join(joins(2).holding(heldInline(2, "c")).wanting(0).request());

      assertThat(state.describe(member(1)))
          .extracting(DescribedFile::file)
          .containsExactly(0, 1, 2);
      assertThat(state.describe(member(2))).extracting(DescribedFile::file).containsExactly(0, 2);
      assertThat(state.describe(member(2)).get(0).digests().get(3)).isEqualTo(payloadDigest(0, 3));
    }

    @Test
    void isNotDescribedBeforeTheGateIsOpen() throws IOException {
      TrackerState state = state(2);
      state.join(joins(1).request());

      assertThatThrownBy(() -> state.describe(member(1)))
          .hasMessageContaining("not all peers have joined yet");
      assertThatThrownBy(() -> state.report(member(1), complete()))
          .hasMessageContaining("not all peers have joined yet");
    }

    @Test
    void answersOnlyThoseWhoHaveJoined() throws IOException {
      TrackerState state = exchange();

      assertThatThrownBy(() -> state.view(member(2, 2)))
          .isNotInstanceOf(FencedException.class)
          .hasMessageContaining("rank 2 (incarnation 2) has not joined this tracker");
    }

    @Test
    void notesReportedSegments() throws IOException {
      TrackerState state = exchange();

      assertThat(state.report(member(2), acquired(0, 4, 5)).refused()).isEmpty();
      assertThat(holders(state, 4)).isEqualTo("{1, 2}");
      assertThat(holders(state, 3)).isEqualTo("{1}");
    }

    @Test
    void refusesASegmentWithAnotherDigest() throws IOException {
      TrackerState state = exchange();

      assertThat(state.report(member(2), finding(4, digest("bad"))).refused())
          .containsExactly(new SegmentRef(0, 4));
      assertThat(holders(state, 4)).isEqualTo("{1}");
    }

    @Test
    void refusesReportsThatDoNotFitTheJobWholly() throws IOException {
      TrackerState state = exchange();

      assertThatThrownBy(() -> state.report(member(2), acquired(0, 3, 10)))
          .hasMessageContaining("rank 2 has acquired segment 11 of file1, which has 10");
      assertThatThrownBy(() -> state.report(member(1), complete(0)))
          .hasMessageContaining("rank 1 does not want file1");
      assertThatThrownBy(() -> state.report(member(2), acquired(9, 3)))
          .hasMessageContaining("file id 9");
      assertThatThrownBy(() -> state.report(member(2), complete(9)))
          .hasMessageContaining("file id 9");
      assertThatThrownBy(() -> state.report(member(2), accusing(4)))
          .hasMessageContaining("rank 4 is not one of this job's 3 peers");
      assertThat(holders(state, 3)).isEqualTo("{1}");
    }

    @Test
    void countsComplaintsAndTellsTheFirstAboutEachRank() throws IOException {
      TrackerState state = exchange();

      assertThat(state.report(member(2), accusing(3)).newlyAccused()).containsExactly(Rank.peer(3));
      assertThat(state.report(member(2), accusing(3)).newlyAccused()).isEmpty();
      assertThat(state.complaintsAbout(Rank.peer(3))).isEqualTo(2);
      assertThat(state.complaintsAbout(Rank.peer(2))).isZero();
    }

    @Test
    void remembersWhichFilesAPeerHasWritten() throws IOException {
      TrackerState state = exchange();
      state.report(member(2), new Report(List.of(), List.of(0), false, List.of()));

      assertThat(state.finishedFiles(Rank.peer(2))).isEqualTo(bits(0));
      assertThat(state.finishedFiles(Rank.peer(3))).isEqualTo(bits());
      assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    }

    @Test
    void givesEverySegmentOfAnOriginToOnePeer() throws IOException {
      TrackerState state = originOnly();

      assertThat(state.claim(member(1), 0, 10)).hasSize(10);
      assertThat(state.claim(member(2), 0, 10)).isEmpty();
    }

    @Test
    void givesSegmentsOfWantedFilesOnly() throws IOException {
      TrackerState state = exchange();

      assertThatThrownBy(() -> state.claim(member(1), 0, 1))
          .hasMessageContaining("rank 1 does not want file1");
      assertThat(state.claim(member(2), 0, 1)).isEmpty();
    }

    @Test
    void theClaimsOfALostPeerAreGivenToAnother() throws IOException {
      TrackerState state = originOnly();
      state.claim(member(1), 0, 4);
      state.report(member(1), acquired(0, 0, 1));
      state.report(member(2), acquired(0, 0));
      state.lose(Rank.peer(1));

      assertThat(state.claim(member(3), 0, 10))
          .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void theClaimsOfAnOlderIncarnationAreFree() throws IOException {
      TrackerState state = originOnly();
      state.claim(member(1), 0, 10);
      state.join(joins(member(1, 2)).wanting(0).request());

      assertThat(state.claim(member(2), 0, 10)).hasSize(10);
    }

    @Test
    void aLostPeerIsNobodysNeighbour() throws IOException {
      TrackerState state = exchange();
      state.takeChangedViews();
      state.lose(Rank.peer(3));

      assertThat(state.takeChangedViews()).isEqualTo(bits(1, 2, 3));
      assertThat(state.view(member(1)).neighbours()).hasSize(1);
      assertThat(state.joined()).isEqualTo(2);
      assertThatThrownBy(() -> state.report(member(3), acquired(0, 1)))
          .hasMessageContaining("rank 3 has not joined this tracker");
    }

    @Test
    void aLostPeerMayJoinAgainInTheSameLifeOrTheNext() throws IOException {
      TrackerState state = exchange();
      state.report(member(3), acquired(0, 1));
      state.lose(Rank.peer(3));
      state.join(joins(3).wanting(0).having(0, 1).request());
      assertThat(state.view(member(1)).neighbours()).hasSize(2);
      assertThat(holders(state, 1)).isEqualTo("{1, 3}");

      state.lose(Rank.peer(3));
      state.join(joins(member(3, 2)).wanting(0).request());
      assertThat(state.view(member(1)).neighbours().get(1).member()).isEqualTo(member(3, 2));
      assertThat(holders(state, 1)).isEqualTo("{1}");
    }

    @Test
    void theVersionOfAViewGrowsWithEveryChange() throws IOException {
      TrackerState state = state(2, TestJob.payload(0, "file1"));
      state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
      long gathering = state.view(member(1)).version();
      state.join(joins(2).wanting(0).request());
      long exchange = state.view(member(1)).version();
      state.report(member(2), acquired(0, 1));

      assertThat(gathering).isEqualTo(1);
      assertThat(exchange).isEqualTo(2);
      assertThat(state.view(member(1)).version()).isEqualTo(exchange);
    }
  }

  @Nested
  class Drain {
    @Test
    void beginsWhenAllAreComplete() throws IOException {
      TrackerState state = exchange();
      state.report(member(2), complete(0));
      assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
      state.report(member(3), complete(0));

      assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
      assertThat(state.view(member(1)).phase()).isEqualTo(SwarmPhase.DRAIN);
    }

    @Test
    void aPeerIsCompleteOnce() throws IOException {
      TrackerState state = exchange();
      state.report(member(2), complete(0));
      state.report(member(2), complete(0));

      assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    }

    @Test
    void beginsAtOnceWhenNobodyWantsAnything() throws IOException {
      TrackerState state = state(2, TestJob.payload(0, "file1"));
      state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
      state.join(joins(2).request());

      assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
    }

    @Test
    void aNewIncarnationHasToBeCompleteItself() throws IOException {
      TrackerState state = exchange();
      state.report(member(2), complete(0));
      state.join(joins(member(2, 2)).wanting(0).request());
      state.report(member(3), complete(0));
      assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
      state.report(member(2, 2), complete(0));

      assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
    }

    @Test
    void waitsForALostPeerToComeBack() throws IOException {
      TrackerState state = exchange();
      state.report(member(2), complete(0));
      state.lose(Rank.peer(2));
      state.report(member(3), complete(0));
      assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
      state.join(joins(2).wanting(0).request());

      assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
    }

    @Test
    void endsWhenAllHaveLeft() throws IOException {
      TrackerState state = exchange();
      state.report(member(2), complete(0));
      state.report(member(3), complete(0));
      state.leave(member(1));
      state.leave(member(1));
      state.leave(member(2));
      assertThat(state.allLeft()).isFalse();
      assertThat(state.staying()).isEqualTo(bits(3));
      state.leave(member(3));

      assertThat(state.allLeft()).isTrue();
    }

    @Test
    void doesNotWaitForALostPeerToLeave() throws IOException {
      TrackerState state = exchange();
      state.report(member(2), complete(0));
      state.report(member(3), complete(0));
      state.leave(member(1));
      state.leave(member(2));
      state.lose(Rank.peer(3));
      assertThat(state.allLeft()).isTrue();
      state.lose(Rank.peer(1));

      assertThat(state.allLeft()).isTrue();
    }

    @Test
    void nobodyMayLeaveBefore() throws IOException {
      TrackerState state = exchange();

      assertThatThrownBy(() -> state.leave(member(1)))
          .hasMessageContaining("rank 1 may not leave before the drain");
    }

    @Test
    void stillAcceptsReports() throws IOException {
      TrackerState state = exchange();
      state.report(member(2), complete(0));
      state.report(member(3), complete(0));
      state.report(member(3), acquired(0, 3));

      assertThat(holders(state, 3)).isEqualTo("{1, 3}");
    }
  }
}
