package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.tracker.TestJob.acquired;
import static org.yarnp2p.tracker.TestJob.bits;
import static org.yarnp2p.tracker.TestJob.complete;
import static org.yarnp2p.tracker.TestJob.digest;
import static org.yarnp2p.tracker.TestJob.heldPayload;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;
import static org.yarnp2p.tracker.TestJob.payloadDigest;
import static org.yarnp2p.tracker.TestSwarm.LENGTH;
import static org.yarnp2p.tracker.TestSwarm.claim;
import static org.yarnp2p.tracker.TestSwarm.finding;
import static org.yarnp2p.tracker.TestSwarm.holders;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;

/** The tracker of a distribution, in which nobody waits for the last. */
class TrackerStateElasticTest {
  @Test
  void opensWithTheFirstJoin() throws IOException {
    TrackerState state = elastic(3);
    assertThat(state.phase()).isEqualTo(SwarmPhase.GATHERING);
    state.join(joins(2).wanting(0).request());

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.view(member(2)).phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.view(member(2)).neighbours()).isEmpty();
    assertThat(state.describe(member(2)).get(0).shape().segmentCount()).isEqualTo(10);
    assertThat(claim(state, member(2), 0, 3)).hasSize(3);
  }

  @Test
  void claimIsRepeatedToAPeerThatMayNotHaveHeardTheAnswer() throws IOException {
    TrackerState state = elastic(2);
    state.join(joins(1).wanting(0).request());
    state.join(joins(2).wanting(0).request());
    state.claim(member(2), 0, 3, 1);
    List<SegmentRef> given = state.claim(member(1), 0, 10, Long.MAX_VALUE);
    assertThat(given).hasSize(9);
    long bytes = state.grantedBytes();

    assertThat(state.claim(member(2), 0, 3, 100)).as("its own").hasSize(1);
    assertThat(state.claim(member(1), 0, 4, 100)).as("nothing else is left").hasSize(4);
    assertThat(given).containsAll(state.claim(member(1), 0, 100, 100)).hasSize(9);
    assertThat(state.grantedBytes()).as("told twice, given once").isEqualTo(bytes);
    state.report(member(1), acquired(0, given.get(0).segment()));
    assertThat(state.claim(member(1), 0, 100, 100)).hasSize(8).doesNotContain(given.get(0));
  }

  @Test
  void laterOnesGetNeighboursAtOnceAndTheirNeighboursHearOfThem() throws IOException {
    TrackerState state = elastic(3);
    state.join(joins(2).wanting(0).request());
    state.join(joins(1).wanting(0).request());
    state.takeChangedViews();
    state.join(joins(3).wanting(0).request());

    assertThat(state.takeChangedViews()).isEqualTo(bits(1, 2, 3));
    assertThat(neighbours(state, 3)).containsExactly(1, 2);
    assertThat(neighbours(state, 1)).containsExactly(2, 3);
  }

  @Test
  void ranksThatHaveNotJoinedAreNobodysNeighbours() throws IOException {
    TrackerState state = elastic(200);
    for (int rank = 200; rank > 100; rank--) {
      state.join(joins(rank).wanting(0).request());
    }
    for (int rank = 200; rank > 100; rank--) {
      assertThat(neighbours(state, rank)).hasSizeGreaterThanOrEqualTo(10);
      assertThat(neighbours(state, rank)).allSatisfy(other -> assertThat(other).isGreaterThan(100));
    }
  }

  @Test
  void drainsOnlyWhenEveryRankOfTheJobIsComplete() throws IOException {
    TrackerState state = elastic(2);
    state.join(joins(1).wanting(0).request());
    state.report(member(1), complete(0));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    state.join(joins(2).wanting(0).request());
    state.report(member(2), complete(0));

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void whoWantsNothingSaysThatItIsDoneAllTheSame() throws IOException {
    TrackerState state = elastic(2);
    state.join(joins(1).request());
    state.join(joins(2).request());
    state.report(member(1), complete());
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    state.report(member(2), complete());

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void drainsAtOnceWhenAllThatAreOutstandingAreGivenUp() throws IOException {
    TrackerState state = elastic(4);
    state.join(joins(1).wanting(0).request());
    state.join(joins(2).wanting(0).request());
    state.report(member(1), complete(0));
    state.giveUp(Set.of(Rank.peer(3)));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    state.giveUp(Set.of(Rank.peer(3), Rank.peer(2), Rank.peer(4)));

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
    assertThat(neighbours(state, 1)).isEmpty();
    assertThat(state.joined()).isEqualTo(1);
  }

  @Test
  void aCompletePeerThatIsGivenUpIsNotWaitedForTwice() throws IOException {
    TrackerState state = elastic(2);
    state.join(joins(1).wanting(0).request());
    state.join(joins(2).wanting(0).request());
    state.report(member(1), complete(0));
    state.giveUp(Set.of(Rank.peer(1)));
    state.giveUp(Set.of(Rank.peer(1)));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    state.report(member(2), complete(0));

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void whoIsGivenUpMayNotComeBack() throws IOException {
    TrackerState state = elastic(2);
    state.join(joins(1).wanting(0).request());
    state.giveUp(Set.of(Rank.peer(1)));

    assertThatThrownBy(() -> state.join(joins(member(1, 2)).wanting(0).request()))
        .hasMessageContaining("rank 1 (incarnation 2) is too late: the job goes on without it");
    assertThatThrownBy(() -> state.report(member(1), complete(0)))
        .hasMessageContaining("goes on without it");
  }

  @Test
  void whatAGivenUpRankHadClaimedIsReadByAnother() throws IOException {
    TrackerState state = elastic(2);
    state.join(joins(1).wanting(0).request());
    claim(state, member(1), 0, 10);
    state.report(member(1), acquired(0, 0, 1));
    state.join(joins(2).wanting(0).request());
    state.report(member(2), acquired(0, 0));
    state.giveUp(Set.of(Rank.peer(1)));

    assertThat(claim(state, member(2), 0, 10)).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(state.grantedBytes()).isEqualTo(95 + 85);
  }

  @Test
  void whoHasAllFromBeforeIsASourceForTheOthers() throws IOException {
    TrackerState state = elastic(2);
    state.join(joins(1).wanting(0).request());
    claim(state, member(1), 0, 2);
    state.join(joins(2).wanting(0).request());
    state.report(member(2), acquired(0, all()));

    assertThat(holders(state, 9)).isEqualTo("{2}");
    assertThat(claim(state, member(1), 0, 10)).isEmpty();
    state.report(member(1), complete(0));
    state.report(member(2), complete(0));
    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void whatDiffersFromWhatIsKnownIsDisowned() throws IOException {
    TrackerState state = elastic(2);
    state.join(joins(1).wanting(0).request());
    state.report(member(1), acquired(0, 3));
    state.join(joins(2).wanting(0).request());
    Report bad = finding(3, digest("bad"));

    assertThat(state.report(member(2), bad).refused()).containsExactly(new SegmentRef(0, 3));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(holders(state, 3)).isEqualTo("{1}");
    assertThat(state.report(member(2), bad).refused()).contains(new SegmentRef(0, 3));
    assertThat(state.report(member(2), nothing()).refused()).isEmpty();
  }

  @Test
  void whoHasDisownedSegmentsIsNotCompleteUntilItHasReplacedThem() throws IOException {
    TrackerState state = elastic(2);
    state.join(joins(1).wanting(0).request());
    state.report(member(1), acquired(0, 3));
    state.report(member(1), complete(0));
    state.join(joins(2).wanting(0).request());
    state.report(member(2), finding(3, digest("bad")));
    assertThat(state.report(member(2), complete()).refused()).containsExactly(new SegmentRef(0, 3));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.report(member(2), finding(3, payloadDigest(0, 3))).refused()).isEmpty();
    state.report(member(2), complete());

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void nextLifeIsToldNothingOfWhatTheFormerOneHadDisowned() throws IOException {
    TrackerState state = elastic(2);
    state.join(joins(1).wanting(0).request());
    state.report(member(1), acquired(0, 3));
    state.report(member(1), complete(0));
    state.join(joins(2).wanting(0).request());
    state.report(member(2), finding(3, digest("bad")));
    state.join(joins(member(2, 2)).wanting(0).request());

    assertThat(state.report(member(2, 2), complete(0)).refused()).isEmpty();
    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void aDisownedSegmentThatNobodyElseHoldsIsReadFromItsOrigin() throws IOException {
    TrackerState state = elastic(3);
    state.join(joins(1).wanting(0).request());
    state.report(member(1), acquired(0, 3));
    state.join(joins(2).wanting(0).request());
    state.report(member(2), acquired(0, 0, 1, 2, 4, 5, 6, 7, 8, 9));
    state.lose(Rank.peer(1));
    state.report(member(2), finding(3, digest("bad")));

    assertThat(claim(state, member(2), 0, 10)).containsExactly(3);
  }

  @Test
  void nobodyHoldsAnythingFromAnInput() throws IOException {
    TrackerState state = elastic(1);

    assertThatThrownBy(() -> state.join(joins(1).holding(heldPayload(0, LENGTH)).request()))
        .hasMessageContaining("rank 1 holds files from an input");
    assertThat(state.joined()).isZero();
  }

  @Test
  void whatAPeerCannotReadIsGivenToAnother() throws IOException {
    TrackerState state = elastic(2);
    state.join(joins(1).wanting(0).request());
    state.join(joins(2).wanting(0).request());
    claim(state, member(1), 0, 10);
    state.report(member(1), unread(4, 5));

    assertThat(claim(state, member(2), 0, 10)).containsExactlyInAnyOrder(4, 5);
    state.report(member(1), unread(4, 5));
    assertThat(claim(state, member(1), 0, 10)).as("its others").hasSize(8).doesNotContain(4, 5);
    assertThatThrownBy(() -> state.report(member(1), unread(10)))
        .hasMessageContaining("segment 11 of file1, which has 10");
  }

  @Test
  void aClaimMayBringSegmentsOfManyFiles() throws IOException {
    TrackerState state = elasticTree(2, 5, 15);
    state.join(joins(1).wanting(0, 1, 2, 3, 4).request());
    state.join(joins(2).wanting(0, 1, 2, 3, 4).request());

    assertThat(state.claim(member(1), 3, 100, 50))
        .containsExactly(ref(3, 0), ref(3, 1), ref(4, 0), ref(4, 1), ref(0, 0), ref(0, 1));
    assertThat(state.claim(member(2), 3, 3, 1000)).containsExactly(ref(1, 0), ref(1, 1), ref(2, 0));
    assertThat(state.claim(member(1), 0, 100, 1)).containsExactly(ref(2, 1));
    assertThat(state.claim(member(1), 0, 100, 1)).as("what it has been given").hasSize(7);
    assertThat(state.grantedBytes()).isEqualTo(5 * 15);
  }

  @Test
  void aClaimBringsFirstWhatIsNearOfAllFiles() throws IOException {
    TrackerState state = elasticTree(2, 5, 15);
    state.join(joins(1).wanting(0, 1, 2, 3, 4).request());
    state.join(joins(2).wanting(0, 1, 2, 3, 4).request());
    state.place(4, wholeOn("host1"));
    state.place(1, wholeOn("host2"));

    assertThat(state.claim(member(1), 3, 3, 1000)).containsExactly(ref(4, 0), ref(4, 1), ref(3, 0));
    assertThat(state.claim(member(2), 3, 3, 20)).containsExactly(ref(1, 0), ref(1, 1));
    assertThat(state.claim(member(2), 3, 1, 1000)).containsExactly(ref(3, 1));
  }

  private static Replicas wholeOn(String host) {
    return Replicas.of(
        FileShape.payload(15, TestJob.SEGMENT_SIZE),
        List.of(new Replicas.Block(0, 15, Set.of(host))),
        any -> null);
  }

  @Test
  void anEmptyFileHasNothingToClaim() throws IOException {
    TrackerState state = elasticTree(1, 2, 0);
    state.join(joins(1).wanting(0, 1).request());

    assertThat(state.claim(member(1), 0, 100, 100)).isEmpty();
    state.report(member(1), complete(0, 1));
    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void mostNeighboursAreInTheSameRack() throws IOException {
    int peers = 60;
    TrackerState state = elastic(peers);
    state.racks(host -> "rack" + Integer.parseInt(host.substring("host".length())) % 3);
    for (int rank = 1; rank <= peers; rank++) {
      state.join(joins(rank).wanting(0).request());
    }
    for (int rank = 1; rank <= peers; rank++) {
      int rack = rank % 3;
      List<Integer> neighbours = neighbours(state, rank);
      long near = neighbours.stream().filter(other -> other % 3 == rack).count();
      assertThat(near).as("of %d", rank).isBetween(7L, neighbours.size() - 1L);
    }
  }

  private static TrackerState elastic(int peers) {
    return elastic(peers, TestJob.origin(0, "file1", LENGTH));
  }

  private static TrackerState elasticTree(int peers, int files, long length) {
    return elastic(
        peers,
        IntStream.range(0, files)
            .mapToObj(id -> TestJob.origin(id, "file" + id, length))
            .toArray(PlannedFile[]::new));
  }

  private static TrackerState elastic(int peers, PlannedFile... files) {
    return new TrackerState(
        peers,
        List.of(files),
        new TrackerSettings(10, 16),
        new SplittableRandom(1),
        SwarmKind.ELASTIC,
        false);
  }

  private static int[] all() {
    return IntStream.range(0, 10).toArray();
  }

  private static Report nothing() {
    return new Report(List.of(), List.of(), false, List.of());
  }

  private static Report unread(int... segments) {
    return new Report(
        List.of(),
        List.of(),
        false,
        List.of(),
        IntStream.of(segments).mapToObj(segment -> ref(0, segment)).toList());
  }

  private static SegmentRef ref(int file, int segment) {
    return new SegmentRef(file, segment);
  }

  private static List<Integer> neighbours(TrackerState state, int rank) throws IOException {
    return state.view(member(rank)).neighbours().stream()
        .map(neighbour -> neighbour.member().rank().value())
        .toList();
  }
}
