package org.yarnp2p.bench.figures;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The middle of several runs. */
public final class Median {
  private Median() {}

  /**
   * The middle value; of an even number the mean of the two in the middle. NaN when one is NaN.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static double of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted); // NaN comes last
    if (Double.isNaN(sorted[sorted.length - 1])) {
      return Double.NaN;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * The run in the middle; of an even number the better one of two, when less is better.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static <T> T run(List<T> runs, ToDoubleFunction<T> by) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("no runs");
    }
    return runs.stream().sorted(Comparator.comparingDouble(by)).toList().get((runs.size() - 1) / 2);
  }
}
