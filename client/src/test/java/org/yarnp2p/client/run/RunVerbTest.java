package org.yarnp2p.client.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.P2p;
import org.yarnp2p.client.Screen;
import org.yarnp2p.client.submit.JobFixture;

/** What {@code p2p run} refuses: always exit code 2, and nothing is made. */
class RunVerbTest {
  @TempDir private Path directory;

  private final Screen screen = new Screen();
  private JobFixture job;

  @BeforeEach
  void fixture() throws Exception {
    job = new JobFixture(directory);
  }

  private List<String> refused(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("run", "--input", job.input().toString(), "--output", job.output().toString()));
    args.addAll(List.of(more));
    assertThat(P2p.run(job.conf(), screen.console(), args.toArray(String[]::new))).isEqualTo(2);
    assertThat(screen.out()).isEmpty();
    assertThat(job.staging()).doesNotExist();
    return screen.err();
  }

  @Test
  void allMistakesOfTheInputAreShownWithTheirNumber() throws Exception {
    Files.writeString(job.input().resolve("in1.txt"), "x\n");
    Files.writeString(job.input().resolve("in3.txt"), "-1\n");
    List<String> lines = refused();
    assertThat(lines).hasSizeGreaterThan(2);
    assertThat(lines.get(0)).startsWith("in1.txt:1: found ");
    assertThat(lines).anyMatch(line -> line.startsWith("in3.txt:1: found "));
    assertThat(lines.get(lines.size() - 1))
        .isEqualTo((lines.size() - 1) + " mistakes in the input; nothing was submitted");
    assertThat(job.output()).doesNotExist();
  }

  @Test
  void segmentSizeThatDoesNotFitAFileIsTheCallersMistake() throws Exception {
    Path sparse = directory.resolve("sparse");
    try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
      file.setLength((1 << 24) + 1);
    }
    Files.writeString(job.input().resolve("in1.txt"), "1\nbig " + sparse.toUri() + "\n0\n");
    assertThat(refused("--local", "-D", "p2p.segment.size=1"))
        .containsExactly(
            "p2p run: p2p.segment.size: 1 bytes is too small for big of 16777217 bytes; expected at"
                + " least 2");
  }

  @Test
  void existingOutputIsRefused() throws Exception {
    Files.createDirectory(job.output());
    assertThat(refused())
        .containsExactly(
            "p2p run: output directory file:"
                + job.output()
                + " already exists; choose another, or add --overwrite");
  }

  @Test
  void detachLeavesNothingToFetch() {
    assertThat(refused("--detach", "--fetch", "x").get(0)).contains("--detach").contains("--fetch");
  }

  @Test
  void detachNeedsACluster() {
    assertThat(refused("--detach", "--local").get(0)).contains("--detach").contains("--local");
  }

  @Test
  void localJobHasNoQueue() {
    assertThat(refused("--local", "--queue", "batch").get(0)).contains("--queue");
  }

  @Test
  void filesInTheWayOfTheFetchAreNamedBeforeTheSubmission() throws Exception {
    Path target = Files.createDirectory(directory.resolve("target"));
    Files.createFile(target.resolve("client2_a"));
    assertThat(refused("--fetch", target.toString()))
        .containsExactly(
            "p2p run: "
                + target
                + " already has client2_a; choose another directory, or add --overwrite");
  }

  @Test
  void fetchIntoTheOutputDirectoryItselfIsRefused() {
    assertThat(refused("--fetch", job.output().toString()).get(0))
        .contains("--fetch")
        .contains("is the output directory itself");
  }

  @Test
  void settingWithoutSenseIsNamed() {
    assertThat(refused("-D", "p2p.client.status.interval=often"))
        .containsExactly(
            "p2p run: p2p.client.status.interval: found 'often', expected a time with a unit"
                + " such as 10s, 1ms to 10000d");
  }
}
