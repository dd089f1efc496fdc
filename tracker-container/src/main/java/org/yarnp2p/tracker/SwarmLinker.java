package org.yarnp2p.tracker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Adds to the links of a job what one swarm lacks, and nothing it has already: a second pass over
 * the same swarm adds (nearly) none. Links between two ranks that do not want the file are of no
 * use and not made.
 *
 * <ul>
 *   <li>Always: the ranks that want the file are connected among themselves, by a ring through the
 *       parts that are not. One of the ranks that hold all of it and do not want it is linked to
 *       one that does; when there is none, all that hold a part are.
 *   <li>As long as a rank has fewer than {@code limit} links in all: every useful link in a swarm
 *       of up to {@code fullMesh} ranks; in a larger one random links up to {@code neighbours}, of
 *       which about half may lead to ranks that do not want the file. Where there are several racks
 *       three quarters lead to others in the same rack, as far as there are so many.
 * </ul>
 */
final class SwarmLinker {
  private final Links links;
  private final int neighbours;

  /** Of these, how many are in a rank's own rack, where it has as many others. */
  private final int near;

  private final int fullMesh;
  private final int limit;
  private final IntFunction<String> rackOf;
  private final RandomGenerator random;

  /**
   * @param rackOf the rack of each rank; null where that is not known
   */
  SwarmLinker(
      Links links, TrackerSettings settings, IntFunction<String> rackOf, RandomGenerator random) {
    this.links = links;
    this.rackOf = rackOf;
    this.neighbours = settings.neighbours();
    this.near = neighbours * 3 / 4;
    this.fullMesh = settings.fullMesh();
    this.limit = settings.degreeLimit();
    this.random = random;
  }

  void link(SwarmMembers swarm) {
    if (swarm.wanting().isEmpty()) {
      return;
    }
    connectWanting(swarm.wanting());
    attachNeeded(swarm);
    if (swarm.size() <= fullMesh) {
      linkAll(swarm);
    } else {
      attachSources(swarm);
      linkAtRandom(swarm);
    }
  }

  private void connectWanting(BitSet wanting) {
    List<int[]> parts = connectedParts(wanting);
    int ends = parts.size() > 2 ? parts.size() : parts.size() - 1;
    int[] order = shuffled(IntStream.range(0, parts.size()).toArray());
    for (int i = 0; i < ends; i++) {
      int[] from = parts.get(order[i]);
      int[] to = parts.get(order[(i + 1) % order.length]);
      links.link(leastLinked(from), leastLinked(to));
    }
  }

  private List<int[]> connectedParts(BitSet members) {
    List<int[]> parts = new ArrayList<>();
    BitSet rest = (BitSet) members.clone();
    int[] queue = new int[members.cardinality()];
    for (int first = rest.nextSetBit(0); first >= 0; first = rest.nextSetBit(first)) {
      int tail = 0;
      queue[tail++] = first;
      rest.clear(first);
      for (int head = 0; head < tail; head++) {
        for (int neighbour : links.of(queue[head])) {
          if (rest.get(neighbour)) {
            rest.clear(neighbour);
            queue[tail++] = neighbour;
          }
        }
      }
      parts.add(Arrays.copyOf(queue, tail));
    }
    return parts;
  }

  private int leastLinked(int[] ranks) {
    int least = ranks[0];
    for (int rank : ranks) {
      if (links.degree(rank) < links.degree(least)) {
        least = rank;
      }
    }
    return least;
  }

  private void attachNeeded(SwarmMembers swarm) {
    BitSet wanting = swarm.wanting();
    int[] ends = wanting.stream().toArray();
    if (swarm.whole().isEmpty()) {
      swarm.part().stream()
          .filter(source -> links.count(source, wanting) == 0)
          .forEach(source -> links.link(source, leastLinked(ends)));
    } else if (swarm.whole().stream().noneMatch(source -> links.count(source, wanting) > 0)) {
      links.link(leastLinked(swarm.whole().stream().toArray()), leastLinked(ends));
    }
  }

  private void linkAll(SwarmMembers swarm) {
    BitSet all = swarm.all();
    swarm.wanting().stream().forEach(rank -> linkAll(rank, all));
  }

  private void linkAll(int rank, BitSet others) {
    others.stream()
        .filter(other -> links.degree(rank) < limit && links.degree(other) < limit)
        .forEach(other -> links.link(rank, other));
  }

  /** Deals links to those who want the file out to the sources, one to each source in a round. */
  private void attachSources(SwarmMembers swarm) {
    int[] sources = concat(shuffledRanks(swarm.whole()), shuffledRanks(swarm.part()));
    int amongThemselves = swarm.wanting().cardinality() - 1;
    int most = Math.max((neighbours + 1) / 2, neighbours - amongThemselves);
    Dealer open = new Dealer(shuffledRanks(swarm.wanting()), swarm.sources(), most);
    for (int round = 1; round <= neighbours && !open.isEmpty(); round++) {
      for (int source : sources) {
        if (links.count(source, swarm.wanting()) < round && links.degree(source) < limit) {
          open.linkNext(source);
        }
      }
    }
  }

  /** The ranks that can still take a link to a source, in turn. */
  private final class Dealer {
    private final int[] open;
    private final BitSet sources;
    private final int most;
    private int count;
    private int next;

    Dealer(int[] open, BitSet sources, int most) {
      this.open = open;
      this.sources = sources;
      this.most = most;
      this.count = open.length;
    }

    boolean isEmpty() {
      return count == 0;
    }

    void linkNext(int source) {
      int tries = count;
      while (tries-- > 0) {
        int at = next % count;
        int rank = open[at];
        if (links.degree(rank) >= limit || links.count(rank, sources) >= most) {
          open[at] = open[--count];
        } else {
          next = at + 1;
          if (links.link(source, rank)) {
            return;
          }
        }
      }
    }
  }

  /**
   * First within each rack: what has come into one is to be passed on there. Through the few other
   * links it comes.
   */
  private void linkAtRandom(SwarmMembers swarm) {
    for (BitSet rack : racks(swarm.wanting())) {
      pair(rack.stream().toArray(), rack, Math.min(near, rack.cardinality() - 1));
    }
    pair(swarm.wanting().stream().toArray(), swarm.all(), neighbours);
  }

  /** Those of each rack that is known; none when there is only one. */
  private Collection<BitSet> racks(BitSet ranks) {
    Map<String, BitSet> racks = new TreeMap<>();
    ranks.stream()
        .forEach(
            rank -> {
              String rack = rackOf.apply(rank);
              if (rack != null) {
                racks.computeIfAbsent(rack, name -> new BitSet()).set(rank);
              }
            });
    return racks.size() > 1 ? racks.values() : List.of();
  }

  /**
   * Pairs ranks that have too few links, in random order, as long as that finds pairs; the few that
   * are left over are linked to anybody among these.
   *
   * @param members links to whom count
   * @param enough links
   */
  private void pair(int[] ranks, BitSet members, int enough) {
    int[] open = lacking(ranks, members, enough);
    boolean paired = true;
    while (paired && open.length > 1) {
      shuffle(open);
      paired = false;
      for (int i = 0; i + 1 < open.length; i += 2) {
        paired |= links.link(open[i], open[i + 1]);
      }
      open = lacking(open, members, enough);
    }
    for (int rank : open) {
      int tries = 4 * neighbours;
      while (tries-- > 0 && lacks(rank, members, enough)) {
        int other = ranks[random.nextInt(ranks.length)];
        if (links.degree(other) < limit) {
          links.link(rank, other);
        }
      }
    }
  }

  private boolean lacks(int rank, BitSet members, int enough) {
    return links.degree(rank) < limit && links.count(rank, members) < enough;
  }

  private int[] lacking(int[] ranks, BitSet members, int enough) {
    return Arrays.stream(ranks).filter(rank -> lacks(rank, members, enough)).toArray();
  }

  private int[] shuffledRanks(BitSet ranks) {
    return shuffled(ranks.stream().toArray());
  }

  private int[] shuffled(int[] values) {
    shuffle(values);
    return values;
  }

  private void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  private static int[] concat(int[] a, int[] b) {
    int[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
