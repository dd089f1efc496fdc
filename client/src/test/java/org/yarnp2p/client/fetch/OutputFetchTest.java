package org.yarnp2p.client.fetch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OutputFetchTest {
  @Test
  void fullDiskIsNamedWithTheFileAndARemedy() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThatThrownBy(
            () -> OutputFetch.copy(new ByteArrayInputStream(new byte[5]), full, Path.of("/out/f")))
        .hasMessage(
            "cannot write /out/f: No space left on device; make room there (df, df -i), or"
                + " choose another directory");
  }
}
