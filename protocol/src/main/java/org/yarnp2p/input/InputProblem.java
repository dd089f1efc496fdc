package org.yarnp2p.input;

import java.util.Comparator;

/**
 * One mistake in the input. Ordered by file (in2.txt before in10.txt), then by line.
 *
 * @param file name of the input file, or the path of the input directory
 * @param line from 1; a problem of a whole file or directory stands at line 1
 * @param found what is there
 * @param expected what should be there, or what to do
 */
public record InputProblem(String file, int line, String found, String expected)
    implements Comparable<InputProblem> {
  private static final Comparator<InputProblem> ORDER =
      Comparator.comparing(InputProblem::file, InputFileName.ORDER)
          .thenComparingInt(InputProblem::line)
          .thenComparing(InputProblem::found)
          .thenComparing(InputProblem::expected);

  @Override
  public int compareTo(InputProblem other) {
    return ORDER.compare(this, other);
  }

  /** {@code FILE:LINE: found ..., expected ...}. */
  @Override
  public String toString() {
    return file + ":" + line + ": found " + found + ", expected " + expected;
  }
}
