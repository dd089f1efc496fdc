package org.yarnp2p.bench.figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yarnp2p.client.view.Table;

/**
 * The figures of several runs with their medians, each figure's for itself.
 *
 * @param figures in the order in which they are shown
 * @param runs at least one
 * @param <R> what a run has measured
 */
public record FigureSheet<R>(List<Figure<R>> figures, List<R> runs) {
  private static final double MOST_DIGITS = 1e6;

  /** Copies the lists. */
  public FigureSheet {
    figures = List.copyOf(figures);
    runs = List.copyOf(runs);
  }

  /** The median of a figure over the runs. */
  public double median(Figure<R> figure) {
    return Median.of(runs.stream().mapToDouble(figure.of()).toArray());
  }

  /** Medians by the names of their fields; null for a figure that the runs do not have. */
  public Map<String, Object> medians() {
    Map<String, Object> fields = new LinkedHashMap<>();
    figures.forEach(figure -> fields.put(figure.field(), json(median(figure))));
    return fields;
  }

  /** The figures of one run by the names of their fields. */
  public Map<String, Object> fields(R run) {
    Map<String, Object> fields = new LinkedHashMap<>();
    figures.forEach(figure -> fields.put(figure.field(), json(figure.of().applyAsDouble(run))));
    return fields;
  }

  /** A table: a row for each figure that there is, the medians first, then each run. */
  public List<String> lines() {
    List<String> headings = new ArrayList<>(List.of("", runs.size() == 1 ? "run" : "median"));
    for (int run = 1; run <= runs.size() && runs.size() > 1; run++) {
      headings.add("run " + run);
    }
    Table table = new Table(1, headings);
    for (Figure<R> figure : figures) {
      List<String> cells = new ArrayList<>(List.of(figure.label(), text(figure, median(figure))));
      if (runs.size() > 1) {
        runs.forEach(run -> cells.add(text(figure, figure.of().applyAsDouble(run))));
      }
      if (cells.stream().skip(1).anyMatch(cell -> !cell.equals("-"))) {
        table.row(cells);
      }
    }
    return table.lines();
  }

  private String text(Figure<R> figure, double value) {
    return Double.isNaN(value)
        ? "-"
        : String.format(Locale.ROOT, "%." + figure.decimals() + "f", value);
  }

  private static Object json(double value) {
    return Double.isNaN(value) ? null : (Object) (Math.round(value * MOST_DIGITS) / MOST_DIGITS);
  }
}
