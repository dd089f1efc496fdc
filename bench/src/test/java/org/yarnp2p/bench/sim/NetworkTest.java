package org.yarnp2p.bench.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The sharing model. Rates are 1000 bytes in a second unless a test says otherwise. */
class NetworkTest {
  private static final long LATENCY = 1_000_000;
  private static final int CHUNK = 250;
  private static final Offset<Double> CLOSE = within(0.02);

  private final Strands strands = new Strands(1, LATENCY);
  private final VirtualTime time = strands.time(0);
  private Network network = network(1000, 1000, 1000, 1000);

  /** When a transfer was nearly and when it was all there, in seconds. */
  private static final class Arrival {
    private double nearly = -1;
    private double all = -1;
  }

  @Test
  void transferBetweenTwoIdleHostsTakesItsBytesByTheRate() {
    Arrival arrival = send(0, 1, 4000);
    run();
    assertThat(arrival.all).isCloseTo(4.001, within(1e-6));
  }

  @Test
  void transferIsAsFastAsTheSlowerOfTheTwo() {
    network = network(1000, 100);
    Arrival down = send(0, 1, 1000);
    run();
    assertThat(down.all).isCloseTo(10, CLOSE);
    network = network(100, 1000);
    double begin = seconds();
    Arrival up = send(0, 1, 1000);
    run();
    assertThat(up.all - begin).isCloseTo(10, CLOSE);
  }

  @Test
  void transferIsNearlyThereWhenTheLastQuarterIsMissing() {
    Arrival arrival = send(0, 1, 4000);
    run();
    assertThat(arrival.nearly).isCloseTo(3, CLOSE);
  }

  @Test
  void smallestTransferArrivesToo() {
    Arrival one = send(0, 1, 1);
    Arrival odd = send(2, 3, 7);
    run();
    assertThat(one.all).isCloseTo(0.002, within(1e-6));
    assertThat(odd.all).isCloseTo(0.008, within(1e-6));
    assertThat(odd.nearly).isBetween(0.0, odd.all);
  }

  @Test
  void twoTransfersFromOneHostTakeHalfOfItsRateEach() {
    Arrival one = send(0, 1, 4000);
    Arrival other = send(0, 2, 4000);
    run();
    assertThat(Math.min(one.all, other.all)).as("two chunks earlier").isBetween(5.9, 8.1);
    assertThat(Math.max(one.all, other.all)).isCloseTo(8, CLOSE);
  }

  @Test
  void largeTransferTakesNoMoreOfALinkThanASmallOne() {
    Arrival large = send(0, 1, 40_000);
    Arrival small = send(0, 2, 4000);
    run();
    assertThat(small.all).as("as long as both send").isCloseTo(8, within(0.3));
    assertThat(large.all).isCloseTo(44, CLOSE);
    network = network(1000, 1000, 1000);
    double begin = seconds();
    large = send(0, 2, 40_000);
    small = send(1, 2, 4000);
    run();
    assertThat(small.all - begin).as("the same where they arrive").isCloseTo(8, within(0.6));
    assertThat(large.all - begin).isCloseTo(44, CLOSE);
  }

  @Test
  void smallestTransferIsNearlyThereBeforeItIsThere() {
    List<String> told = new ArrayList<>();
    network.send(0, 1, 1, 0, () -> told.add("nearly"), () -> told.add("all"));
    network.send(0, 2, 5, 1, () -> told.add("nearly"), () -> told.add("all"));
    run();
    assertThat(told).containsExactly("nearly", "all", "nearly", "all");
  }

  @Test
  void twoTransfersToOneHostTakeHalfOfItsRateEach() {
    Arrival one = send(0, 2, 4000);
    Arrival other = send(1, 2, 4000);
    run();
    assertThat(Math.min(one.all, other.all)).isBetween(7.0, 8.1);
    assertThat(Math.max(one.all, other.all)).isCloseTo(8, CLOSE);
  }

  @Test
  void manyTransfersShareOneUplink() {
    network = network(1000, 1000, 1000, 1000, 1000, 1000);
    List<Arrival> arrivals = new ArrayList<>();
    for (int to = 1; to <= 5; to++) {
      arrivals.add(send(0, to, 1000));
    }
    run();
    assertThat(arrivals).allSatisfy(arrival -> assertThat(arrival.all).isBetween(2.9, 5.1));
    assertThat(arrivals.stream().mapToDouble(arrival -> arrival.all).max().orElse(0))
        .isCloseTo(5, CLOSE);
  }

  @Test
  void bothWaysOfALinkAreIndependent() {
    Arrival there = send(0, 1, 4000);
    Arrival back = send(1, 0, 4000);
    run();
    assertThat(there.all).isCloseTo(4, CLOSE);
    assertThat(back.all).isCloseTo(4, CLOSE);
  }

  @Test
  void pairsDoNotDisturbEachOther() {
    Arrival one = send(0, 1, 4000);
    Arrival other = send(2, 3, 4000);
    run();
    assertThat(one.all).isCloseTo(4, CLOSE);
    assertThat(other.all).isCloseTo(4, CLOSE);
  }

  @Test
  void slowReceiverLeavesTheRestOfTheUplinkToOthers() {
    network = network(1000, 100, 1000);
    Arrival slow = send(0, 1, 1000);
    Arrival fast = send(0, 2, 4000);
    run();
    assertThat(fast.all).as("900 bytes in a second are left to it").isBetween(4.0, 5.2);
    assertThat(slow.all).isBetween(10.0, 11.0);
  }

  @Test
  void transferThatComesLaterTakesItsShareAtOnce() {
    Arrival first = send(0, 1, 40_000);
    Arrival[] later = new Arrival[1];
    time.at(10_000_000_000L, () -> later[0] = send(0, 2, 40_000));
    run();
    assertThat(later[0].nearly).as("three quarters of it").isBetween(50.0, 70.1);
    assertThat(Math.max(first.all, later[0].all)).isCloseTo(80, CLOSE);
  }

  @Test
  void nothingComesFromALostHost() {
    Arrival arrival = send(0, 1, 4000);
    network.lose(0, 1_500_000_000);
    run();
    assertThat(arrival.all).isNegative();
    assertThat(arrival.nearly).isNegative();
  }

  @Test
  void nothingArrivesAtALostHostAndTheOthersHaveTheLink() {
    Arrival lost = send(0, 1, 4000);
    Arrival other = send(0, 2, 4000);
    network.lose(1, 1);
    run();
    assertThat(lost.all).isNegative();
    assertThat(other.all).as("after one chunk to the lost one").isCloseTo(4.25, CLOSE);
  }

  @Test
  void rackLinkIsSharedByAllThatPassItAndByNobodyElse() {
    network =
        new Network(
            strands,
            CHUNK,
            new double[] {1000, 1000, 1000, 1000, 1000},
            host -> host < 3 ? 0 : 1,
            new Scenario.Racks(2, 1000),
            6);
    Arrival one = send(0, 3, 40_000);
    Arrival two = send(1, 4, 40_000);
    Arrival inside = send(2, 0, 40_000);
    run();
    assertThat(Math.max(one.all, two.all)).isCloseTo(80, CLOSE);
    assertThat(inside.all).isCloseTo(40, CLOSE);
    assertThat(network.broughtInto(1)).isEqualTo(80_000);
    assertThat(network.broughtInto(0)).isZero();
  }

  @Test
  void transferBetweenRacksWithFastLinksTakesWhatTheHostsNeed() {
    network =
        new Network(
            strands,
            CHUNK,
            new double[] {1000, 1000},
            host -> host,
            new Scenario.Racks(2, 10_000),
            3);
    Arrival arrival = send(0, 1, 40_000);
    run();
    assertThat(arrival.all).isCloseTo(40, CLOSE);
  }

  private Network network(double... rates) {
    return new Network(strands, CHUNK, Arrays.copyOf(rates, rates.length));
  }

  private Arrival send(int from, int to, long bytes) {
    Arrival arrival = new Arrival();
    network.send(
        from,
        to,
        bytes,
        bytes / 4,
        () -> arrival.nearly = seconds(),
        () -> arrival.all = seconds());
    return arrival;
  }

  private double seconds() {
    return time.now() / 1e9;
  }

  private void run() {
    long until = time.now();
    do {
      until += 1_000_000_000;
    } while (strands.run(until));
  }
}
