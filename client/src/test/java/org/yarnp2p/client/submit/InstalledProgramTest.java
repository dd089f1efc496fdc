package org.yarnp2p.client.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.conf.P2pKeys;

class InstalledProgramTest {
  private static final Instant FIRST = Instant.parse("2026-11-28T03:04:05Z");

  @TempDir private Path directory;

  private Configuration conf;
  private Path jar;
  private Path programs;

  @BeforeEach
  void fixture() throws IOException {
    JobFixture job = new JobFixture(directory);
    conf = job.conf();
    jar = job.jar("p2p.jar", JobJarTest.CLASSES);
    programs = Files.createDirectory(directory.resolve("programs"));
    conf.set(P2pKeys.PROGRAMS, programs.toString());
  }

  private Path install(Path ofJar, Instant at) throws IOException {
    return Files.createFile(programs.resolve(InstalledProgram.name(ofJar, at)));
  }

  @Test
  void latestOfTheSameJarIsUsed() throws IOException {
    install(jar, FIRST);
    Path second = install(jar, FIRST.plusSeconds(3600));
    Path other = Files.writeString(directory.resolve("other.jar"), "another");
    install(other, FIRST.plusSeconds(7200));
    Files.createFile(programs.resolve("." + InstalledProgram.name(jar, FIRST.plusSeconds(9000))));
    assertThat(InstalledProgram.latest(conf, jar))
        .hasValueSatisfying(found -> assertThat(Path.of(found.toUri())).isEqualTo(second))
        .hasValueSatisfying(
            found ->
                assertThat(found.getName()).matches("p2p-[0-9a-f]{16}-20261128040405\\.tar\\.gz"));
  }

  @Test
  void withoutOneOrWithoutADirectoryAJobBringsItsJar() throws IOException {
    assertThat(InstalledProgram.latest(conf, jar)).isEmpty();
    conf.set(P2pKeys.PROGRAMS, directory.resolve("none").toString());
    assertThat(InstalledProgram.latest(conf, jar)).isEmpty();
    conf.set(P2pKeys.PROGRAMS, "");
    assertThat(InstalledProgram.latest(conf, jar)).isEmpty();
    assertThat(InstalledProgram.directory(conf)).isEmpty();
  }
}
