package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.bits;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighbourGraphTest {
  private static final TrackerSettings SETTINGS = new TrackerSettings(10, 16);

  private static NeighbourGraph graph(int peers, long seed, List<SwarmMembers> swarms) {
    return new NeighbourGraph(peers, swarms, SETTINGS, rank -> null, new SplittableRandom(seed));
  }

  private static NeighbourGraph graph(int peers, SwarmMembers... swarms) {
    return graph(peers, 1, List.of(swarms));
  }

  private static SwarmMembers swarm(BitSet wanting, BitSet whole) {
    return new SwarmMembers(wanting, whole, new BitSet());
  }

  private static BitSet range(int from, int to) {
    BitSet range = new BitSet();
    range.set(from, to + 1);
    return range;
  }

  /** Rank 1 holds the file, all others want it. */
  private static SwarmMembers oneSeed(int peers) {
    return swarm(range(2, peers), bits(1));
  }

  private static BitSet random(SplittableRandom random, int peers, int size) {
    BitSet set = new BitSet();
    while (set.cardinality() < size) {
      set.set(random.nextInt(1, peers + 1));
    }
    return set;
  }

  private static BitSet without(BitSet set, BitSet other) {
    BitSet rest = (BitSet) set.clone();
    rest.andNot(other);
    return rest;
  }

  /**
   * What makes a swarm work: whoever wants the file is reached from any other that wants it, over
   * ranks that want it, and from a source of the whole file, or else from every source of a part.
   */
  private static void assertConnected(NeighbourGraph graph, SwarmMembers swarm) {
    if (swarm.wanting().isEmpty()) {
      return;
    }
    BitSet reached = new BitSet();
    Deque<Integer> queue = new ArrayDeque<>();
    queue.add(swarm.wanting().nextSetBit(0));
    while (!queue.isEmpty()) {
      int rank = queue.remove();
      if (!reached.get(rank)) {
        reached.set(rank);
        if (swarm.wanting().get(rank)) {
          Arrays.stream(graph.neighbours(rank)).filter(swarm::contains).forEach(queue::add);
        }
      }
    }
    assertThat(without(swarm.wanting(), reached)).isEqualTo(new BitSet());
    if (swarm.whole().isEmpty()) {
      assertThat(without(swarm.part(), reached)).isEqualTo(new BitSet());
    } else {
      assertThat(swarm.whole().intersects(reached)).isTrue();
    }
  }

  private static void assertSymmetric(NeighbourGraph graph, int peers) {
    for (int rank = 1; rank <= peers; rank++) {
      for (int neighbour : graph.neighbours(rank)) {
        assertThat(graph.neighbours(neighbour)).contains(rank);
        assertThat(neighbour).isNotEqualTo(rank);
      }
    }
  }

  private static int[] degrees(NeighbourGraph graph, int peers) {
    return IntStream.rangeClosed(1, peers).map(rank -> graph.neighbours(rank).length).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 16})
  void aSmallSwarmIsAFullMesh(int peers) {
    NeighbourGraph graph = graph(peers, oneSeed(peers));

    assertThat(degrees(graph, peers)).containsOnly(peers - 1);
  }

  @Test
  void aSinglePeerHasNoNeighbours() {
    assertThat(graph(1, swarm(bits(1), bits())).neighbours(1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 18, 33, 100, 1000})
  void aLargeSwarmIsConnectedWithAboutTheWantedDegree(int peers) {
    SwarmMembers swarm = oneSeed(peers);
    NeighbourGraph graph = graph(peers, swarm);

    assertConnected(graph, swarm);
    assertSymmetric(graph, peers);
    assertThat(IntStream.of(degrees(graph, peers))).allMatch(degree -> degree >= 9 && degree <= 12);
    assertThat(Arrays.stream(degrees(graph, peers)).average().orElseThrow()).isBetween(9.5, 10.5);
  }

  @Test
  void tenThousandPeersAreLinkedFastAndAreFewHopsApart() {
    int peers = 10_000;
    SwarmMembers swarm = oneSeed(peers);
    NeighbourGraph graph = graph(peers, swarm);

    assertConnected(graph, swarm);
    assertThat(hopsFrom(graph, 1, peers)).isLessThanOrEqualTo(8);
  }

  private static int hopsFrom(NeighbourGraph graph, int start, int peers) {
    int[] hops = new int[peers + 1];
    Arrays.fill(hops, -1);
    hops[start] = 0;
    Deque<Integer> queue = new ArrayDeque<>(List.of(start));
    int most = 0;
    while (!queue.isEmpty()) {
      int rank = queue.remove();
      most = hops[rank];
      for (int neighbour : graph.neighbours(rank)) {
        if (hops[neighbour] < 0) {
          hops[neighbour] = hops[rank] + 1;
          queue.add(neighbour);
        }
      }
    }
    return most;
  }

  @Test
  void ranksThatOnlyHoldAreNotLinkedToEachOther() {
    NeighbourGraph small = graph(6, swarm(bits(1, 2), bits(3, 4, 5, 6)));
    NeighbourGraph large = graph(60, swarm(range(1, 30), range(31, 60)));

    assertThat(small.neighbours(3)).containsExactly(1, 2);
    for (int rank = 31; rank <= 60; rank++) {
      assertThat(IntStream.of(large.neighbours(rank)))
          .isNotEmpty()
          .allMatch(neighbour -> neighbour <= 30);
    }
  }

  @Test
  void ranksWithoutACommonFileAreNotLinked() {
    NeighbourGraph graph = graph(5, swarm(bits(1), bits(2)), swarm(bits(3), bits(4)));

    assertThat(graph.neighbours(1)).containsExactly(2);
    assertThat(graph.neighbours(3)).containsExactly(4);
    assertThat(graph.neighbours(5)).isEmpty();
  }

  @Test
  void ofManySourcesAndOneThatWantsOnlySomeAreLinked() {
    SwarmMembers swarm = swarm(bits(1), range(2, 100));
    NeighbourGraph graph = graph(100, swarm);

    assertConnected(graph, swarm);
    assertThat(graph.neighbours(1)).hasSize(10);
  }

  @Test
  void sourcesDoNotTakeAllLinksOfThoseWhoWantTheFile() {
    SwarmMembers swarm = swarm(range(1, 50), range(51, 200));
    NeighbourGraph graph = graph(200, swarm);

    for (int rank = 1; rank <= 50; rank++) {
      int[] neighbours = graph.neighbours(rank);
      assertThat(Arrays.stream(neighbours).filter(other -> other <= 50).count())
          .isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void everyHolderOfAPartIsLinkedWhenNobodyHoldsTheWhole() {
    SwarmMembers swarm = new SwarmMembers(range(1, 3), new BitSet(), range(4, 60));

    assertConnected(graph(60, swarm), swarm);
  }

  @Test
  void aFileThatNobodyWantsMakesNoLinks() {
    NeighbourGraph graph = graph(3, swarm(bits(), bits(1, 2, 3)));

    assertThat(degrees(graph, 3)).containsOnly(0);
  }

  @Test
  void equalSwarmsShareTheirLinks() {
    NeighbourGraph one = graph(100, 7, List.of(oneSeed(100)));
    NeighbourGraph many = graph(100, 7, List.of(oneSeed(100), oneSeed(100), oneSeed(100)));

    assertThat(degrees(many, 100)).isEqualTo(degrees(one, 100));
  }

  @Test
  void whenEveryRankHoldsOneFileThatAllOthersWantTheDegreeStaysSmall() {
    int peers = 300;
    List<SwarmMembers> swarms = new ArrayList<>();
    for (int holder = 1; holder <= peers; holder++) {
      swarms.add(swarm(without(range(1, peers), bits(holder)), bits(holder)));
    }
    NeighbourGraph graph = graph(peers, 1, swarms);

    swarms.forEach(swarm -> assertConnected(graph, swarm));
    assertThat(IntStream.of(degrees(graph, peers))).allMatch(degree -> degree <= 13);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void thousandsOfRandomSwarmsAreEachConnectedWithinABoundedDegree(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int peers = 400;
    List<SwarmMembers> swarms = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      BitSet wanting = random(random, peers, random.nextInt(1, 30));
      swarms.add(swarm(wanting, without(random(random, peers, 2), wanting)));
    }
    NeighbourGraph graph = graph(peers, seed, swarms);

    swarms.stream()
        .filter(swarm -> !swarm.whole().isEmpty())
        .forEach(swarm -> assertConnected(graph, swarm));
    assertSymmetric(graph, peers);
    assertThat(Arrays.stream(degrees(graph, peers)).average().orElseThrow()).isLessThan(150);
  }

  @Test
  void linksBeyondTheLimitAreMadeOnlyToHoldSwarmsTogether() {
    List<SwarmMembers> swarms = new ArrayList<>();
    for (int file = 0; file < 200; file++) {
      swarms.add(swarm(bits(2 + file), bits(1)));
    }
    SplittableRandom random = new SplittableRandom(5);
    for (int file = 0; file < 300; file++) {
      swarms.add(swarm(random(random, 50, 12), new BitSet()));
    }
    NeighbourGraph graph = graph(201, 1, swarms);

    swarms.forEach(swarm -> assertConnected(graph, swarm));
    assertThat(graph.neighbours(1)).hasSizeGreaterThanOrEqualTo(200);
    for (int rank = 52; rank <= 201; rank++) {
      assertThat(graph.neighbours(rank)).containsExactly(1);
    }
  }

  @Test
  void theSameSeedGivesTheSameGraphAndAnotherSeedAnother() {
    List<SwarmMembers> swarms = List.of(oneSeed(200));
    NeighbourGraph one = graph(200, 1, swarms);
    NeighbourGraph same = graph(200, 1, swarms);
    NeighbourGraph other = graph(200, 2, swarms);

    assertThat(same.neighbours(100)).isEqualTo(one.neighbours(100));
    assertThat(other.neighbours(100)).isNotEqualTo(one.neighbours(100));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whenHalfTheRanksLeaveOneByOneTheRestStaysConnected(long seed) {
    int peers = 120;
    SplittableRandom random = new SplittableRandom(seed);
    SwarmMembers large = swarm(range(3, peers), bits(1, 2));
    SwarmMembers small = swarm(range(50, 80), bits(1, 90, 91));
    NeighbourGraph graph = graph(peers, seed, List.of(large, small));
    BitSet gone = new BitSet();
    while (gone.cardinality() < peers / 2) {
      int rank = random.nextInt(2, peers + 1);
      gone.set(rank);
      graph.remove(rank);

      assertThat(graph.neighbours(rank)).isEmpty();
      assertConnected(graph, large.without(gone));
      assertConnected(graph, small.without(gone));
    }
    assertSymmetric(graph, peers);
    int[] living = range(3, peers).stream().filter(rank -> !gone.get(rank)).toArray();
    for (int rank : living) {
      assertThat(graph.neighbours(rank).length).isBetween(8, 25);
    }
  }

  /** Six racks of twenty, the ranks of each in a row. */
  private static NeighbourGraph inRacks(int peers, long seed) {
    return new NeighbourGraph(
        peers,
        List.of(oneSeed(peers)),
        SETTINGS,
        rank -> "rack" + (rank - 1) / 20,
        new SplittableRandom(seed));
  }

  private static long near(NeighbourGraph graph, int rank) {
    return Arrays.stream(graph.neighbours(rank))
        .filter(of -> (of - 1) / 20 == (rank - 1) / 20)
        .count();
  }

  @Test
  void threeQuartersOfTheLinksLeadToTheSameRackAndTheOthersHoldTheRacksTogether() {
    for (long seed = 1; seed <= 20; seed++) {
      NeighbourGraph graph = inRacks(120, seed);
      assertConnected(graph, oneSeed(120));
      assertSymmetric(graph, 120);
      for (int rank = 2; rank <= 120; rank++) {
        assertThat(near(graph, rank)).as("near ones of %d", rank).isGreaterThanOrEqualTo(7);
        assertThat(graph.neighbours(rank)).hasSizeBetween(10, 14);
      }
      int total =
          2 * IntStream.rangeClosed(1, 120).map(rank -> graph.neighbours(rank).length).sum();
      long far =
          IntStream.rangeClosed(1, 120)
              .mapToLong(rank -> graph.neighbours(rank).length - near(graph, rank))
              .sum();
      assertThat(far).as("of %d ends", total / 2).isBetween(120L, 480L);
    }
  }

  @Test
  void rackOfOneHasLinksToOthersOnly() {
    NeighbourGraph graph =
        new NeighbourGraph(
            41,
            List.of(oneSeed(41)),
            SETTINGS,
            rank -> rank == 41 ? "alone" : "together",
            new SplittableRandom(1));
    assertConnected(graph, oneSeed(41));
    assertThat(graph.neighbours(41)).hasSizeGreaterThanOrEqualTo(10);
  }

  @Test
  void ranksWhoseRacksAreNotKnownOrAllTheSameAreLinkedAsWithoutRacks() {
    NeighbourGraph without = graph(60, oneSeed(60));
    NeighbourGraph one =
        new NeighbourGraph(
            60, List.of(oneSeed(60)), SETTINGS, rank -> "rack", new SplittableRandom(1));
    for (int rank = 1; rank <= 60; rank++) {
      assertThat(one.neighbours(rank)).isEqualTo(without.neighbours(rank));
    }
  }

  @Test
  void whoComesLateIsLinkedInItsRackToo() {
    NeighbourGraph graph =
        NeighbourGraph.ofNobodyYet(
            120, SETTINGS, rank -> "rack" + (rank - 1) / 20, new SplittableRandom(3));
    for (int rank = 1; rank <= 120; rank++) {
      graph.restore(rank);
    }
    SwarmMembers all = swarm(range(1, 120), new BitSet());
    assertConnected(graph, all);
    for (int rank = 1; rank <= 120; rank++) {
      assertThat(near(graph, rank)).as("near ones of %d", rank).isGreaterThanOrEqualTo(7);
      assertThat(graph.neighbours(rank).length - near(graph, rank)).isPositive();
    }
  }

  @Test
  void aRemovalTellsWhoseNeighboursHaveChanged() {
    int peers = 200;
    NeighbourGraph graph = graph(peers, oneSeed(peers));
    int[][] before = new int[peers + 1][];
    for (int rank = 1; rank <= peers; rank++) {
      before[rank] = graph.neighbours(rank);
    }
    BitSet changed = graph.remove(50);

    for (int rank = 1; rank <= peers; rank++) {
      boolean same = Arrays.equals(before[rank], graph.neighbours(rank));
      assertThat(changed.get(rank)).as("rank %d", rank).isEqualTo(!same);
    }
    assertThat(changed.cardinality()).isBetween(11, 35);
  }

  @Test
  void theLastLinkedSourceIsReplacedByAnotherWhenItLeaves() {
    SwarmMembers swarm = swarm(bits(1), range(2, 40));
    NeighbourGraph graph = graph(40, swarm);
    BitSet gone = new BitSet();
    for (int removed = 0; removed < 38; removed++) {
      int source = graph.neighbours(1)[0];
      gone.set(source);
      graph.remove(source);
      assertConnected(graph, swarm.without(gone));
    }
    assertThat(graph.neighbours(1)).hasSize(1);
  }

  @Test
  void aRankThatComesBackIsLinkedAgain() {
    SwarmMembers swarm = oneSeed(100);
    NeighbourGraph graph = graph(100, swarm);
    graph.remove(40);
    BitSet changed = graph.restore(40);

    assertConnected(graph, swarm);
    assertThat(changed.get(40)).isTrue();
    assertThat(graph.neighbours(40).length).isGreaterThanOrEqualTo(2);
  }

  @Test
  void whoHasLittleUseOfItsNeighboursGetsOneThatComes() {
    NeighbourGraph graph = graph(100, oneSeed(100));
    graph.remove(40);
    int other = IntStream.rangeClosed(2, 100).filter(rank -> rank != 40).findFirst().orElseThrow();
    BitSet half = bits(Arrays.copyOf(graph.neighbours(other), graph.neighbours(other).length / 2));
    half.set(graph.neighbours(other)[graph.neighbours(other).length - 1]);

    BitSet changed = graph.offer(40, other, half);

    assertThat(graph.neighbours(other)).contains(40);
    assertThat(changed).isEqualTo(bits(other, 40));
    assertSymmetric(graph, 100);
    assertThat(graph.offer(40, other, half)).as("it has it already").isEqualTo(bits());
  }

  @Test
  void whoIsOfNoUseOrNotNeededIsNotOffered() {
    NeighbourGraph graph = graph(100, swarm(range(2, 99), bits(1)), swarm(bits(100), bits(1)));
    graph.remove(40);
    BitSet all = bits(graph.neighbours(2));
    BitSet withNewcomer = bits(graph.neighbours(2));
    withNewcomer.set(40);

    assertThat(graph.offer(40, 2, bits())).as("nobody is refused").isEqualTo(bits());
    assertThat(graph.offer(40, 2, bits(graph.neighbours(2)[0]))).as("one is").isEqualTo(bits());
    assertThat(graph.offer(40, 2, withNewcomer)).as("it is refused itself").isEqualTo(bits());
    assertThat(graph.offer(100, 2, all)).as("they share no file").isEqualTo(bits());
  }

  @Test
  void whoIsLeftInASwarmIsLinkedAnew() {
    NeighbourGraph graph = graph(100, oneSeed(100));
    BitSet left = bits(17, 60, 99);

    BitSet changed = graph.redraw(List.of(new SwarmMembers(left, bits(1), range(2, 16))));

    assertConnected(graph, new SwarmMembers(left, bits(1), new BitSet()));
    assertSymmetric(graph, 100);
    assertThat(changed.intersects(left)).isTrue();
  }

  @Test
  void mendingAnUntouchedSwarmChangesNothing() {
    NeighbourGraph graph = graph(300, swarm(range(2, 300), bits(1)));
    graph.remove(17);
    BitSet first = graph.restore(17);
    BitSet second = graph.restore(17);

    assertThat(first).isNotEqualTo(new BitSet());
    assertThat(second).isEqualTo(new BitSet());
  }
}
