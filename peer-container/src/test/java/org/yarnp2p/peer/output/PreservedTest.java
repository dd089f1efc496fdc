package org.yarnp2p.peer.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.job.Distribution.Attributes;

class PreservedTest {
  @TempDir Path directory;

  @Test
  void permissionsAndTimeAreThoseOfTheSource() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "x");
    Preserved.apply(new Attributes(0641, 1_600_000_000_123L), file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r----x");
    assertThat(Files.getLastModifiedTime(file).toMillis()).isEqualTo(1_600_000_000_123L);
  }

  @Test
  void specialBitsAreNotTaken() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "x");
    Preserved.apply(new Attributes(07755, 0), file);
    assertThat(Integer.toOctalString((Integer) Files.getAttribute(file, "unix:mode") & 07777))
        .isEqualTo("755");
  }
}
