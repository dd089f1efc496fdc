package org.yarnp2p.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.bench.figures.Track;

class ProgressPlotTest {
  private static final int DASH_RED = 0xC62828;

  @TempDir private Path directory;

  @Test
  void pictureHasTheBoundAsALine() throws Exception {
    assertThat(reds(draw(2.0))).isGreaterThan(500);
  }

  @Test
  void withoutABoundThereIsNoLine() throws Exception {
    assertThat(reds(draw(Double.NaN))).isZero();
  }

  private BufferedImage draw(double bound) throws Exception {
    Path file = directory.resolve("plot.png");
    List<Track> tracks =
        IntStream.range(2, 22)
            .mapToObj(
                rank ->
                    new Track(
                        "rank " + rank, List.of(0.0, 1.0, 2.0 + rank), List.of(0.0, 20.0, 100.0)))
            .toList();
    new ProgressPlot("a swarm", bound, tracks).write(file);
    return ImageIO.read(file.toFile());
  }

  private static long reds(BufferedImage picture) {
    return IntStream.range(0, picture.getWidth() * picture.getHeight())
        .filter(
            i ->
                (picture.getRGB(i % picture.getWidth(), i / picture.getWidth()) & 0xFFFFFF)
                    == DASH_RED)
        .count();
  }
}
