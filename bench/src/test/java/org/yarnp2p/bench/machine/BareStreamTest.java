package org.yarnp2p.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BareStreamTest {
  @Test
  void bytesCostSomethingAndNothingIsLeftBehind(@TempDir Path directory) throws Exception {
    assertThat(BareStream.cpuSecondsPerByte(directory) * 1e9).isBetween(0.05, 100.0);
    assertThat(directory).isEmptyDirectory();
  }
}
