package org.yarnp2p.input;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/** The segments of an inline file as a view of the input file's bytes; hands out copies. */
final class Segments extends AbstractList<byte[]> implements RandomAccess {
  private final byte[] content;

  /** Start and end of each segment in turn. */
  private final int[] bounds;

  Segments(byte[] content, int[] bounds) {
    this.content = content;
    this.bounds = bounds;
  }

  @Override
  public byte[] get(int index) {
    return Arrays.copyOfRange(content, bounds[2 * index], bounds[2 * index + 1]);
  }

  @Override
  public int size() {
    return bounds.length / 2;
  }

  /** Equal to other segments with the same bytes: arrays have no equality of their own. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Segments that) || size() != that.size()) {
      return false;
    }
    for (int i = 0; i < size(); i++) {
      if (!Arrays.equals(get(i), that.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (byte[] segment : this) {
      hash = 31 * hash + Arrays.hashCode(segment);
    }
    return hash;
  }
}
