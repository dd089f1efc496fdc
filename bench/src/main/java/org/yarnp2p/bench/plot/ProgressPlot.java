package org.yarnp2p.bench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.yarnp2p.bench.figures.Track;

/**
 * Each receiver's progress over time, with the bound as a line.
 *
 * @param title what was measured
 * @param boundSeconds no receiver of the last bytes can finish before it; NaN for none
 * @param tracks at least one
 */
public record ProgressPlot(String title, double boundSeconds, List<Track> tracks) {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 560;
  private static final int DOTS_PER_INCH = 144;

  /** More names than these would fill the picture; then the first and the last are told apart. */
  private static final int MOST_NAMES = 16;

  private static final String FONT = "SansSerif";
  private static final Color INK = new Color(0x33, 0x33, 0x33);
  private static final Color GRID = new Color(0xE4, 0xE4, 0xE4);
  private static final Color BOUND = new Color(0xC6, 0x28, 0x28);

  /** Copies the list. */
  public ProgressPlot {
    tracks = List.copyOf(tracks);
  }

  /**
   * Writes a PNG; an existing file is replaced.
   *
   * @param file whose name ends with {@code .png}
   */
  public void write(Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    BitmapEncoder.saveBitmapWithDPI(chart(), file.toString(), BitmapFormat.PNG, DOTS_PER_INCH);
  }

  private XYChart chart() {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("seconds since the start gate")
            .yAxisTitle("percent of the bytes")
            .build();
    style(chart);
    for (int i = 0; i < tracks.size(); i++) {
      Track track = tracks.get(i);
      XYSeries series = chart.addSeries(track.name(), track.seconds(), track.percent());
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(hue(i));
      series.setLineStyle(new BasicStroke(1.6f));
      series.setShowInLegend(tracks.size() <= MOST_NAMES || i == 0 || i == tracks.size() - 1);
    }
    if (!Double.isNaN(boundSeconds)) {
      XYSeries bound =
          chart.addSeries(
              String.format(Locale.ROOT, "bound, %.2f s", boundSeconds),
              List.of(boundSeconds, boundSeconds),
              List.of(0.0, 100.0));
      bound.setMarker(SeriesMarkers.NONE);
      bound.setLineColor(BOUND);
      bound.setLineStyle(
          new BasicStroke(
              2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1f, new float[] {8f, 5f}, 0f));
    }
    return chart;
  }

  private void style(XYChart chart) {
    double last =
        tracks.stream()
            .mapToDouble(track -> track.seconds().get(track.seconds().size() - 1))
            .max()
            .orElse(1);
    chart
        .getStyler()
        .setXAxisMin(0.0)
        .setXAxisMax(1.03 * Math.max(last, Double.isNaN(boundSeconds) ? 0 : boundSeconds))
        .setYAxisMin(0.0)
        .setYAxisMax(101.0)
        .setLegendPosition(LegendPosition.OutsideE)
        .setLegendBorderColor(Color.WHITE)
        .setLegendFont(new Font(FONT, Font.PLAIN, 12))
        .setChartTitleFont(new Font(FONT, Font.BOLD, 14))
        .setChartBackgroundColor(Color.WHITE)
        .setChartFontColor(INK)
        .setChartTitleBoxVisible(false);
    chart
        .getStyler()
        .setPlotGridLinesColor(GRID)
        .setPlotGridLinesStroke(new BasicStroke(1f))
        .setAxisTitleFont(new Font(FONT, Font.PLAIN, 12))
        .setAxisTickLabelsFont(new Font(FONT, Font.PLAIN, 11))
        .setPlotBorderVisible(false)
        .setPlotContentSize(1.0);
  }

  /**
   * From blue to green, so that neighbours in the list look alike and all differ from the bound.
   */
  private Color hue(int track) {
    float share = tracks.size() == 1 ? 0 : (float) track / (tracks.size() - 1);
    return Color.getHSBColor(0.62f - 0.32f * share, 0.75f, 0.72f);
  }
}
