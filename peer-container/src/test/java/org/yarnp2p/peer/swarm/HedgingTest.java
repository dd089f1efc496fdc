package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

class HedgingTest {
  private static final long UNKNOWN = 2_000_000_000L;
  private static final long LEAST_STUCK = 2_000_000_000L;
  private static final int LENGTH = 10;

  private final Source source = new Source(new Member(Rank.peer(1), 1), Neighbour.ELSEWHERE);
  private final TransferTimes times = new TransferTimes();
  private final Requests requests =
      new Requests(
          new SegmentTable(
              List.of(new SwarmFile(0, FileShape.payload(100, LENGTH), true, Bits.of(), false))));
  private final Hedging hedging = new Hedging(requests, times);

  @Test
  void nothingIsLateWhenNothingIsInFlight() {
    assertThat(hedging.late(Long.MAX_VALUE, true).isEmpty()).isTrue();
    assertThat(hedging.wakeAt(0, true)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void segmentIsLateAfterTwoSecondsAsLongAsNothingIsKnown() {
    ask(100, 3, 4);
    assertThat(hedging.late(100 + UNKNOWN - 1, true).isEmpty()).isTrue();
    assertThat(hedging.late(100 + UNKNOWN, true)).isEqualTo(Bits.of(3, 4));
    assertThat(hedging.late(100 + UNKNOWN, false)).isEqualTo(Bits.of(3, 4));
    assertThat(hedging.wakeAt(100, false)).isEqualTo(100 + UNKNOWN);
  }

  @Test
  void segmentIsLateAtFourTimesThe95thPercentileWhileThereIsOtherWork() {
    know();
    ask(0, 1);
    // 10 bytes at 20 ns, four times
    assertThat(hedging.late(799, false).isEmpty()).isTrue();
    assertThat(hedging.late(800, false)).isEqualTo(Bits.of(1));
    assertThat(hedging.wakeAt(0, false)).isEqualTo(800);
  }

  @Test
  void segmentIsLateAtTwiceTheMedianInTheEnd() {
    know();
    ask(0, 1);
    // 10 bytes at 10 ns, twice
    assertThat(hedging.late(199, true).isEmpty()).isTrue();
    assertThat(hedging.late(200, true)).isEqualTo(Bits.of(1));
    assertThat(hedging.wakeAt(0, true)).isEqualTo(200);
  }

  @Test
  void largerRequestsMayTakeLonger() {
    know();
    ask(0, 1, 2, 3);
    assertThat(hedging.wakeAt(0, true)).isEqualTo(600);
  }

  @Test
  void whatIsAskedForTwiceIsNotLateAgain() {
    know();
    ask(0, 1, 2);
    ask(0, 2);
    assertThat(hedging.late(100_000, true)).isEqualTo(Bits.of(1));
  }

  @Test
  void whatHasArrivedIsNotLate() {
    know();
    ask(0, 1, 2);
    requests.withdraw(1);
    assertThat(hedging.late(100_000, true)).isEqualTo(Bits.of(2));
  }

  @Test
  void originReadsAreNeverLate() {
    know();
    requests.open(null, List.of(5), 0, true, 0);
    assertThat(hedging.late(Long.MAX_VALUE, true).isEmpty()).isTrue();
    assertThat(hedging.wakeAt(0, true)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void deadlinesThatHavePassedWakeNobody() {
    know();
    ask(0, 1);
    ask(150, 2);
    assertThat(hedging.wakeAt(200, true)).isEqualTo(350);
    assertThat(hedging.wakeAt(350, true)).as("the source is stuck").isEqualTo(LEAST_STUCK);
    assertThat(hedging.wakeAt(150 + LEAST_STUCK, true)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void sourceIsNotStuckBeforeTwoSeconds() {
    know();
    ask(0, 1);
    assertThat(hedging.stuck(LEAST_STUCK - 1)).isEmpty();
    assertThat(hedging.stuck(LEAST_STUCK)).containsExactly(source);
  }

  @Test
  void sourceIsStuckAfterThreeTimesWhatIsLate() {
    ask(0, 1);
    assertThat(hedging.stuck(3 * UNKNOWN - 1)).isEmpty();
    assertThat(hedging.stuck(3 * UNKNOWN)).containsExactly(source);
    for (int i = 0; i < 8; i++) {
      times.add(1, UNKNOWN);
    }
    // 10 bytes, four times, three times
    assertThat(hedging.stuck(120 * UNKNOWN - 1)).isEmpty();
    assertThat(hedging.stuck(120 * UNKNOWN)).containsExactly(source);
  }

  @Test
  void sourceWithoutASlotIsNotStuckInOne() {
    know();
    requests.open(source, List.of(5), 0, true, 0);
    assertThat(hedging.stuck(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void deadlineIsNeverTheVeryMomentOfAsking() {
    for (int i = 0; i < 8; i++) {
      times.add(1000, 1);
    }
    ask(70, 1);
    assertThat(hedging.late(70, true).isEmpty()).isTrue();
    assertThat(hedging.wakeAt(70, true)).isEqualTo(71);
  }

  /** The median is 10 ns for a byte, the 95th percentile 20. */
  private void know() {
    for (int i = 0; i < 9; i++) {
      times.add(1, 10);
    }
    times.add(1, 20);
  }

  private void ask(long now, int... segments) {
    requests.open(source, IntStream.of(segments).boxed().toList(), 1000, false, now);
  }
}
