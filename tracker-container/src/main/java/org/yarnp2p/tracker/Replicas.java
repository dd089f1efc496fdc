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
  static final Replicas UNKNOWN = new Replicas(Map.of(), host -> null);

  /** Segments by host, in each way that the host is called, and by rack. */
  private final Map<String, BitSet> byPlace;

  private final UnaryOperator<String> rackOf;

  private Replicas(Map<String, BitSet> byPlace, UnaryOperator<String> rackOf) {
    this.byPlace = byPlace;
    this.rackOf = rackOf;
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
    return new Replicas(byPlace, rackOf);
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
