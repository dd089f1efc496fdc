package org.yarnp2p.bench.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A swarm to simulate: peers that want a file, of which one seed has it; or a distribution, whose
 * peers come one after the other and read the file once in all from hosts that store it.
 *
 * @param peers that want the file, from 1
 * @param segments of the file, from 1
 * @param slow how many of the peers have a tenth of the others' rate, 0 to peers
 * @param lost how many of the peers die at some time and do not come back, 0 to peers - 1; 0 in a
 *     distribution
 * @param stored how many of the peers are on a host that stores the file, 0 to peers; 0: it is no
 *     distribution, a seed has it
 * @param spreadSeconds from the first peer to the last one, from 0; 0 where a seed has the file
 * @param racks that the hosts are in
 * @param seed of all chance in the run
 */
public record Scenario(
    int peers,
    int segments,
    int slow,
    int lost,
    int stored,
    double spreadSeconds,
    Racks racks,
    long seed) {
  /** Bytes of a segment. */
  static final int SEGMENT_BYTES = 1 << 20;

  /** Bytes in a second of a host's link, each way. */
  static final double RATE = 12_500_000;

  /** Bytes in a second of a slow host's link. */
  static final double SLOW_RATE = RATE / 10;

  /** Bytes in a second of the disk that stores the file. */
  static final double DISK_RATE = 200_000_000;

  /** From any host to any other, in ns. */
  static final long LATENCY_NANOS = 100_000;

  /** Halvings of the time in which a bound is looked for: less than a ns is left of a day. */
  private static final int HALVINGS = 48;

  /**
   * @throws IllegalArgumentException when a number is out of its range
   */
  public Scenario {
    if (peers < 1 || segments < 1 || slow < 0 || slow > peers || lost < 0 || lost >= peers) {
      throw new IllegalArgumentException(
          "expected peers and segments from 1, slow from 0 to peers, lost from 0 to peers - 1;"
              + " found %d, %d, %d, %d".formatted(peers, segments, slow, lost));
    }
    if (stored < 0 || stored > peers || (stored > 0 && lost > 0)) {
      throw new IllegalArgumentException(
          "expected stored from 0 to peers, and 0 where peers are lost; found %d of %d, %d lost"
              .formatted(stored, peers, lost));
    }
    if (!(spreadSeconds >= 0) || (spreadSeconds > 0 && stored == 0)) {
      throw new IllegalArgumentException(
          "expected a spread from 0, and 0 where a seed has the file; found " + spreadSeconds);
    }
    if (racks.count() > (stored > 0 ? peers : peers + 1)) {
      throw new IllegalArgumentException(
          "expected no more racks than hosts; found %d, %d peers".formatted(racks.count(), peers));
    }
  }

  /** Of a seed and peers that are all there when it begins, in one rack. */
  public Scenario(int peers, int segments, int slow, int lost, long seed) {
    this(peers, segments, slow, lost, 0, 0, Racks.ONE, seed);
  }

  /**
   * Racks with equal links to a core that is never busy. Hosts are in them in the order of their
   * numbers, as many in each as the number allows.
   *
   * @param count from 1
   * @param uplink bytes in a second of each rack's link, each way; of no meaning with one rack
   */
  public record Racks(int count, double uplink) {
    /** All hosts in one. */
    public static final Racks ONE = new Racks(1, 0);

    /**
     * @throws IllegalArgumentException when a number is out of its range
     */
    public Racks {
      if (count < 1 || (count > 1 && !(uplink > 0))) {
        throw new IllegalArgumentException(
            "expected racks from 1 with a rate; found %d, %s".formatted(count, uplink));
      }
    }
  }

  boolean isDistribution() {
    return stored > 0;
  }

  /** All of them: the seed, if there is one, is the first host. */
  int hosts() {
    return isDistribution() ? peers : peers + 1;
  }

  boolean isSeed(int host) {
    return !isDistribution() && host == 0;
  }

  /** Whether a host of a distribution stores the file. */
  boolean stores(int host) {
    return host < stored;
  }

  /** The rack of a host, 0 to racks - 1; a seed's is the first. */
  int rack(int host) {
    return (int) ((long) host * racks.count() / hosts());
  }

  /** Whether the file is in a rack from the beginning. */
  boolean isHome(int rack) {
    return isDistribution()
        ? IntStream.range(0, stored).anyMatch(host -> rack(host) == rack)
        : rack == rack(0);
  }

  boolean isSlow(int host) {
    return host >= hosts() - slow;
  }

  long bytes() {
    return (long) segments * SEGMENT_BYTES;
  }

  /**
   * The time below which no schedule can stay, in seconds. With a seed: (F/B)(1 + floor(log2 N)/M)
   * for equal links of B, a file of F bytes in M segments and N receivers (Mundinger, Weber, Weiss:
   * Optimal scheduling of peer-to-peer file dissemination, Journal of Scheduling 11, 2008). The
   * receivers are those that survive.
   *
   * <p>In a distribution everybody takes over its link what it does not read from its own disk: F
   * where the file is not stored; the others F less what they read, which is F in all.
   *
   * <p>With several racks the file has to come through the link of each in which it is not.
   */
  public double bound() {
    return Math.max(isDistribution() ? distributionBound() : seededBound(), uplinkBound());
  }

  private double seededBound() {
    int log2 = 31 - Integer.numberOfLeadingZeros(peers - lost);
    return bytes() / RATE * (1 + (double) log2 / segments);
  }

  private double uplinkBound() {
    boolean everywhere = IntStream.range(0, racks.count()).allMatch(this::isHome);
    return everywhere ? 0 : bytes() / racks.uplink();
  }

  private double distributionBound() {
    double[] arrivals = arrivals();
    double tooShort = 0;
    double enough = spreadSeconds + bytes() / RATE;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (tooShort + enough) / 2;
      if (isEnough(middle, arrivals)) {
        enough = middle;
      } else {
        tooShort = middle;
      }
    }
    return enough;
  }

  /** Whether the links of those that are not slow could bring them the file in this time. */
  private boolean isEnough(double seconds, double[] arrivals) {
    double read = 0;
    for (int host = 0; host < peers; host++) {
      double missing = bytes() - RATE * Math.max(0, seconds - arrivals[host]);
      if (missing > 0 && (!isSlow(host) || slow == peers)) {
        if (!stores(host)) {
          return false;
        }
        read += missing;
      }
    }
    return read <= bytes();
  }

  /** When each host's peer comes, in seconds: evenly spread, in an order left to chance. */
  double[] arrivals() {
    List<Integer> places = new ArrayList<>(IntStream.range(0, hosts()).boxed().toList());
    Collections.shuffle(places, new Random(seed));
    double step = spreadSeconds / Math.max(1, hosts() - 1);
    return places.stream().mapToDouble(place -> place * step).toArray();
  }

  /** The rates of all hosts. */
  double[] rates() {
    return IntStream.range(0, hosts())
        .mapToDouble(host -> isSlow(host) ? SLOW_RATE : RATE)
        .toArray();
  }
}
