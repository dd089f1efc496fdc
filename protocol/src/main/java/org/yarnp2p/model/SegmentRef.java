package org.yarnp2p.model;

/**
 * Names one segment of one file of the job.
 *
 * @param file id of the file in the job's plan, from 0
 * @param segment index of the segment in the file, from 0
 */
public record SegmentRef(int file, int segment) implements Comparable<SegmentRef> {
  /**
   * @throws IllegalArgumentException when an index is negative
   */
  public SegmentRef {
    if (file < 0 || segment < 0) {
      throw new IllegalArgumentException("negative index: file " + file + " segment " + segment);
    }
  }

  // By hand, as that of Rank.
  @Override
  public boolean equals(Object other) {
    return other instanceof SegmentRef that && file == that.file && segment == that.segment;
  }

  @Override
  public int hashCode() {
    return 31 * file + segment;
  }

  @Override
  public int compareTo(SegmentRef other) {
    int byFile = Integer.compare(file, other.file);
    return byFile != 0 ? byFile : Integer.compare(segment, other.segment);
  }
}
