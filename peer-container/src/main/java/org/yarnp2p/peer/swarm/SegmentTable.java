package org.yarnp2p.peer.swarm;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.SegmentRef;

/**
 * Numbers the segments of all files of a peer through, so that sets of them are bit sets.
 * Immutable.
 */
final class SegmentTable {
  private final List<SwarmFile> files;

  /** First number of each file, one entry more than files. */
  private final int[] first;

  private final Map<Integer, Integer> position = new HashMap<>();

  SegmentTable(List<SwarmFile> files) {
    this.files = List.copyOf(files);
    first = new int[files.size() + 1];
    for (int i = 0; i < files.size(); i++) {
      first[i + 1] = Math.addExact(first[i], files.get(i).shape().segmentCount());
      position.put(files.get(i).id(), i);
    }
  }

  int size() {
    return first[files.size()];
  }

  /** The number of a segment, or -1 when this peer has nothing to do with it. */
  int number(int file, int segment) {
    Integer at = position.get(file);
    if (at == null || segment < 0 || segment >= first[at + 1] - first[at]) {
      return -1;
    }
    return first[at] + segment;
  }

  int number(SegmentRef ref) {
    return number(ref.file(), ref.segment());
  }

  /** The file that a number belongs to. */
  SwarmFile file(int number) {
    return files.get(fileAt(number));
  }

  SegmentRef ref(int number) {
    int at = fileAt(number);
    return new SegmentRef(files.get(at).id(), number - first[at]);
  }

  int length(int number) {
    int at = fileAt(number);
    return files.get(at).shape().segmentLength(number - first[at]);
  }

  /** Segments of up to this many bytes. */
  BitSet upTo(int bytes) {
    BitSet small = new BitSet();
    for (int at = 0; at < files.size(); at++) {
      for (int number = first[at]; number < first[at + 1]; number++) {
        small.set(number, files.get(at).shape().segmentLength(number - first[at]) <= bytes);
      }
    }
    return small;
  }

  /** The first number of a file that this peer has. */
  int firstOf(int file) {
    return first[position.get(file)];
  }

  /** The number after the last of a file that this peer has. */
  int endOf(int file) {
    return first[position.get(file) + 1];
  }

  /** How a file is cut that this peer has. */
  FileShape shapeOf(int file) {
    return files.get(position.get(file)).shape();
  }

  boolean has(int file) {
    return position.containsKey(file);
  }

  private int fileAt(int number) {
    if (files.size() == 1) {
      return 0;
    }
    int found = Arrays.binarySearch(first, number);
    if (found < 0) {
      return -found - 2;
    }
    while (first[found + 1] == number) {
      found++; // files without segments begin where the next one begins
    }
    return found;
  }
}
