package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.acquired;
import static org.yarnp2p.tracker.TestJob.bits;
import static org.yarnp2p.tracker.TestJob.complete;
import static org.yarnp2p.tracker.TestJob.digest;
import static org.yarnp2p.tracker.TestJob.heldInline;
import static org.yarnp2p.tracker.TestJob.heldPayload;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;
import static org.yarnp2p.tracker.TestJob.unhashed;
import static org.yarnp2p.tracker.TestSwarm.LENGTH;
import static org.yarnp2p.tracker.TestSwarm.answer;
import static org.yarnp2p.tracker.TestSwarm.finding;
import static org.yarnp2p.tracker.TestSwarm.holders;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Complaint;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.LostFile;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;

/** What is lost, or is not, where a tracker knows nothing but what peers tell it. */
class TrackerRestartLossTest {
  /** Nobody may have told the ApplicationMaster yet, which would expect the output. */
  @Test
  void whatAPeerIsCompleteWithoutIsLostForItThoughItIsThereAgain() throws IOException {
    TrackerState state = partialAgain(2, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    state.join(joins(2).wanting(0).having(0, 0, 1).knowing(0, LENGTH).request());

    state.report(member(2), complete());

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
    assertThat(state.trouble().lost())
        .containsExactly(
            new LostFile(new Holding(0, bits(2, 3, 4, 5, 6, 7, 8, 9)), List.of(Rank.peer(2))));
  }

  /** Who is complete without a file will never take it from anybody, nor refuse it. */
  @Test
  void nobodyWhoIsCompleteWithoutAFileKeepsItFromBeingLostForOthers() throws IOException {
    TrackerState state = partialAgain(3, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    state.join(joins(2).wanting(0).knowing(0, LENGTH).request());
    state.join(joins(3).wanting(0).request());
    refuses(state, member(3), member(1));
    assertThat(state.trouble().unfit()).as("rank 2 may take it").isEmpty();

    state.report(member(2), complete());
    assertThat(state.trouble().unfit()).containsExactly(member(1));
    for (int life = 2; life <= 3; life++) {
      state.join(joins(member(1, life)).holding(heldPayload(0, LENGTH)).request());
      refuses(state, member(3), member(1, life));
    }
    for (int life = 2; life <= 3; life++) {
      assertThat(state.view(member(3, life - 1)).lost()).isEmpty();
      state.join(joins(member(3, life)).wanting(0).request());
      refuses(state, member(3, life), member(1, 3));
    }
    answer(state, member(3, 3));
    answer(state, member(3, 3));

    assertThat(state.view(member(3, 3)).lost()).containsExactly(0);
  }

  private static void refuses(TrackerState state, Member by, Member source) throws IOException {
    Complaint ban = new Complaint(source, new SegmentRef(0, 9), true);
    state.report(by, new Report(List.of(), List.of(), false, List.of(ban)));
    answer(state, source);
  }

  /** It has to drop them: who counts it as a holder waits for ever. */
  @Test
  void whatTheTrackerRefusesIsLostWithItsOnlyHolder() throws IOException {
    TrackerState state = partialAgain(2, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    state.join(joins(2).wanting(0).knowing(0, LENGTH).request());
    Member again = member(2, 2);
    state.join(joins(again).wanting(0).having(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9).request());
    assertThat(state.report(again, finding(3, digest("other bytes"))).refused()).hasSize(1);

    state.giveUp(Set.of(Rank.peer(1)));
    answer(state, again);

    assertThat(state.trouble().lost())
        .containsExactly(new LostFile(new Holding(0, bits(3)), List.of(Rank.peer(2))));
  }

  @Test
  void fileThatNobodyWhoIsLeftKnowsIsLostAndTheOthersGoOn() throws IOException {
    TrackerState state = partialAgain(3, TestJob.payload(0, "file1"), TestJob.inline(1, "file2"));
    state.giveUp(Set.of(Rank.peer(1)));
    state.join(joins(2).holding(heldInline(1, "a")).wanting(0).request());
    state.join(joins(3).wanting(0, 1).request());

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.trouble().lost())
        .containsExactly(new LostFile(new Holding(0, bits()), List.of(Rank.peer(2), Rank.peer(3))));
    assertThat(state.view(member(2)).lost()).containsExactly(0);
    assertThat(state.describe(member(3))).extracting(DescribedFile::file).containsExactly(1);
    state.join(joins(member(3, 2)).wanting(0, 1).request());
    assertThat(state.view(member(3, 2)).lost()).containsExactly(0);
    state.report(member(2), complete());
    state.report(member(3, 2), complete(1));
    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void fileThatNobodyWhoIsLeftKnowsFailsAnyOtherJob() throws IOException {
    TrackerState state = TestJob.stateAgain(2, TestJob.payload(0, "file1"));
    state.giveUp(Set.of(Rank.peer(1)));
    state.join(joins(2).wanting(0).request());

    assertThat(state.failure()).contains("rank 2 wants file1, which nobody holds");
  }

  /** Who is right nobody knows any more: it may be the input that has other bytes than before. */
  @Test
  void holderThatTellsOtherBytesThanThePeersGotFromAnEarlierLifeFailsTheSwarm() throws IOException {
    TrackerState state = again(heldPayload(0, LENGTH));
    state.report(member(2), acquired(0, 0));
    assertThat(state.failure()).isEmpty();

    state.report(member(2), finding(1, digest("other bytes")));

    assertThat(state.failure())
        .contains("rank 1 and rank 2 disagree about file1: segment 2 differs");
  }

  @Test
  void soDoesOneThatTellsThemAfterThePeers() throws IOException {
    TrackerState state = again(unhashed(0, LENGTH));
    state.report(member(2), finding(1, digest("other bytes")));
    assertThat(state.failure()).isEmpty();

    state.report(member(1), acquired(0, 1));

    assertThat(state.failure())
        .contains("rank 1 and rank 2 disagree about file1: segment 2 differs");
  }

  /** What this life has known from the beginning stands. */
  @Test
  void peerThatComesLaterWithOtherBytesHasToReplaceThem() throws IOException {
    TrackerState state = again(heldPayload(0, LENGTH));
    state.join(joins(member(2, 2)).wanting(0).having(0, 1).request());

    assertThat(state.report(member(2, 2), finding(1, digest("other bytes"))).refused()).hasSize(1);
    assertThat(state.failure()).isEmpty();
  }

  private static TrackerState again(HeldFile held) throws IOException {
    TrackerState state = TestJob.stateAgain(2, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(held).request());
    state.join(joins(2).wanting(0).having(0, 0, 1).knowing(0, LENGTH).request());
    return state;
  }

  /** Calls may arrive twice, and late. */
  @Test
  void whatWasWithdrawnDoesNotComeBackWithARepeatedJoin() throws IOException {
    TrackerState state = partialAgain(2, TestJob.payload(0, "file1"));
    JoinRequest holder = joins(1).holding(unhashed(0, LENGTH)).request();
    JoinRequest wanter = joins(2).wanting(0).having(0, 4, 5).knowing(0, LENGTH).request();
    state.join(holder);
    state.join(wanter);
    state.report(member(1), acquired(0, IntStream.range(0, 10).toArray()));
    state.report(member(1), Report.recheck(List.of(), List.of(new SegmentRef(0, 9))));
    state.report(member(2), Report.recheck(List.of(), List.of(new SegmentRef(0, 5))));

    state.join(holder);
    state.join(wanter);

    assertThat(holders(state, 9)).isEqualTo("{}");
    assertThat(holders(state, 5)).isEqualTo("{1}");
    answer(state, member(2));
    state.report(member(2), complete());
    assertThat(state.phase()).as("no digest is awaited again").isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void outputThatAnEarlierLifeHasWrittenIsNotLost() throws IOException {
    TrackerState state = partialAgain(2, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    state.join(joins(member(2, 2)).wanting(0).request());

    state.report(member(2, 2), complete(0));

    assertThat(state.trouble().lost()).isEmpty();
  }

  /** The others pass nothing on any more of what they have let go. */
  @Test
  void whoIsLeftToWaitForAFileIsLinkedToItsHolder() throws IOException {
    for (int seed = 1; seed <= 20; seed++) {
      TrackerState state =
          new TrackerState(
              6,
              List.of(TestJob.payload(0, "file1")),
              new TrackerSettings(2, 1),
              new SplittableRandom(seed),
              SwarmKind.PARTIAL,
              true);
      state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
      for (int rank = 2; rank <= 6; rank++) {
        state.join(joins(rank).wanting(0).having(0, 0).request());
      }

      for (int rank = 2; rank <= 5; rank++) {
        state.report(member(rank), complete());
      }

      assertThat(state.view(member(6)).neighbours())
          .extracting(PeerView.Neighbour::member)
          .as("seed %d", seed)
          .contains(member(1));
    }
  }

  private static TrackerState partialAgain(int peers, PlannedFile... files) {
    return new TrackerState(
        peers,
        List.of(files),
        new TrackerSettings(10, 16),
        new SplittableRandom(1),
        SwarmKind.PARTIAL,
        true);
  }

  @Test
  void whatNobodyHasAnyMoreFailsTheSwarm() throws IOException {
    TrackerState state = TestJob.state(2, TestJob.payload(0, "file1"));
    state.giveUp(Set.of(Rank.peer(1)));
    state.join(joins(2).wanting(0).having(0, 0, 1, 2, 4).knowing(0, LENGTH).request());

    assertThat(state.failure()).contains("rank 2 wants file1, of which nobody holds segment 4");
  }

  @Test
  void whatWasLostInTheFormerLifeOfThePartialJobsTrackerIsLostAgain() throws IOException {
    TrackerState state = togetherAgain(true);

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.view(member(2)).lost()).containsExactly(0);
    state.report(member(2), complete());
    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void lossMeanwhileFailsAnyOtherJobWithWhatIsLost() throws IOException {
    assertThat(togetherAgain(false).failure())
        .hasValue(
            "file1 is lost for rank 2: no rank that is left gives segments 3-10 of 10, and there"
                + " is no origin");
  }

  private static TrackerState togetherAgain(boolean partial) throws IOException {
    TrackerState state =
        new TrackerState(
            2,
            List.of(TestJob.payload(0, "file1")),
            new TrackerSettings(10, 16),
            new SplittableRandom(1),
            partial ? SwarmKind.PARTIAL : SwarmKind.TOGETHER,
            true);
    state.giveUp(Set.of(Rank.peer(1)));
    state.join(joins(2).wanting(0).having(0, 0, 1).knowing(0, LENGTH).request());
    answer(state, member(2));
    return state;
  }
}
