package org.yarnp2p.appmaster.web;

import java.util.BitSet;
import java.util.List;

/**
 * Who has what of one file, as a picture of bounded size: ranks downwards, segments across. A cell
 * stands for several of each when there are more than the picture has room for. Immutable.
 *
 * @param ranks rows before the aggregation: ranks 1..N
 * @param segments columns before the aggregation
 * @param ranksPerRow of the last row maybe fewer
 * @param segmentsPerColumn of the last column maybe fewer
 * @param rows for each row one byte for each column, 0..100: the part of the segments that the
 *     ranks hold, in percent, rounded down so that 100 means all
 */
record SegmentGrid(
    int ranks, int segments, int ranksPerRow, int segmentsPerColumn, List<byte[]> rows) {
  /** Rows and columns at most. */
  static final int MOST_CELLS = 256;

  /**
   * The picture of a file.
   *
   * @param ranks N
   * @param holders for each segment the ranks that hold it, 1..N
   */
  static SegmentGrid of(int ranks, List<BitSet> holders) {
    int ranksPerRow = groupSize(ranks);
    int segmentsPerColumn = groupSize(holders.size());
    int rowCount = groups(ranks, ranksPerRow);
    int columnCount = groups(holders.size(), segmentsPerColumn);
    int[][] held = new int[rowCount][columnCount];
    for (int segment = 0; segment < holders.size(); segment++) {
      int column = segment / segmentsPerColumn;
      BitSet of = holders.get(segment);
      for (int rank = of.nextSetBit(1);
          rank >= 0 && rank <= ranks;
          rank = of.nextSetBit(rank + 1)) {
        held[(rank - 1) / ranksPerRow][column]++;
      }
    }
    byte[][] rows = new byte[rowCount][columnCount];
    for (int row = 0; row < rowCount; row++) {
      int high = Math.min(ranksPerRow, ranks - row * ranksPerRow);
      for (int column = 0; column < columnCount; column++) {
        int wide = Math.min(segmentsPerColumn, holders.size() - column * segmentsPerColumn);
        rows[row][column] = (byte) (100L * held[row][column] / ((long) high * wide));
      }
    }
    return new SegmentGrid(ranks, holders.size(), ranksPerRow, segmentsPerColumn, List.of(rows));
  }

  private static int groupSize(int things) {
    return Math.max(1, groups(things, MOST_CELLS));
  }

  private static int groups(int things, int size) {
    return (things + size - 1) / size;
  }
}
