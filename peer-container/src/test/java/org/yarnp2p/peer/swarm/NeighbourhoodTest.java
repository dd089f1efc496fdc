package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Holding;

class NeighbourhoodTest {
  private static final int FILE = 3;
  private static final int OTHER = 5;

  /** Of rank 1. */
  private static final Member NEXT = new Member(Rank.peer(1), 2);

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
  void nearestIsTheNearestOfThePresentNeighbours() {
    assertThat(neighbours.nearest()).isZero();
    Neighbour rack = new Neighbour(Rank.peer(2), Neighbour.SAME_RACK);
    Neighbour far = new Neighbour(Rank.peer(9), Neighbour.ELSEWHERE);
    neighbours.become(List.of(far, rack));
    assertThat(neighbours.nearest()).isEqualTo(Neighbour.SAME_RACK);
    neighbours.become(List.of(far));
    assertThat(neighbours.nearest()).isEqualTo(Neighbour.ELSEWHERE);
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
  void neighbourThatDoesNotNameWhatItWasSaidToHoldIsToldOfIt() {
    become(1);
    introduce(1, FILE, 0, 1);
    introduce(1, FILE, 1);
    assertThat(holders()).as("it may hold it all the same").containsExactly(1, 1, 0, 0, 0, 0);
    assertThat(neighbours.without(FILE, 0)).containsExactly(Rank.peer(1));
    assertThat(neighbours.without(FILE, 1)).isEmpty();
    announce(1, FILE, 0);
    assertThat(neighbours.without(FILE, 0)).isEmpty();
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
    becomeNobody();
    become(1);
    assertThat(holders()).containsOnly(0);
    introduce(1, FILE, 1);
    assertThat(holders()).containsExactly(0, 1, 0, 0, 0, 0);
  }

  @Test
  void neighbourThatSpeaksWhileItIsNotNamedIsHeardWhenItComesBack() {
    become(1);
    becomeNobody();
    introduce(1, FILE, 2);
    become(1);
    assertThat(holders()).containsExactly(0, 0, 1, 0, 0, 0);
  }

  @Test
  void nextLifeOfANeighbourHoldsNothingUntilItSpeaks() {
    become(1, 2);
    introduce(1, FILE, 0, 1);
    Source former = neighbours.get(Rank.peer(1));
    become(NEXT, new Member(Rank.peer(2), 1));
    assertThat(neighbours.get(Rank.peer(1))).isNotSameAs(former);
    assertThat(holders()).containsOnly(0);
    assertThat(neighbours.without(FILE, 0)).as("it has not said what it takes part in").isEmpty();
    neighbours.introduce(NEXT, List.of(new Holding(FILE, Bits.of(3))));
    assertThat(holders()).containsExactly(0, 0, 0, 1, 0, 0);
  }

  @Test
  void newsOfAFormerLifeAreStale() {
    become(NEXT);
    neighbours.introduce(NEXT, List.of(new Holding(FILE, Bits.of())));
    introduce(1, FILE, 0, 1);
    announce(1, FILE, 2);
    assertThat(holders()).containsOnly(0);
    assertThat(neighbours.without(FILE, 0)).containsExactly(Rank.peer(1));
  }

  @Test
  void nextLifeThatSpeaksBeforeItIsNamedEndsTheFormer() {
    become(1, 2);
    introduce(1, FILE, 0, 1);
    neighbours.introduce(NEXT, List.of(new Holding(FILE, Bits.of(2))));
    assertThat(neighbours.get(Rank.peer(1))).isNull();
    assertThat(neighbours.all()).hasSize(1);
    assertThat(holders()).containsOnly(0);
    announce(1, FILE, 3);
    become(1, 2);
    assertThat(neighbours.all()).as("a view from before").hasSize(1);
    become(NEXT, new Member(Rank.peer(2), 1));
    assertThat(holders()).containsExactly(0, 0, 1, 0, 0, 0);
  }

  @Test
  void viewFromBeforeDoesNotTakeTheNextLifeAway() {
    become(NEXT);
    neighbours.introduce(NEXT, List.of(new Holding(FILE, Bits.of(2))));
    become(1);
    assertThat(neighbours.get(Rank.peer(1)).incarnation).isEqualTo(2);
    assertThat(holders()).containsExactly(0, 0, 1, 0, 0, 0);
  }

  @Test
  void nextLifeIsNotBannedForWhatTheFormerDid() {
    become(1);
    neighbours.get(Rank.peer(1)).strike(0, true);
    neighbours.get(Rank.peer(1)).strike(1, true);
    assertThat(neighbours.get(Rank.peer(1)).banned()).isTrue();
    become(NEXT);
    assertThat(neighbours.get(Rank.peer(1)).banned()).isFalse();
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
    becomeNobody();
    neighbours.disclaim(gone, 0);
    assertThat(holders()).containsOnly(0);
  }

  @Test
  void bannedNeighbourHoldsNothingWhateverItSays() {
    become(1);
    introduce(1, FILE, 0, 1);
    Source banned = neighbours.get(Rank.peer(1));
    neighbours.strike(banned, 0);
    neighbours.strike(banned, 1);
    announce(1, FILE, 2);
    introduce(1, FILE, 0, 1, 3);
    assertThat(banned.holds).isEqualTo(Bits.of());
    assertThat(holders()).containsOnly(0);
  }

  @Test
  void banOfOneThatIsGoneIsNotCounted() {
    become(1, 2);
    introduce(1, FILE, 0);
    introduce(2, FILE, 0);
    Source gone = neighbours.get(Rank.peer(1));
    become(2);
    announce(1, FILE, 0);
    neighbours.strike(gone, 0);
    neighbours.strike(gone, 0);
    assertThat(holders()).containsExactly(1, 0, 0, 0, 0, 0);
  }

  @Test
  void segmentIsAskedForAgainWhenTheOtherThatHadItIsBanned() {
    Source struck = struckForSegment0();
    Source other = neighbours.get(Rank.peer(2));
    neighbours.strike(other, 1);
    assertThat(struck.tainted).as("there is another to ask").isEqualTo(Bits.of(0));
    neighbours.strike(other, 1);
    assertThat(struck.tainted.isEmpty()).isTrue();
  }

  @Test
  void segmentIsAskedForAgainWhenTheOtherThatHadItDisclaimsIt() {
    Source struck = struckForSegment0();
    neighbours.disclaim(neighbours.get(Rank.peer(2)), 1);
    assertThat(struck.tainted).isEqualTo(Bits.of(0));
    neighbours.disclaim(neighbours.get(Rank.peer(2)), 0);
    assertThat(struck.tainted.isEmpty()).isTrue();
  }

  @Test
  void segmentIsAskedForAgainWhenTheOtherThatHadItHasALaterLife() {
    Source struck = struckForSegment0();
    neighbours.introduce(new Member(Rank.peer(2), 2), List.of(new Holding(FILE, Bits.of(1))));
    assertThat(struck.tainted.isEmpty()).isTrue();
  }

  /** Another neighbour has it too. */
  private Source struckForSegment0() {
    become(1, 2);
    introduce(1, FILE, 0, 1);
    introduce(2, FILE, 0, 1);
    Source struck = neighbours.get(Rank.peer(1));
    neighbours.strike(struck, 0);
    assertThat(struck.tainted).isEqualTo(Bits.of(0));
    return struck;
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
    few.introduce(
        new Member(Rank.peer(1), 1),
        List.of(new Holding(1, Bits.of()), new Holding(2, Bits.of(0))));
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

  private void becomeNobody() {
    neighbours.become(List.of());
  }

  private void become(Member... members) {
    neighbours.become(
        Stream.of(members).map(member -> new Neighbour(member, Neighbour.ELSEWHERE)).toList());
  }

  private void introduce(int rank, int file, int... segments) {
    neighbours.introduce(
        new Member(Rank.peer(rank), 1), List.of(new Holding(file, Bits.of(segments))));
  }

  private void announce(int rank, int file, int segment) {
    neighbours.announce(new Member(Rank.peer(rank), 1), List.of(new SegmentRef(file, segment)));
  }

  private static SwarmFile file(int id, int segments) {
    return new SwarmFile(id, FileShape.payload(segments * 10L, 10), true, Bits.of(), false);
  }
}
