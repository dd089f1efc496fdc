package org.yarnp2p.model;

import java.util.Arrays;
import java.util.Objects;

/**
 * How a file is cut: the number of its segments, and where each stands in the finished output. Held
 * bytes are called <em>data</em>; the output of an inline file also has a LF between two segments.
 * Immutable.
 */
public final class FileShape {
  /** Segments of a file of which messages may speak: far more than a job needs. */
  public static final int MOST_SEGMENTS = 1 << 24;

  private final FileKind kind;
  private final long dataLength;
  private final int segmentSize;
  private final int segmentCount;

  /** Data bytes before each segment, one entry more than segments; null for payload files. */
  private final long[] before;

  private FileShape(
      FileKind kind, long dataLength, int segmentSize, int segmentCount, long[] before) {
    this.kind = kind;
    this.dataLength = dataLength;
    this.segmentSize = segmentSize;
    this.segmentCount = segmentCount;
    this.before = before;
  }

  /**
   * The shape of a payload file.
   *
   * @param length bytes, from 0
   * @param segmentSize bytes of every segment but the last, from 1
   * @throws IllegalArgumentException when an argument is out of range or there are more than 2^31-1
   *     segments
   */
  public static FileShape payload(long length, int segmentSize) {
    if (length < 0 || segmentSize < 1) {
      throw new IllegalArgumentException("length " + length + ", segment size " + segmentSize);
    }
    long count = length / segmentSize + (length % segmentSize == 0 ? 0 : 1);
    if (count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          length + " bytes make too many segments of " + segmentSize + " bytes");
    }
    return new FileShape(FileKind.PAYLOAD, length, segmentSize, (int) count, null);
  }

  /**
   * The shape of an inline file.
   *
   * @param lengths bytes of each segment, from 0
   */
  public static FileShape inline(int[] lengths) {
    long[] before = new long[lengths.length + 1];
    int longest = 0;
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] < 0) {
        throw new IllegalArgumentException("segment " + i + " has length " + lengths[i]);
      }
      before[i + 1] = before[i] + lengths[i];
      longest = Math.max(longest, lengths[i]);
    }
    return new FileShape(FileKind.INLINE, before[lengths.length], longest, lengths.length, before);
  }

  /** Inline or payload. */
  public FileKind kind() {
    return kind;
  }

  /** The number of segments, from 0. */
  public int segmentCount() {
    return segmentCount;
  }

  /** Bytes of the longest segment: the nominal segment size of a payload file. */
  public int segmentSize() {
    return segmentSize;
  }

  /** Bytes of all segments together: what a peer has to acquire. */
  public long dataLength() {
    return dataLength;
  }

  /** Bytes of the finished output. */
  public long outputLength() {
    return kind == FileKind.INLINE ? dataLength + Math.max(0, segmentCount - 1) : dataLength;
  }

  /**
   * Bytes of one segment.
   *
   * @throws IndexOutOfBoundsException when there is no such segment
   */
  public int segmentLength(int segment) {
    Objects.checkIndex(segment, segmentCount);
    if (before != null) {
      return (int) (before[segment + 1] - before[segment]);
    }
    return (int) Math.min(segmentSize, dataLength - (long) segment * segmentSize);
  }

  /**
   * Where a segment begins in the finished output, in bytes.
   *
   * @throws IndexOutOfBoundsException when there is no such segment
   */
  public long outputOffset(int segment) {
    Objects.checkIndex(segment, segmentCount);
    return before != null ? before[segment] + segment : (long) segment * segmentSize;
  }

  /** The lengths of an inline file's segments, for the wire; a new array. */
  public int[] inlineLengths() {
    if (before == null) {
      throw new IllegalStateException("a payload file's segments have one size");
    }
    int[] lengths = new int[segmentCount];
    Arrays.setAll(lengths, this::segmentLength);
    return lengths;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileShape that
        && kind == that.kind
        && dataLength == that.dataLength
        && segmentSize == that.segmentSize
        && Arrays.equals(before, that.before);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, dataLength, segmentSize, Arrays.hashCode(before));
  }

  @Override
  public String toString() {
    return segmentCount + " segments, " + dataLength + " bytes";
  }
}
