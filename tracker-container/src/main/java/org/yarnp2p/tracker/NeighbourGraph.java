package org.yarnp2p.tracker;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * Who is whose neighbour. A segment travels only between ranks that hold or want its file, so every
 * swarm must hang together by itself: the graph of the job is the union of one graph for each
 * swarm, as {@link SwarmLinker} makes it. Swarms with the same members are one, and smaller swarms
 * use the links of larger ones, so that ranks which share many files still have few neighbours.
 * Equal input and seed give the same graph. Not thread-safe.
 */
final class NeighbourGraph {
  private final Links links;
  private final SwarmLinker linker;

  /** Different ones, the largest first. */
  private List<SwarmMembers> swarms;

  private final BitSet gone = new BitSet();

  /**
   * @param peers ranks are 1..peers
   * @param swarms one for each file
   * @param rackOf the rack of each rank that is not gone; null where that is not known
   */
  NeighbourGraph(
      int peers,
      Collection<SwarmMembers> swarms,
      TrackerSettings settings,
      IntFunction<String> rackOf,
      RandomGenerator random) {
    this.links = new Links(peers);
    this.linker = new SwarmLinker(links, settings, rackOf, random);
    redraw(swarms);
  }

  /**
   * Other ranks are in the swarms than before: adds the links that they lack, and takes none.
   *
   * @param members one for each file
   * @return the ranks whose neighbours have changed
   */
  BitSet redraw(Collection<SwarmMembers> members) {
    swarms =
        members.stream()
            .distinct()
            .sorted(Comparator.comparingInt(SwarmMembers::size).reversed())
            .toList();
    swarms.forEach(swarm -> linker.link(swarm.without(gone)));
    return links.takeTouched();
  }

  /** Of ranks that all want the same files and are still to come: {@link #restore} as they do. */
  static NeighbourGraph ofNobodyYet(
      int peers, TrackerSettings settings, IntFunction<String> rackOf, RandomGenerator random) {
    return new NeighbourGraph(peers, settings, rackOf, random);
  }

  private NeighbourGraph(
      int peers, TrackerSettings settings, IntFunction<String> rackOf, RandomGenerator random) {
    links = new Links(peers);
    linker = new SwarmLinker(links, settings, rackOf, random);
    gone.set(1, peers + 1);
    swarms = List.of(new SwarmMembers((BitSet) gone.clone(), new BitSet(), new BitSet()));
  }

  /** A rank's neighbours, ascending. */
  int[] neighbours(int rank) {
    int[] neighbours = links.of(rank);
    Arrays.sort(neighbours);
    return neighbours;
  }

  /**
   * Takes a rank out and mends its swarms.
   *
   * @return the ranks whose neighbours have changed
   */
  BitSet remove(int rank) {
    gone.set(rank);
    links.unlink(rank);
    return mend(rank);
  }

  /**
   * Takes a rank in again that was removed.
   *
   * @return the ranks whose neighbours have changed
   */
  BitSet restore(int rank) {
    gone.clear(rank);
    return mend(rank);
  }

  /**
   * Gives a rank one more neighbour in the place of one that it takes nothing from, or that takes
   * nothing from it: else it might be left with none, and what it has, or lacks, never goes between
   * it and the rest of its swarms.
   *
   * @param refused ranks that are of no use to it
   * @param better says of two ranks which one is of more use to it; the larger one is
   * @return the ranks whose neighbours have changed
   */
  BitSet extend(int rank, BitSet refused, Comparator<Integer> better) {
    BitSet others = new BitSet();
    swarms.stream()
        .filter(swarm -> swarm.contains(rank))
        .forEach(swarm -> others.or(swarm.without(gone).all()));
    others.andNot(refused);
    others.clear(rank);
    others.stream()
        .filter(other -> !links.linked(rank, other))
        .boxed()
        .max(better)
        .ifPresent(other -> links.link(rank, other));
    return links.takeTouched();
  }

  /**
   * Gives a rank that has come as one more neighbour to another one that has little use of those it
   * has: of at least half of them it takes nothing, or they take nothing from it.
   *
   * @param refused ranks that are of no use to the other one
   * @return the ranks whose neighbours have changed
   */
  BitSet offer(int newcomer, int other, BitSet refused) {
    int useless = links.count(other, refused);
    if (useless > 0
        && 2 * useless >= links.degree(other)
        && !refused.get(newcomer)
        && swarms.stream().anyMatch(swarm -> swarm.contains(newcomer) && swarm.contains(other))) {
      links.link(newcomer, other);
    }
    return links.takeTouched();
  }

  private BitSet mend(int rank) {
    swarms.stream()
        .filter(swarm -> swarm.contains(rank))
        .forEach(swarm -> linker.link(swarm.without(gone)));
    return links.takeTouched();
  }
}
