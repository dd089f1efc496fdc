package org.yarnp2p.bench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.yarnp2p.bench.figures.Band;
import org.yarnp2p.bench.figures.Track;

/**
 * Each receiver's progress over time, with the bound as a line. Of more than {@value #MOST_LINES}
 * receivers, the range that all are in and the one in the middle.
 *
 * @param title what was measured
 * @param boundSeconds no receiver of the last bytes can finish before it; NaN for none
 * @param tracks at least one
 */
public record ProgressPlot(String title, double boundSeconds, List<Track> tracks) {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 560;
  private static final int DOTS_PER_INCH = 144;

  /** More lines than these would cover each other. */
  private static final int MOST_LINES = 40;

  private static final int BAND_POINTS = 400;

  /** More names than these would fill the picture; then the first and the last are told apart. */
  private static final int MOST_NAMES = 16;

  private static final String FONT = "SansSerif";
  private static final Color INK = new Color(0x33, 0x33, 0x33);
  private static final Color GRID = new Color(0xE4, 0xE4, 0xE4);
  private static final Color BOUND = new Color(0xC6, 0x28, 0x28);
  private static final Color RANGE = new Color(0xB5, 0xCB, 0xEA);
  private static final BasicStroke LINE_STROKE = new BasicStroke(1.6f);
  private static final BasicStroke BOUND_STROKE =
      new BasicStroke(
          2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1f, new float[] {8f, 5f}, 0f);

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
    if (tracks.size() > MOST_LINES) {
      addBand(chart);
    } else {
      addLines(chart);
    }
    if (!Double.isNaN(boundSeconds)) {
      addBound(chart);
    }
    return chart;
  }

  private void addLines(XYChart chart) {
    for (int i = 0; i < tracks.size(); i++) {
      Track track = tracks.get(i);
      XYSeries series =
          line(chart, track.name(), track.seconds(), track.percent(), hue(i), LINE_STROKE);
      series.setShowInLegend(tracks.size() <= MOST_NAMES || i == 0 || i == tracks.size() - 1);
    }
  }

  private void addBand(XYChart chart) {
    Band band = Band.of(tracks, BAND_POINTS);
    List<Double> seconds = new ArrayList<>(band.seconds());
    List<Double> edge = new ArrayList<>(band.most());
    for (int i = band.seconds().size() - 1; i >= 0; i--) {
      seconds.add(band.seconds().get(i));
      edge.add(band.least().get(i));
    }
    XYSeries range = chart.addSeries("all " + tracks.size(), seconds, edge);
    range.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    range.setMarker(SeriesMarkers.NONE);
    range.setFillColor(RANGE);
    range.setLineColor(RANGE);
    line(chart, "median", band.seconds(), band.median(), hue(0), LINE_STROKE);
  }

  private void addBound(XYChart chart) {
    line(
        chart,
        String.format(Locale.ROOT, "bound, %.2f s", boundSeconds),
        List.of(boundSeconds, boundSeconds),
        List.of(0.0, 100.0),
        BOUND,
        BOUND_STROKE);
  }

  private static XYSeries line(
      XYChart chart,
      String name,
      List<Double> seconds,
      List<Double> percent,
      Color color,
      BasicStroke stroke) {
    XYSeries series = chart.addSeries(name, seconds, percent);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(color);
    series.setLineStyle(stroke);
    return series;
  }

  private void style(XYChart chart) {
    double last = tracks.stream().mapToDouble(Track::end).max().orElse(1);
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
