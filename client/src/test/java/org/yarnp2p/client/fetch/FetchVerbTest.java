package org.yarnp2p.client.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.P2p;
import org.yarnp2p.client.Screen;
import org.yarnp2p.job.DistributionReport;
import org.yarnp2p.job.JobReport;

class FetchVerbTest {
  @TempDir private Path directory;

  private final Screen screen = new Screen();
  private Path out;
  private Path target;

  @BeforeEach
  void outputOfAJob() throws IOException {
    out = Files.createDirectory(directory.resolve("out"));
    target = directory.resolve("some/where");
    Files.writeString(out.resolve("client1_a"), "alpha");
    Files.writeString(out.resolve("client12_b_c"), "");
    Files.writeString(out.resolve("report.json"), "{}");
    Files.writeString(out.resolve("client0_x"), "no rank's");
    Files.createFile(out.resolve("_SUCCESS"));
  }

  private int fetch(String... more) {
    return P2p.run(
        new Configuration(),
        screen.console(),
        Stream.concat(
                Stream.of("fetch", "--output", out.toString(), "--to", target.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private List<String> fetched() throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void collectedOutputsAreCopiedAndNothingElse() throws IOException {
    assertThat(fetch()).isZero();
    assertThat(fetched()).containsExactly("client12_b_c", "client1_a");
    assertThat(target.resolve("client1_a")).hasContent("alpha");
    assertThat(screen.out()).containsExactly("Fetched 2 files, 5 B, to " + target);
    assertThat(screen.err()).isEmpty();
  }

  @Test
  void unfinishedOutputIsRefused() throws IOException {
    Files.delete(out.resolve("_SUCCESS"));
    assertThat(fetch()).isEqualTo(1);
    assertThat(screen.err()).hasSize(1);
    assertThat(screen.err().get(0)).contains("has no _SUCCESS");
    assertThat(target).doesNotExist();
  }

  private static JobReport reportOfADistribution() {
    return new JobReport(
        JobReport.VERSION,
        "application_1_0001",
        "model",
        JobReport.State.SUCCEEDED,
        "",
        null,
        null,
        null,
        null,
        null,
        1,
        1,
        0,
        0,
        List.of(),
        List.of(),
        null,
        DistributionReport.of(null, 1, 1, 100, 100, 100, List.of()),
        null);
  }

  @Test
  void filesOfADistributionAreSaidToBeOnItsNodes() throws IOException {
    Files.delete(out.resolve("client1_a"));
    Files.delete(out.resolve("client12_b_c"));
    Files.writeString(out.resolve("report.json"), reportOfADistribution().toJson());
    assertThat(fetch()).isEqualTo(2);
    assertThat(screen.err().get(0)).endsWith("a distribution, whose files are on its nodes");
    assertThat(target).doesNotExist();
  }

  @Test
  void missingOutputIsNamed() {
    out = directory.resolve("none");
    assertThat(fetch()).isEqualTo(1);
    assertThat(screen.err().get(0)).contains("there is no output directory").contains("none");
  }

  @Test
  void filesThatAreThereAreNotReplaced() throws IOException {
    Files.createDirectories(target);
    Files.writeString(target.resolve("client1_a"), "mine");
    assertThat(fetch()).isEqualTo(2);
    assertThat(screen.err().get(0)).contains("already has client1_a").contains("--overwrite");
    assertThat(fetched()).containsExactly("client1_a");
    assertThat(target.resolve("client1_a")).hasContent("mine");
  }

  @Test
  void filesThatAreThereAreReplacedWhenAsked() throws IOException {
    Files.createDirectories(target);
    Files.writeString(target.resolve("client1_a"), "mine");
    assertThat(fetch("--overwrite")).isZero();
    assertThat(target.resolve("client1_a")).hasContent("alpha");
  }

  @Test
  void directoryInTheWayIsNeverReplaced() throws IOException {
    Files.createDirectories(target.resolve("client1_a"));
    assertThat(fetch("--overwrite")).isEqualTo(2);
    assertThat(screen.err().get(0)).contains("already has client1_a");
  }

  @Test
  void targetThatIsAFileIsRefused() throws IOException {
    target = Files.createFile(directory.resolve("file")).resolve("below");
    assertThat(fetch()).isEqualTo(2);
    assertThat(screen.err().get(0)).contains("is not a directory that you can write to");
  }

  @Test
  void unknownFileSystemIsBadUsage() {
    assertThat(
            P2p.run(
                new Configuration(),
                screen.console(),
                "fetch",
                "--output",
                "nosuch://host/out",
                "--to",
                target.toString()))
        .isEqualTo(2);
    assertThat(screen.err().get(0)).contains("nosuch");
  }
}
