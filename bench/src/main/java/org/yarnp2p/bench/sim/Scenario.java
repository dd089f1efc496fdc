package org.yarnp2p.bench.sim;

/**
 * A swarm to simulate: one seed and a number of peers that want its file.
 *
 * @param peers that want the file, from 1
 * @param segments of the file, from 1
 * @param slow how many of the peers have a tenth of the others' rate, 0 to peers
 * @param lost how many of the peers die at some time and do not come back, 0 to peers - 1
 * @param seed of all chance in the run
 */
public record Scenario(int peers, int segments, int slow, int lost, long seed) {
  /** Bytes of a segment. */
  static final int SEGMENT_BYTES = 1 << 20;

  /** Bytes in a second of a host's link, each way. */
  static final double RATE = 12_500_000;

  /** Bytes in a second of a slow host's link. */
  static final double SLOW_RATE = RATE / 10;

  /** From any host to any other, in ns. */
  static final long LATENCY_NANOS = 100_000;

  /**
   * @throws IllegalArgumentException when a number is out of its range
   */
  public Scenario {
    if (peers < 1 || segments < 1 || slow < 0 || slow > peers || lost < 0 || lost >= peers) {
      throw new IllegalArgumentException(
          "expected peers and segments from 1, slow from 0 to peers, lost from 0 to peers - 1;"
              + " found %d, %d, %d, %d".formatted(peers, segments, slow, lost));
    }
  }

  /**
   * The time below which no schedule can stay, in seconds: (F/B)(1 + floor(log2 N)/M) for equal
   * links of B, a file of F bytes in M segments and N receivers (Mundinger, Weber, Weiss: Optimal
   * scheduling of peer-to-peer file dissemination, Journal of Scheduling 11, 2008). The receivers
   * are those that survive.
   */
  public double bound() {
    int log2 = 31 - Integer.numberOfLeadingZeros(peers - lost);
    return segments * (SEGMENT_BYTES / RATE) * (1 + (double) log2 / segments);
  }

  /** The rates of all hosts: the seed, then the peers, the slow ones last. */
  double[] rates() {
    double[] rates = new double[peers + 1];
    for (int host = 0; host <= peers; host++) {
      rates[host] = isSlow(host) ? SLOW_RATE : RATE;
    }
    return rates;
  }

  boolean isSlow(int host) {
    return host > peers - slow;
  }
}
