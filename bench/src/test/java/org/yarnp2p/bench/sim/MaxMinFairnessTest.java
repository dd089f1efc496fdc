package org.yarnp2p.bench.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The network's shares against those of max-min fairness, in networks drawn by chance. */
class MaxMinFairnessTest {
  private static final int CHUNK = 16_384;
  private static final double RATE = 12_500_000;
  private static final double SECONDS = 100;

  /** Transfers from one host to another, each of the same length, one after the other. */
  private static final class Flow {
    private final int from;
    private final int to;
    private final long bytes;
    private long arrived;
    private double share = -1;

    private Flow(int from, int to, long bytes) {
      this.from = from;
      this.to = to;
      this.bytes = bytes;
    }

    private void sendOn(Network network) {
      network.send(
          from,
          to,
          bytes,
          0,
          () -> {},
          () -> {
            arrived += bytes;
            sendOn(network);
          });
    }

    private boolean uses(int link, int hosts) {
      return link < hosts ? from == link : to == link - hosts;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void sharesAreCloseToMaxMin(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] rates = random.ints(3 + random.nextInt(6), 1, 5).mapToDouble(n -> RATE / n).toArray();
    List<Flow> flows = flows(rates.length, random);
    run(flows, rates);
    fillWater(flows, rates);

    double measured = flows.stream().mapToDouble(flow -> flow.arrived / SECONDS).sum();
    double expected = flows.stream().mapToDouble(flow -> flow.share).sum();
    assertThat(measured / expected).as("of all together").isCloseTo(1, within(0.05));
    assertThat(flows)
        .allSatisfy(flow -> assertThat(flow.arrived / SECONDS / flow.share).isBetween(0.65, 1.5));
  }

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 40);
  }

  private static List<Flow> flows(int hosts, SplittableRandom random) {
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < 2 * hosts; i++) {
      int from = random.nextInt(hosts);
      int to = (from + 1 + random.nextInt(hosts - 1)) % hosts;
      flows.add(new Flow(from, to, 32L * CHUNK * (1 + random.nextInt(8))));
    }
    return flows;
  }

  private static void run(List<Flow> flows, double[] rates) {
    Strands strands = new Strands(1, 100_000);
    Network network = new Network(strands, CHUNK, rates);
    flows.forEach(flow -> flow.sendOn(network));
    strands.run((long) (SECONDS * 1e9));
  }

  /** All shares grow together; those of a link that is full stay as they are. */
  private static void fillWater(List<Flow> flows, double[] rates) {
    int hosts = rates.length;
    double[] left = Arrays.copyOf(rates, 2 * hosts);
    System.arraycopy(rates, 0, left, hosts, hosts);
    while (flows.stream().anyMatch(flow -> flow.share < 0)) {
      int full =
          IntStream.range(0, left.length)
              .filter(link -> !growing(flows, link, hosts).isEmpty())
              .boxed()
              .min(
                  Comparator.comparingDouble(
                      link -> left[link] / growing(flows, link, hosts).size()))
              .orElseThrow();
      List<Flow> settled = growing(flows, full, hosts);
      double share = left[full] / settled.size();
      for (Flow flow : settled) {
        flow.share = share;
        left[flow.from] -= share;
        left[hosts + flow.to] -= share;
      }
    }
  }

  private static List<Flow> growing(List<Flow> flows, int link, int hosts) {
    return flows.stream().filter(flow -> flow.share < 0 && flow.uses(link, hosts)).toList();
  }
}
