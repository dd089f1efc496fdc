package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Holding;

class NeighbourhoodTest {
  private static final int FILE = 3;
  private static final int OTHER = 5;

  /** Numbers 0 to 3 are of the one file, 4 and 5 of the other. */
  private final SegmentTable table = new SegmentTable(List.of(file(FILE, 4), file(OTHER, 2)));

  private final SegmentPicker picker = new SegmentPicker(6, new SplittableRandom(1));
  private final Neighbourhood neighbours = new Neighbourhood(table, picker);

  @Test
  void thereIsNobodyAtFirst() {
    assertThat(neighbours.all()).isEmpty();
    assertThat(neighbours.get(Rank.peer(1))).isNull();
    assertThat(neighbours.without(FILE, 0)).isEmpty();
  }

  @Test
  void namedPeersAreNeighboursAtTheirDistance() {
    neighbours.become(
        List.of(
            new Neighbour(Rank.peer(2), Neighbour.SAME_RACK),
            new Neighbour(Rank.peer(9), Neighbour.ELSEWHERE)));
    assertThat(neighbours.all()).extracting(source -> source.rank.value()).containsExactly(2, 9);
    assertThat(neighbours.get(Rank.peer(2)).distance).isEqualTo(Neighbour.SAME_RACK);
  }

  @Test
  void whatNeighboursSayIsCounted() {
    become(1, 2);
    introduce(1, FILE, 0, 1);
    announce(2, FILE, 1);
    announce(2, OTHER, 0);
    assertThat(holders()).containsExactly(1, 2, 0, 0, 1, 0);
    assertThat(neighbours.get(Rank.peer(2)).holds).isEqualTo(Bits.of(1, 4));
  }

  @Test
  void whatIsSaidTwiceIsCountedOnce() {
    become(1);
    introduce(1, FILE, 0, 1);
    introduce(1, FILE, 0, 1);
    announce(1, FILE, 1);
    assertThat(holders()).containsExactly(1, 1, 0, 0, 0, 0);
  }

  @Test
  void introductionDoesNotTakeBackWhatWasAnnouncedBefore() {
    become(1);
    announce(1, FILE, 3);
    introduce(1, FILE, 0);
    assertThat(holders()).containsExactly(1, 0, 0, 1, 0, 0);
  }

  @Test
  void unknownFilesAndSegmentsAreIgnored() {
    become(1);
    introduce(1, 99, 0, 1);
    introduce(1, FILE, 17);
    announce(1, 99, 0);
    announce(1, OTHER, 2);
    assertThat(neighbours.get(Rank.peer(1)).holds.isEmpty()).isTrue();
    assertThat(holders()).containsOnly(0);
  }

  @Test
  void strangersDoNotCountUntilTheyAreNamed() {
    introduce(1, FILE, 0, 1);
    announce(1, FILE, 2);
    assertThat(holders()).containsOnly(0);
    assertThat(neighbours.all()).isEmpty();
    become(1);
    assertThat(holders()).containsExactly(1, 1, 1, 0, 0, 0);
    assertThat(neighbours.without(FILE, 3)).containsExactly(Rank.peer(1));
  }

  @Test
  void neighbourThatIsGoneDoesNotCount() {
    become(1, 2);
    introduce(1, FILE, 0, 1);
    introduce(2, FILE, 0);
    become(2);
    assertThat(holders()).containsExactly(1, 0, 0, 0, 0, 0);
    assertThat(neighbours.get(Rank.peer(1))).isNull();
    assertThat(neighbours.all()).hasSize(1);
  }

  @Test
  void neighbourThatStaysKeepsWhatIsKnownOfIt() {
    become(1, 2);
    introduce(1, FILE, 0);
    Source source = neighbours.get(Rank.peer(1));
    become(1, 3);
    assertThat(neighbours.get(Rank.peer(1))).isSameAs(source);
    assertThat(holders()).containsExactly(1, 0, 0, 0, 0, 0);
  }

  @Test
  void neighbourThatComesBackHoldsWhatItSaysThen() {
    become(1);
    introduce(1, FILE, 0, 1);
    become();
    become(1);
    assertThat(holders()).containsOnly(0);
    introduce(1, FILE, 1);
    assertThat(holders()).containsExactly(0, 1, 0, 0, 0, 0);
  }

  @Test
  void neighbourThatSpeaksWhileItIsNotNamedIsHeardWhenItComesBack() {
    become(1);
    become();
    introduce(1, FILE, 2);
    become(1);
    assertThat(holders()).containsExactly(0, 0, 1, 0, 0, 0);
  }

  @Test
  void disclaimedSegmentDoesNotCount() {
    become(1);
    introduce(1, FILE, 0, 1);
    Source source = neighbours.get(Rank.peer(1));
    neighbours.disclaim(source, 1);
    neighbours.disclaim(source, 1);
    neighbours.disclaim(source, 3);
    assertThat(holders()).containsExactly(1, 0, 0, 0, 0, 0);
    assertThat(source.holds).isEqualTo(Bits.of(0));
    announce(1, FILE, 1);
    assertThat(holders()).containsExactly(1, 1, 0, 0, 0, 0);
  }

  @Test
  void disclaimerOfOneThatIsGoneIsNotCounted() {
    become(1);
    introduce(1, FILE, 0);
    Source gone = neighbours.get(Rank.peer(1));
    become();
    neighbours.disclaim(gone, 0);
    assertThat(holders()).containsOnly(0);
  }

  @Test
  void newsGoToThoseThatTakePartInTheFileAndLackTheSegment() {
    become(1, 2, 3, 4);
    introduce(1, FILE);
    introduce(2, FILE, 0);
    introduce(3, OTHER, 0);
    assertThat(neighbours.without(FILE, 0)).containsExactly(Rank.peer(1));
    assertThat(neighbours.without(FILE, 1)).containsExactly(Rank.peer(1), Rank.peer(2));
    assertThat(neighbours.without(OTHER, 5)).containsExactly(Rank.peer(3));
  }

  @Test
  void emptyFilesDoNotDisturb() {
    SegmentTable withEmpty = new SegmentTable(List.of(file(1, 0), file(2, 1)));
    Neighbourhood few = new Neighbourhood(withEmpty, new SegmentPicker(1, new SplittableRandom(1)));
    few.become(List.of(new Neighbour(Rank.peer(1), 0)));
    few.introduce(Rank.peer(1), List.of(new Holding(1, Bits.of()), new Holding(2, Bits.of(0))));
    assertThat(few.get(Rank.peer(1)).holds).isEqualTo(Bits.of(0));
    assertThat(few.get(Rank.peer(1)).files).isEqualTo(Bits.of(1, 2));
  }

  private List<Integer> holders() {
    return IntStream.range(0, table.size()).mapToObj(picker::holders).toList();
  }

  private void become(int... ranks) {
    neighbours.become(
        IntStream.of(ranks)
            .mapToObj(rank -> new Neighbour(Rank.peer(rank), Neighbour.ELSEWHERE))
            .toList());
  }

  private void introduce(int rank, int file, int... segments) {
    neighbours.introduce(Rank.peer(rank), List.of(new Holding(file, Bits.of(segments))));
  }

  private void announce(int rank, int file, int segment) {
    neighbours.announce(Rank.peer(rank), List.of(new SegmentRef(file, segment)));
  }

  private static SwarmFile file(int id, int segments) {
    return new SwarmFile(id, FileShape.payload(segments * 10L, 10), true, Bits.of(), false);
  }
}
