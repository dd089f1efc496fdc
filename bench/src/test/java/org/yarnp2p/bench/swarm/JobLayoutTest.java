package org.yarnp2p.bench.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.bench.figures.SizeRange;

class JobLayoutTest {
  @TempDir private Path directory;
  private JobLayout layout;

  @BeforeEach
  void write() throws Exception {
    Payload payload = Payload.write(directory.resolve("payload"), List.of(0L, 1L, (1L << 20) + 3));
    layout = new JobLayout(directory.resolve("run-1"), payload, 2);
    layout.write();
  }

  @Test
  void seedHoldsAllAndWantsNothing() throws Exception {
    assertThat(Files.readAllLines(layout.input().resolve("in1.txt")))
        .containsExactly(
            "3",
            "file0 " + directory.resolve("payload/file0").toUri(),
            "file1 " + directory.resolve("payload/file1").toUri(),
            "file2 " + directory.resolve("payload/file2").toUri(),
            "0");
  }

  @Test
  void everyPeerWantsAllInADirectoryOfItsOwn() throws Exception {
    assertThat(layout.input()).isDirectoryNotContaining("glob:**/in4.txt");
    List<String> lines = Files.readAllLines(layout.input().resolve("in3.txt"));
    assertThat(lines).hasSize(5).startsWith("0", "3");
    assertThat(lines.get(2)).startsWith("file0 file:///").endsWith("/run-1/want-3/");
  }

  @Test
  void fileThatAPeerLacksIsNamed() throws Exception {
    for (int rank = 2; rank <= 3; rank++) {
      for (int file = 0; file < 3; file++) {
        Files.copy(
            directory.resolve("payload/file" + file), layout.target(rank).resolve("file" + file));
      }
    }
    layout.verify();
    Files.writeString(layout.target(3).resolve("file1"), "too long");
    assertThatIOException()
        .isThrownBy(layout::verify)
        .withMessageContaining(
            "rank 3 has no " + layout.target(3).resolve("file1") + " of 1 bytes");
  }

  @Test
  void payloadHasTheSizesAskedForAndNoTwoMebibytesAlike() throws Exception {
    Payload payload = Payload.write(directory.resolve("large"), List.of(2L << 20));
    byte[] bytes = Files.readAllBytes(payload.path(0));
    assertThat(bytes).hasSize(2 << 20);
    assertThat(Arrays.mismatch(bytes, 0, 1 << 20, bytes, 1 << 20, 2 << 20)).isZero();
    assertThat(payload.bytes()).isEqualTo(2 << 20);
  }

  @Test
  void randomSizesStayInTheirRangeAndAreAlwaysTheSame() {
    List<Long> sizes = Payload.sizes(1000, new SizeRange(4096, 65536));
    assertThat(sizes).hasSize(1000).allSatisfy(size -> assertThat(size).isBetween(4096L, 65536L));
    assertThat(sizes).isEqualTo(Payload.sizes(1000, new SizeRange(4096, 65536)));
    assertThat(Payload.sizes(2, new SizeRange(7, 7))).containsExactly(7L, 7L);
  }
}
