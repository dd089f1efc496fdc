package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.swarm.Requests.Request;

class RequestsTest {
  private static final int LENGTH = 10;

  private final Source one = new Source(new Member(Rank.peer(1), 1), Neighbour.ELSEWHERE);
  private final Source two = new Source(new Member(Rank.peer(2), 1), Neighbour.ELSEWHERE);
  private final Requests requests =
      new Requests(
          new SegmentTable(
              List.of(new SwarmFile(0, FileShape.payload(1005, LENGTH), true, Bits.of(), false))));

  @Test
  void nothingIsInFlightAtFirst() {
    assertThat(requests.isEmpty()).isTrue();
    assertThat(requests.bytes()).isZero();
    assertThat(requests.inFlight().get(0)).isFalse();
    assertThat(requests.get(1)).isNull();
    assertThat(requests.close(1)).isNull();
  }

  @Test
  void requestsHaveNumbersOfTheirOwn() {
    Request first = under(one, 0);
    Request second = under(two, 1);
    assertThat(first.id).isNotEqualTo(second.id);
    assertThat(requests.get(first.id)).isSameAs(first);
    assertThat(requests.all()).containsExactly(first, second);
  }

  @Test
  void allCandidatesAreInFlight() {
    under(one, 3, 5);
    assertThat(requests.inFlight().get(3)).isTrue();
    assertThat(requests.inFlight().get(5)).isTrue();
    assertThat(requests.inFlight().get(4)).isFalse();
  }

  @Test
  void moreCandidatesThanBytesCountOnlyAsThoseBytes() {
    requests.open(one, List.of(0, 1, 2, 3), 25, false, 0);
    assertThat(requests.bytes()).isEqualTo(25);
  }

  @Test
  void fewerCandidatesThanBytesCountAsTheirSum() {
    requests.open(one, List.of(0, 100), 1000, false, 0);
    assertThat(requests.bytes()).as("the last is half as long").isEqualTo(15);
  }

  @Test
  void oneSegmentThatIsLongerThanTheBytesCountsInFull() {
    requests.open(one, List.of(0, 1), 3, false, 0);
    assertThat(requests.bytes()).isEqualTo(LENGTH);
  }

  @Test
  void sourceKnowsWhatItIsAskedFor() {
    Request request = under(one, 0, 1);
    assertThat(one.outstanding()).isEqualTo(1);
    assertThat(one.underSlot()).isEqualTo(1);
    assertThat(one.expectedNanos(0, 1)).isEqualTo(20);
    requests.close(request.id);
    assertThat(one.outstanding()).isZero();
    assertThat(one.underSlot()).isZero();
    assertThat(one.expectedNanos(0, 1)).isZero();
  }

  @Test
  void eagerRequestTakesUpNoSlot() {
    Request request = requests.open(one, List.of(0), 100, true, 0);
    assertThat(one.underSlot()).isZero();
    assertThat(one.outstanding()).isEqualTo(1);
    requests.close(request.id);
    assertThat(one.underSlot()).isZero();
    assertThat(one.outstanding()).isZero();
  }

  @Test
  void originReadHasNoSource() {
    Request request = requests.open(null, List.of(4), 0, true, 0);
    assertThat(requests.inFlight().get(4)).isTrue();
    assertThat(requests.bytes()).isEqualTo(LENGTH);
    assertThat(requests.close(request.id).source).isNull();
    assertThat(requests.bytes()).isZero();
  }

  @Test
  void boundRequestBringsOnlyWhatTheSourceHasChosen() {
    Request request = requests.open(one, List.of(0, 1, 2, 3), 25, false, 0);
    assertThat(requests.bind(request, Bits.of(1, 3))).isEqualTo(Bits.of(0, 2));
    assertThat(request.bound()).isTrue();
    assertThat(request.remaining).isEqualTo(Bits.of(1, 3));
    assertThat(requests.inFlight().get(0)).isFalse();
    assertThat(requests.bytes()).isEqualTo(20);
    assertThat(request.bytes()).isEqualTo(20);
    assertThat(one.expectedNanos(0, 1)).isEqualTo(20);
  }

  @Test
  void bindingToWhatWasNotACandidateBringsNothing() {
    Request request = under(one, 0, 1);
    assertThat(requests.bind(request, Bits.of(9))).isEqualTo(Bits.of(0, 1));
    assertThat(request.remaining.isEmpty()).isTrue();
    assertThat(requests.bytes()).isZero();
  }

  @Test
  void candidateThatCameOtherwiseIsNotBound() {
    Request request = under(one, 0, 1);
    requests.withdraw(0);
    assertThat(requests.bind(request, Bits.of(0))).isEqualTo(Bits.of(1));
    assertThat(request.remaining.isEmpty()).isTrue();
    assertThat(requests.idle(request)).isTrue();
  }

  @Test
  void segmentOfTwoRequestsIsDoubled() {
    under(one, 0, 1);
    assertThat(requests.doubled().isEmpty()).isTrue();
    Request hedge = under(two, 1);
    assertThat(requests.doubled()).isEqualTo(Bits.of(1));
    assertThat(requests.single(hedge).isEmpty()).isTrue();
  }

  @Test
  void segmentIsDoubledNoMoreWhenOneRequestIsOver() {
    Request first = under(one, 0, 1);
    Request hedge = under(two, 1);
    requests.close(hedge.id);
    assertThat(requests.doubled().isEmpty()).isTrue();
    assertThat(requests.single(first)).isEqualTo(Bits.of(0, 1));
    assertThat(requests.inFlight().get(1)).isTrue();
  }

  @Test
  void segmentIsDoubledNoMoreWhenOneSourceHasChosenOthers() {
    Request first = under(one, 0, 1);
    Request hedge = under(two, 1);
    requests.bind(first, Bits.of(0));
    assertThat(requests.doubled().isEmpty()).isTrue();
    assertThat(requests.single(hedge)).isEqualTo(Bits.of(1));
  }

  @Test
  void segmentStaysDoubledWhenTheSourceHasChosenIt() {
    Request first = under(one, 0, 1);
    under(two, 1);
    requests.bind(first, Bits.of(1));
    assertThat(requests.doubled()).isEqualTo(Bits.of(1));
  }

  @Test
  void segmentIsDoubledNoMoreWhenOneHasBroughtWrongBytes() {
    Request first = under(one, 1);
    Request hedge = under(two, 1);
    requests.arrived(first, 1, false);
    assertThat(requests.doubled().isEmpty()).isTrue();
    assertThat(requests.inFlight().get(1)).isTrue();
    assertThat(requests.single(hedge)).isEqualTo(Bits.of(1));
  }

  @Test
  void storedSegmentsAreCounted() {
    Request request = under(one, 0, 1);
    requests.arrived(request, 0, true);
    assertThat(request.storedBytes()).isEqualTo(LENGTH);
    assertThat(request.refused()).isFalse();
    assertThat(request.remaining).isEqualTo(Bits.of(1));
  }

  @Test
  void wrongBytesAreNotCounted() {
    Request request = under(one, 0);
    requests.arrived(request, 0, false);
    assertThat(request.storedBytes()).isZero();
    assertThat(request.refused()).isTrue();
  }

  @Test
  void withdrawnSegmentIsInFlightNoMoreAndTheIdleAreNamedOnce() {
    under(one, 0, 1);
    Request hedge = under(two, 1);
    assertThat(requests.withdraw(1)).containsExactly(hedge);
    assertThat(requests.inFlight().get(1)).isFalse();
    assertThat(requests.inFlight().get(0)).isTrue();
    assertThat(requests.doubled().isEmpty()).isTrue();
    assertThat(hedge.cancelled()).isTrue();
    assertThat(requests.withdraw(1)).isEmpty();
    assertThat(requests.idle(hedge)).as("named before").isFalse();
  }

  @Test
  void requestThatHasSomethingToBringIsNotIdle() {
    Request request = under(one, 0, 1);
    assertThat(requests.idle(request)).isFalse();
    requests.withdraw(0);
    assertThat(request.cancelled()).isFalse();
  }

  @Test
  void freedSlotIsFreedOnce() {
    Request request = under(one, 0);
    requests.freeSlot(request);
    requests.freeSlot(request);
    assertThat(one.underSlot()).isZero();
    assertThat(one.outstanding()).isEqualTo(1);
    requests.close(request.id);
    assertThat(one.underSlot()).isZero();
  }

  @Test
  void slotOfNoRequestOrOfAnEagerOneIsNotFreed() {
    under(one, 5);
    requests.freeSlot(null);
    requests.freeSlot(requests.open(one, List.of(0), 10, true, 0));
    assertThat(one.underSlot()).isEqualTo(1);
  }

  @Test
  void bytesAreThoseOfAllRequestsThatAreNotOver() {
    Request first = under(one, 0, 1);
    Request second = under(two, 2);
    assertThat(requests.bytes()).isEqualTo(30);
    requests.arrived(first, 0, true);
    assertThat(requests.bytes()).as("until the request is over").isEqualTo(30);
    requests.close(first.id);
    assertThat(requests.bytes()).isEqualTo(10);
    requests.bind(second, Bits.of());
    requests.close(second.id);
    assertThat(requests.bytes()).isZero();
    assertThat(requests.isEmpty()).isTrue();
  }

  private Request under(Source source, int... segments) {
    return requests.open(source, IntStream.of(segments).boxed().toList(), 1000, false, 0);
  }
}
