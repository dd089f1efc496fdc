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
  private static final int RANGE_BLUE = 0xB5CBEA;

  @TempDir private Path directory;

  @Test
  void manyRanksAreDrawnAsTheirRange() throws Exception {
    int few = count(draw(Double.NaN, 40), RANGE_BLUE);
    int many = count(draw(Double.NaN, 41), RANGE_BLUE);
    assertThat(few).isZero();
    assertThat(many).isGreaterThan(10_000);
  }

  @Test
  void pictureHasTheBoundAsALine() throws Exception {
    assertThat(count(draw(2.0, 20), DASH_RED)).isGreaterThan(500);
    assertThat(count(draw(2.0, 60), DASH_RED)).isGreaterThan(500);
  }

  @Test
  void withoutABoundThereIsNoLine() throws Exception {
    assertThat(count(draw(Double.NaN, 20), DASH_RED)).isZero();
  }

  private BufferedImage draw(double bound, int ranks) throws Exception {
    Path file = directory.resolve("plot.png");
    List<Track> tracks =
        IntStream.range(2, 2 + ranks)
            .mapToObj(
                rank ->
                    new Track(
                        "rank " + rank, List.of(0.0, 1.0, 2.0 + rank), List.of(0.0, 20.0, 100.0)))
            .toList();
    new ProgressPlot("a swarm", bound, tracks).write(file);
    return ImageIO.read(file.toFile());
  }

  private static int count(BufferedImage picture, int color) {
    return (int)
        IntStream.range(0, picture.getWidth() * picture.getHeight())
            .filter(
                i ->
                    (picture.getRGB(i % picture.getWidth(), i / picture.getWidth()) & 0xFFFFFF)
                        == color)
            .count();
  }
}
