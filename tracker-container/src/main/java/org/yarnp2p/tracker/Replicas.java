package org.yarnp2p.tracker;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.yarnp2p.model.FileShape;

/**
 * Which segments of a file's origin have a replica on which host, and in which rack. Immutable, if
 * the racks are.
 */
public final class Replicas {
  /** Nothing is known: all hosts are as near. */
  public static final Replicas UNKNOWN = new Replicas(Map.of(), host -> null, false);

  /** Somebody is finding out: each segment may be on one of the peers' hosts. */
  public static final Replicas ASKED_FOR = new Replicas(Map.of(), host -> null, true);

  /** Segments by host, in each way that the host is called, and by rack. */
  private final Map<String, BitSet> byPlace;

  private final UnaryOperator<String> rackOf;
  private final boolean askedFor;

  private Replicas(Map<String, BitSet> byPlace, UnaryOperator<String> rackOf, boolean askedFor) {
    this.byPlace = byPlace;
    this.rackOf = rackOf;
    this.askedFor = askedFor;
  }

  /**
   * A part of the file.
   *
   * @param offset of its first byte
   * @param length bytes
   * @param hosts that have it; names and addresses
   */
  public record Block(long offset, long length, Set<String> hosts) {}

  /**
   * A segment is where its first byte is: blocks are cut at multiples of segments, almost always.
   *
   * @param rackOf a host's rack; null when it is not known, or when there is only one
   */
  public static Replicas of(FileShape shape, List<Block> blocks, UnaryOperator<String> rackOf) {
    Map<String, BitSet> byPlace = new HashMap<>();
    for (Block block : blocks) {
      int from = firstFrom(shape, block.offset());
      int to = firstFrom(shape, block.offset() + block.length());
      for (String place : places(block.hosts(), rackOf)) {
        byPlace.computeIfAbsent(place, p -> new BitSet()).set(from, to);
      }
    }
    return new Replicas(byPlace, rackOf, false);
  }

  private static Set<String> places(Set<String> hosts, UnaryOperator<String> rackOf) {
    Set<String> places = new HashSet<>(hosts);
    hosts.stream().map(rackOf).filter(rack -> rack != null).forEach(places::add);
    return places;
  }

  /** The first segment that does not begin before a byte. */
  private static int firstFrom(FileShape shape, long offset) {
    long size = shape.segmentSize();
    return (int) Math.min(shape.segmentCount(), (offset + size - 1) / size);
  }

  /** Whether one of some segments is on a host or in its rack. */
  boolean isNear(String host, BitSet segments) {
    return intersects(host, segments) || intersects(rackOf.apply(host), segments);
  }

  /** Whether anything is on a host or in its rack. */
  boolean isNear(String host) {
    String rack = rackOf.apply(host);
    return byPlace.containsKey(host) || (rack != null && byPlace.containsKey(rack));
  }

  private boolean intersects(String place, BitSet segments) {
    BitSet there = place == null ? null : byPlace.get(place);
    return there != null && there.intersects(segments);
  }

  /**
   * Of some segments those that are nearest to a host: on it, else in its rack, else those that are
   * on none of the others' hosts.
   *
   * @param others hosts whose peers come first; none when nobody does
   * @return not to be changed
   */
  BitSet nearest(String host, BitSet segments, Set<String> others) {
    BitSet near = near(host, segments);
    return near.isEmpty() ? onNone(others, segments) : near;
  }

  private BitSet near(String host, BitSet segments) {
    BitSet here = at(host, segments);
    String rack = here.isEmpty() ? rackOf.apply(host) : null;
    return rack == null ? here : at(rack, segments);
  }

  private BitSet onNone(Set<String> hosts, BitSet segments) {
    if (hosts.isEmpty()) {
      return segments;
    }
    if (askedFor) {
      return new BitSet();
    }
    BitSet elsewhere = (BitSet) segments.clone();
    byPlace.forEach(
        (place, there) -> {
          if (hosts.contains(place)) {
            elsewhere.andNot(there);
          }
        });
    return elsewhere;
  }

  private BitSet at(String place, BitSet segments) {
    BitSet there = (BitSet) byPlace.getOrDefault(place, new BitSet()).clone();
    there.and(segments);
    return there;
  }
}
