package org.yarnp2p.client.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.client.UsageException;

class LocalTargetTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"", "file:", "file://"})
  void schemeOfLocalFilesIsNoPartOfThePath(String scheme) throws Exception {
    assertThat(LocalTarget.of("--to", scheme + directory + "/a b%20", false).directory())
        .isEqualTo(directory.resolve("a b%20"));
  }

  @Test
  void relativePathIsBelowTheCurrentDirectory() throws Exception {
    assertThat(LocalTarget.of("--to", "2026-01-01/12:00", false).directory())
        .isEqualTo(Path.of("2026-01-01/12:00").toAbsolutePath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs:///out", "s3a://bucket/out", "file:out", "file://nn1:8020/out"})
  void otherFileSystemsAreRefused(String directory) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> LocalTarget.of("--to", directory, false))
        .withMessageContaining(
            "--to: found '" + directory + "', expected a directory of this host");
  }

  @Test
  void linkToNothingIsRefused() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("gone"));
    for (Path target : List.of(link, link.resolve("below"))) {
      assertThatExceptionOfType(UsageException.class)
          .isThrownBy(() -> LocalTarget.of("--to", target.toString(), false))
          .withMessageContaining(link + " is a link to nothing");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void emptyDirectoryIsRefused(String directory) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> LocalTarget.of("--fetch", directory, false))
        .withMessageContaining("--fetch is empty");
  }
}
