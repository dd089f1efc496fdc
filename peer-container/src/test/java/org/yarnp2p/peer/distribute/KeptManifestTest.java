package org.yarnp2p.peer.distribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.job.Origin;
import org.yarnp2p.peer.distribute.KeptManifest.KeptFile;
import org.yarnp2p.peer.distribute.KeptManifest.KeptPart;

class KeptManifestTest {
  private static final Origin ORIGIN = new Origin("hdfs://nn/größe", 7, 1_600_000_000_000L);
  private static final String DIGEST = "00".repeat(32);

  @TempDir Path target;

  @Test
  void linksInThePlaceOfItsFilesAreNotFollowed(@TempDir Path other) throws IOException {
    Path precious = Files.writeString(other.resolve("precious"), "precious");
    Path target = Files.createDirectory(other.resolve("target"));
    Files.createSymbolicLink(target.resolve(KeptManifest.NEXT), precious);
    KeptManifest.none().write(target);
    assertThat(precious).hasContent("precious");
    assertThat(KeptManifest.read(target)).isEqualTo(KeptManifest.none());

    Files.delete(target.resolve(KeptManifest.NAME));
    Files.createSymbolicLink(target.resolve(KeptManifest.NAME), precious);
    assertThatThrownBy(() -> KeptManifest.read(target))
        .hasMessageContainingAll(KeptManifest.NAME, "it is a link", "remove it");
  }

  @Test
  void comesBackFromItsFile() throws IOException {
    KeptManifest manifest =
        new KeptManifest(
            KeptManifest.VERSION,
            List.of(new KeptFile("a/größe", ORIGIN, 5, 4, List.of(DIGEST, DIGEST), "boot")),
            List.of(new KeptPart("b", ".x.part", ORIGIN, 4, List.of(DIGEST, ""))),
            List.of("a"));
    manifest.write(target);
    manifest.write(target);
    assertThat(KeptManifest.read(target)).isEqualTo(manifest);
    assertThat(target.toFile().list()).containsExactly(KeptManifest.NAME);
  }

  /** A file that was not forced to the disk before that failed may have its name and no bytes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5000})
  void whatAPowerFailureLeavesOfOneIsNone(int zeros) throws IOException {
    Files.write(target.resolve(KeptManifest.NAME), new byte[zeros]);
    assertThat(KeptManifest.read(target)).isEqualTo(KeptManifest.none());
  }

  @Test
  void targetThatIsNewHasNone() throws IOException {
    assertThat(KeptManifest.read(target)).isEqualTo(KeptManifest.none());
  }

  @Test
  void oneThatCannotBeReadIsNamedWithARemedy() throws IOException {
    for (String text : List.of(" ", "{", "{\"version\":2}", "{\"version\":1}", "[]")) {
      Files.writeString(target.resolve(KeptManifest.NAME), text);
      assertThatThrownBy(() -> KeptManifest.read(target))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(
              target.resolve(KeptManifest.NAME).toString(), "remove it to have everything fetched");
    }
  }

  @Test
  @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD) // a pipe cannot be interrupted
  void whatIsNoFileInItsPlaceIsNamedWithARemedy() throws Exception {
    Path file = target.resolve(KeptManifest.NAME);
    Files.createDirectory(file);
    assertThatThrownBy(() -> KeptManifest.read(target))
        .isInstanceOf(UnfitNodeException.class)
        .hasMessageContainingAll(file.toString(), "it is a directory", "remove it");
    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> KeptManifest.read(target))
        .isInstanceOf(UnfitNodeException.class)
        .hasMessageContainingAll(file.toString(), "it is no regular file", "remove it");
  }

  @Test
  void nothingHalfWrittenIsLeftOfOneThatCannotBeWritten() throws IOException {
    Files.createDirectories(target.resolve(KeptManifest.NAME).resolve("not-empty"));
    assertThatThrownBy(() -> KeptManifest.none().write(target)).isInstanceOf(IOException.class);
    assertThat(target.resolve(KeptManifest.NEXT)).doesNotExist();
  }

  @Test
  void oneThatCannotBeWrittenIsNamedWithARemedy() throws IOException {
    KeptManifest.none().write(target);
    Files.createDirectories(target.resolve(KeptManifest.NEXT).resolve("not-empty"));
    assertThatThrownBy(() -> KeptManifest.none().write(target))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            target.resolve(KeptManifest.NAME).toString(), "make room on that disk (df, df -i)");
    assertThat(KeptManifest.read(target)).isEqualTo(KeptManifest.none());
  }

  @Test
  void fieldsOfALaterProgramArePassedOver() throws IOException {
    Files.writeString(
        target.resolve(KeptManifest.NAME),
        "{\"version\":1,\"files\":[],\"parts\":[],\"directories\":[\"d\"],\"colour\":1}");
    assertThat(KeptManifest.read(target).directories()).containsExactly("d");
  }
}
