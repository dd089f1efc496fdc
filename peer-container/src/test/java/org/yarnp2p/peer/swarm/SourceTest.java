package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

class SourceTest {
  private static final long MS = 1_000_000;

  private final Source source = new Source(new Member(Rank.peer(1), 1), Neighbour.ELSEWHERE);

  @Test
  void itOffersWhatItHoldsOfWhatIsWanted() {
    source.holds.or(Bits.of(1, 2, 3));
    assertThat(source.offered(Bits.of(2, 3, 4))).isEqualTo(Bits.of(2, 3));
    assertThat(source.offers(Bits.of(3))).isTrue();
    assertThat(source.offers(Bits.of(4))).isFalse();
  }

  @Test
  void itDoesNotOfferWhatItSentWithWrongBytes() {
    source.holds.or(Bits.of(1, 2));
    source.strike(1, true);
    assertThat(source.offered(Bits.of(1, 2))).isEqualTo(Bits.of(2));
    assertThat(source.offers(Bits.of(1))).isFalse();
    assertThat(source.offers(Bits.of(1, 2))).isTrue();
  }

  @Test
  void askingWhatItOffersChangesNothing() {
    source.holds.or(Bits.of(1, 2));
    source.offered(Bits.of(1)).set(77);
    assertThat(source.holds).isEqualTo(Bits.of(1, 2));
  }

  @Test
  void itIsBannedAfterTwoStrikes() {
    source.strike(0, true);
    assertThat(source.banned()).isFalse();
    assertThat(source.ready(0)).isTrue();
    source.strike(5, true);
    assertThat(source.banned()).isTrue();
    assertThat(source.ready(Long.MAX_VALUE)).isFalse();
  }

  @Test
  void itIsBannedWhenItSendsTheSameSegmentWronglyTwice() {
    source.strike(3, true);
    source.strike(3, true);
    assertThat(source.banned()).isTrue();
  }

  @Test
  void busySourceIsReadyWhenItSaid() {
    source.busy(50 * MS);
    assertThat(source.ready(50 * MS - 1)).isFalse();
    assertThat(source.ready(50 * MS)).isTrue();
    assertThat(source.notBefore()).isEqualTo(50 * MS);
  }

  @Test
  void earlierBusyDoesNotShortenALaterOne() {
    source.busy(50 * MS);
    source.busy(10 * MS);
    assertThat(source.notBefore()).isEqualTo(50 * MS);
  }

  @Test
  void failuresDoubleTheWaitUpToFiveSeconds() {
    long[] waits = new long[9];
    for (int i = 0; i < waits.length; i++) {
      source.failed(0);
      waits[i] = source.notBefore() / MS;
    }
    assertThat(waits).containsExactly(100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000);
  }

  @Test
  void waitDoesNotOverflowAfterManyFailures() {
    for (int i = 0; i < 100; i++) {
      source.failed(0);
    }
    assertThat(source.notBefore()).isEqualTo(5000 * MS);
  }

  @Test
  void successEndsTheSeriesOfFailures() {
    source.failed(0);
    source.failed(0);
    source.served(1000, 0, MS);
    source.failed(0);
    assertThat(source.notBefore()).isEqualTo(100 * MS);
  }

  @Test
  void firstMeasurementIsTheRate() {
    source.served(500, 0, 1000);
    assertThat(source.rate()).isEqualTo(0.5);
  }

  @Test
  void laterMeasurementsMoveTheRateSlowly() {
    source.served(500, 0, 1000);
    source.served(1000, 1000, 2000);
    assertThat(source.rate()).isCloseTo(0.65, within(1e-9));
  }

  @Test
  void requestsThatWaitBehindEachOtherDoNotMakeTheSourceSlower() {
    source.served(1000, 0, 1000);
    source.served(1000, 0, 2000);
    assertThat(source.rate()).isEqualTo(1.0);
  }

  @Test
  void nothingIsMeasuredOnNothing() {
    source.served(0, 0, 1000);
    source.served(10, 1000, 1000);
    assertThat(source.rate()).isZero();
  }

  @Test
  void expectedTimeCountsWhatIsAlreadyOutstanding() {
    source.served(1000, 0, 1000);
    source.asked(500, true);
    assertThat(source.expectedNanos(1000, 99)).isEqualTo(1500);
    source.rebound(-400);
    assertThat(source.expectedNanos(1000, 99)).isEqualTo(1100);
    source.ended(100);
    assertThat(source.expectedNanos(1000, 99)).isEqualTo(1000);
  }

  @Test
  void expectedTimeGoesByTheGivenRateBeforeTheFirstMeasurement() {
    assertThat(source.expectedNanos(1000, 2)).isEqualTo(500);
    assertThat(source.expectedNanos(1000, 0)).isZero();
  }

  @Test
  void requestsUnderASlotAreCountedApart() {
    source.asked(10, true);
    source.asked(10, false);
    assertThat(source.outstanding()).isEqualTo(2);
    assertThat(source.underSlot()).isEqualTo(1);
    source.slotFreed();
    assertThat(source.underSlot()).isZero();
    assertThat(source.outstanding()).isEqualTo(2);
  }
}
