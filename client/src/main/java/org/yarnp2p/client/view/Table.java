package org.yarnp2p.client.view;

import java.util.ArrayList;
import java.util.List;

/** Text in columns, as wide as their contents. */
public final class Table {
  private static final String GAP = "  ";

  private final int leftColumns;
  private final boolean endsInWords;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * A table with one row, its headings.
   *
   * @param leftColumns how many columns, from the left, hold words; the others hold numbers and are
   *     aligned on the right
   */
  public Table(int leftColumns, List<String> headings) {
    this(leftColumns, false, headings);
  }

  /**
   * The same.
   *
   * @param endsInWords whether the last column holds words too
   */
  Table(int leftColumns, boolean endsInWords, List<String> headings) {
    this.leftColumns = leftColumns;
    this.endsInWords = endsInWords;
    rows.add(List.copyOf(headings));
  }

  /** Adds a row with as many cells as there are headings. */
  public void row(List<String> cells) {
    if (cells.size() != rows.get(0).size()) {
      throw new IllegalArgumentException(cells.size() + " cells below " + rows.get(0));
    }
    rows.add(List.copyOf(cells));
  }

  /** The lines, without blanks at their ends. */
  public List<String> lines() {
    int[] width = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < width.length; i++) {
        width[i] = Math.max(width[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < width.length; i++) {
        String cell = row.get(i);
        String blanks = " ".repeat(width[i] - cell.length());
        boolean words = i < leftColumns || (endsInWords && i == width.length - 1);
        line.append(i == 0 ? "" : GAP).append(words ? cell + blanks : blanks + cell);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
