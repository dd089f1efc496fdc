package org.yarnp2p.bench.faults;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Holding;

/** What a rank has stored on a node; outlives the process. */
final class Disk {
  /** With the digest that each had when it was verified. */
  private final Map<SegmentRef, Digest> verified = new LinkedHashMap<>();

  /** What the bytes are now. */
  private final Map<SegmentRef, Digest> bytes = new LinkedHashMap<>();

  /** What lives here have told of their input, as their journal says. */
  private final Map<SegmentRef, Digest> told = new LinkedHashMap<>();

  /** Ids of files that have a place here; of an empty one there is nothing else. */
  private final Set<Integer> begun = new HashSet<>();

  /** A file is to be stored. */
  void begin(int file) {
    begun.add(file);
  }

  boolean hasBegun(int file) {
    return begun.contains(file);
  }

  void store(SegmentRef segment, Digest digest) {
    verified.put(segment, digest);
    bytes.put(segment, digest);
  }

  /**
   * A segment of the input is found here.
   *
   * @param found what its bytes are; what an earlier life has told of it stands
   */
  void find(SegmentRef segment, Digest found) {
    told.putIfAbsent(segment, found);
    verified.put(segment, told.get(segment));
    bytes.put(segment, found);
  }

  /** What is told of the input, of what is not held any more too; null for nothing. */
  Digest told(SegmentRef segment) {
    return told.get(segment);
  }

  void drop(SegmentRef segment) {
    verified.remove(segment);
    bytes.remove(segment);
  }

  /** Bits change, and nobody notices. */
  void damage(SegmentRef segment) {
    bytes.put(segment, Content.wrong(segment));
  }

  boolean holds(SegmentRef segment) {
    return verified.containsKey(segment);
  }

  /** Whether a segment is held and its bytes are not those that were verified any more. */
  boolean isBad(SegmentRef segment) {
    return holds(segment) && !verified(segment).equals(read(segment));
  }

  /** What it was when it was stored. */
  Digest verified(SegmentRef segment) {
    return verified.get(segment);
  }

  /** What its bytes are. */
  Digest read(SegmentRef segment) {
    return bytes.get(segment);
  }

  List<SegmentRef> all() {
    return List.copyOf(verified.keySet());
  }

  BitSet held(int file) {
    BitSet held = new BitSet();
    verified.keySet().stream()
        .filter(segment -> segment.file() == file)
        .forEach(segment -> held.set(segment.segment()));
    return held;
  }

  /** An entry for each file. */
  List<Holding> holdings(int files) {
    List<Holding> holdings = new ArrayList<>();
    for (int file = 0; file < files; file++) {
      holdings.add(new Holding(file, held(file)));
    }
    return holdings;
  }
}
