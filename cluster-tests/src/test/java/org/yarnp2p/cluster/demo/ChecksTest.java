package org.yarnp2p.cluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {
  private final Checks checks = new Checks();

  @Test
  void oneFailureIsEnough() {
    checks.add("one", true);
    assertThat(checks.allPassed()).isTrue();
    checks.add("two", false);
    assertThat(checks.allPassed()).isFalse();
    assertThat(Checks.lines(checks.all())).containsExactly("PASS  one", "FAIL  two");
  }

  @Test
  void nothingCheckedIsNotPassed() {
    assertThat(checks.allPassed()).isFalse();
  }

  @Test
  void fileMustBeThereAndHaveTheBytes(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[] {1, 2});
    checks.sameBytes(file, new byte[] {1, 2});
    assertThat(checks.allPassed()).isTrue();
    checks.sameBytes(file, new byte[] {1, 3});
    checks.sameBytes(directory.resolve("missing"), new byte[0]);
    assertThat(Checks.lines(checks.all()).stream().map(line -> line.substring(0, 4)))
        .containsExactly("PASS", "FAIL", "FAIL");
  }

  @Test
  void payloadIsKnownByItsDigestAndLength(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("payload");
    Payload payload = Payload.write("payload", 1_500_000, Files.newOutputStream(file));
    assertThat(payload.isIn(file)).isTrue();
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).hasSize(1_500_000);
    bytes[1_200_000] ^= 1;
    Files.write(file, bytes);
    assertThat(payload.isIn(file)).isFalse();
    assertThat(payload.isIn(directory.resolve("missing"))).isFalse();
  }
}
