package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.tracker.TestJob.acquired;
import static org.yarnp2p.tracker.TestJob.bits;
import static org.yarnp2p.tracker.TestJob.complete;
import static org.yarnp2p.tracker.TestJob.heldPayload;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;
import static org.yarnp2p.tracker.TestJob.unhashed;
import static org.yarnp2p.tracker.TestSwarm.LENGTH;
import static org.yarnp2p.tracker.TestSwarm.claim;
import static org.yarnp2p.tracker.TestSwarm.holders;
import static org.yarnp2p.tracker.TestSwarm.originOnly;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.protocol.TooEarlyException;

/** A tracker that knows nothing, and peers that are in the middle of the exchange. */
class TrackerRestartTest {
  @Test
  void exchangeGoesOnAsSoonAsTheLastHasJoinedAgain() throws IOException {
    TrackerState state = TestJob.state(3, TestJob.payload(0, "file1"));
    state.join(joins(2).wanting(0).having(0, 0, 1, 2, 3).request());
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    assertThat(state.phase()).isEqualTo(SwarmPhase.GATHERING);
    state.join(joins(3).wanting(0).having(0, 9).request());

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(holders(state, 0)).isEqualTo("{1, 2}");
    assertThat(holders(state, 9)).isEqualTo("{1, 3}");
  }

  @Test
  void beforeThatPeersAreToComeAgain() throws IOException {
    TrackerState state = TestJob.state(2, TestJob.payload(0, "file1"));
    state.join(joins(2).wanting(0).having(0, 0).request());

    assertThatThrownBy(() -> state.report(member(2), acquired(0, 1)))
        .isInstanceOf(TooEarlyException.class);
    assertThatThrownBy(() -> claim(state, member(2), 0, 1)).isInstanceOf(TooEarlyException.class);
    assertThatThrownBy(() -> state.describe(member(2))).isInstanceOf(TooEarlyException.class);
  }

  @Test
  void nobodyWaitsForThoseThatAreGivenUp() throws IOException {
    TrackerState state = TestJob.state(4, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    state.join(joins(2).wanting(0).having(0, 0).request());
    state.join(joins(4).wanting(0).request());
    state.giveUp(Set.of(Rank.peer(4)));
    assertThat(state.phase()).isEqualTo(SwarmPhase.GATHERING);
    state.giveUp(Set.of(Rank.peer(3), Rank.peer(4)));

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(neighbours(state, 1)).containsExactly(2);
    assertThat(neighbours(state, 2)).containsExactly(1);
    state.report(member(2), complete(0));
    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  /** It has everything and lives on unheard: the swarm would drain without its successor. */
  @Test
  void lifeThatIsOverIsNotTakenForItsRank() throws IOException {
    TrackerState state = TestJob.state(2, TestJob.payload(0, "file1"));
    state.lose(member(2));
    int[] all = IntStream.range(0, 10).toArray();
    assertThatThrownBy(
            () -> state.join(joins(2).wanting(0).having(0, all).knowing(0, LENGTH).request()))
        .isInstanceOf(FencedException.class)
        .hasMessage("rank 2 is fenced off: incarnation 2 has taken its place");
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    assertThat(state.phase()).isEqualTo(SwarmPhase.GATHERING);

    state.join(joins(member(2, 2)).wanting(0).request());
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void swarmDrainsThoughAHolderHasWithdrawnWhatItHeld() throws IOException {
    TrackerState state = TestJob.state(2, TestJob.payload(0, "file1"));
    int[] all = IntStream.range(0, 10).toArray();
    state.join(joins(1).holding(unhashed(0, LENGTH)).request());
    state.join(joins(2).wanting(0).having(0, all).knowing(0, LENGTH).request());
    state.report(member(1), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8));
    state.report(
        member(1), Report.recheck(List.of(new SegmentRef(0, 9)), List.of(new SegmentRef(0, 9))));
    state.report(member(2), complete(0));

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void nobodyMissesAHolderThatHasLeftWhenTheOthersHaveTheFile() throws IOException {
    TrackerState state = TestJob.state(3, TestJob.payload(0, "file1"));
    state.giveUp(Set.of(Rank.peer(1)));
    int[] all = IntStream.range(0, 10).toArray();
    state.join(joins(2).wanting(0).having(0, all).knowing(0, LENGTH).request());
    state.join(joins(3).wanting(0).having(0, 1, 2).knowing(0, LENGTH).request());

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.describe(member(3)).get(0).shape().dataLength()).isEqualTo(LENGTH);
  }

  @Test
  void aLongerFileThanHoldersHaveIsRemembered() throws IOException {
    TrackerState state = TestJob.state(2, TestJob.payload(0, "file1"));
    int[] all = IntStream.range(0, 10).toArray();
    state.join(joins(2).wanting(0).having(0, all).knowing(0, LENGTH).request());
    state.join(joins(1).holding(heldPayload(0, 40)).request());

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.describe(member(2)).get(0).shape().dataLength()).isEqualTo(LENGTH);
  }

  @Test
  void peerThatIsReplacedAtTheSameTimeMeetsTheOthersFirst() throws IOException {
    TrackerState state = TestJob.state(2, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    state.join(joins(member(2, 2)).wanting(0).unready().request());
    assertThat(state.phase()).isEqualTo(SwarmPhase.MEETING);
    state.ready(member(2, 2));

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void drainWaitsForDigestsThatOnlyTheFormerTrackerWasTold() throws IOException {
    TrackerState state = TestJob.state(2, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(unhashed(0, LENGTH)).request());
    state.join(joins(2).wanting(0).having(0, IntStream.range(0, 10).toArray()).request());
    state.report(member(2), complete(0));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    state.report(member(1), acquired(0, IntStream.range(0, 10).toArray()));

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void whatPeersWereToReadIsNotGivenToOthers() throws IOException {
    TrackerState state = TestJob.state(2, TestJob.origin(0, "file1", LENGTH));
    state.join(joins(1).wanting(0).having(0, 0, 1, 2).claiming(0, 3, 4).request());
    state.join(joins(2).wanting(0).claiming(0, 2, 9, 99).request());

    assertThat(claim(state, member(1), 0, 10)).containsExactlyInAnyOrder(5, 6, 7, 8);
    state.lose(Rank.peer(2));
    assertThat(claim(state, member(1), 0, 10)).containsExactly(9);
  }

  @Test
  void claimWhoseAnswerIsLostIsGivenAgain() throws IOException {
    TrackerState state = originOnly();
    List<SegmentRef> first = state.claim(member(1), 0, 2, 1000);
    List<SegmentRef> lost = state.claim(member(1), 0, 2, 1000);
    state.report(member(1), acquired(0, first.get(0).segment()));

    List<SegmentRef> again = state.claimAnew(member(1), 0, 10, 1000, List.of(first.get(1)));
    assertThat(again).hasSize(8).containsAll(lost).doesNotContainAnyElementsOf(first);
    assertThat(state.claim(member(2), 0, 10, 1000)).isEmpty();
  }

  @Test
  void distributionGivesNothingToReadBeforeAllAreBack() throws IOException {
    TrackerState state = elasticAgain(3);
    state.join(joins(1).wanting(0).having(0, 0, 1, 2, 3, 4).request());
    state.join(joins(2).wanting(0).claiming(0, 5).request());
    assertThat(state.phase()).isEqualTo(SwarmPhase.GATHERING);
    assertThat(state.view(member(1)).phase()).isEqualTo(SwarmPhase.GATHERING);
    assertThatThrownBy(() -> claim(state, member(2), 0, 1)).isInstanceOf(TooEarlyException.class);
    state.join(joins(3).wanting(0).having(0, 6, 7).request());

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(neighbours(state, 3)).containsExactly(1, 2);
    assertThat(claim(state, member(3), 0, 10)).containsExactlyInAnyOrder(8, 9);
  }

  @Test
  void distributionGoesOnWithoutThoseThatDoNotComeBackInTime() throws IOException {
    TrackerState state = elasticAgain(3);
    state.join(joins(1).wanting(0).having(0, 0, 1, 2, 3, 4).request());
    state.giveUp(Set.of(Rank.peer(2)));
    assertThat(state.gatheringOverdue()).isEqualTo(bits(3));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    state.join(joins(3).wanting(0).request());
    assertThat(neighbours(state, 3)).containsExactly(1);
    assertThat(state.gatheringOverdue().isEmpty()).isTrue();
  }

  @Test
  void distributionGoesOnWhenTheRestIsGivenUp() throws IOException {
    TrackerState state = elasticAgain(2);
    state.join(joins(1).wanting(0).having(0, 0).request());
    state.giveUp(Set.of(Rank.peer(2)));

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void otherJobsWaitForAllHoweverLongItTakes() throws IOException {
    TrackerState state = TestJob.state(2, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());

    assertThat(state.gatheringOverdue().isEmpty()).isTrue();
    assertThat(state.phase()).isEqualTo(SwarmPhase.GATHERING);
  }

  private static TrackerState elasticAgain(int peers) {
    return new TrackerState(
        peers,
        List.of(TestJob.origin(0, "file1", LENGTH)),
        new TrackerSettings(10, 16),
        new SplittableRandom(1),
        SwarmKind.ELASTIC,
        true);
  }

  private static List<Integer> neighbours(TrackerState state, int rank) throws IOException {
    return state.view(member(rank)).neighbours().stream()
        .map(neighbour -> neighbour.member().rank().value())
        .toList();
  }
}
