package org.yarnp2p.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.yarnp2p.bench.figures.Track;
import org.yarnp2p.bench.plot.ProgressPlot;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.UsageException;
import picocli.CommandLine.Option;

/** Whether a picture is drawn. */
final class PlotOption {
  private static final String SUFFIX = ".png";

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description =
          "Draw each rank's progress in the median run, with the bound as a line; of more than 40"
              + " ranks, the range that they are in and their median.")
  private Path file;

  /**
   * Looks whether the picture could be written, before hours of measurement.
   *
   * @throws UsageException when it could not
   */
  void check() throws UsageException {
    if (file == null) {
      return;
    }
    if (!file.toString().endsWith(SUFFIX)) {
      throw new UsageException("--plot: found '" + file + "', expected a name that ends with .png");
    }
    Path directory = file.toAbsolutePath().getParent();
    if (!Files.isWritable(directory)) {
      throw new UsageException("--plot: cannot write to the directory " + directory);
    }
  }

  /** Whether a picture is to be drawn. */
  boolean isWanted() {
    return file != null;
  }

  /** Draws, if that was asked for. */
  void draw(Console console, String title, double boundSeconds, List<Track> tracks)
      throws IOException {
    if (file != null) {
      new ProgressPlot(title, boundSeconds, tracks).write(file);
      console.note("Plot: " + file);
    }
  }
}
