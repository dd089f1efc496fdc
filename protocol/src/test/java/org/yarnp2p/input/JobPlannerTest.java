package org.yarnp2p.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.ExaminedPayload;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.Rank;

class JobPlannerTest {
  private static final int MIB = 1 << 20;

  private final Configuration conf = P2pConf.create();

  @Test
  void filesAreNumberedInTheOrderOfTheirNames() {
    InputFile origins = input(0, "1", "o hdfs:///o", "0");
    InputFile first = input(1, "2", "z 1", "x", "b 0", "1", "o");
    InputFile second = input(2, "1", "a hdfs:///a", "1", "z");
    Map<URI, StoredFile> stored =
        Map.of(
            URI.create("hdfs:/o"),
            stored("hdfs://nn/o", 5),
            URI.create("hdfs:/a"),
            stored("hdfs://nn/a", 6));

    JobPlan plan = plan(new CheckedInput(List.of(origins, first, second), stored, List.of()));

    assertThat(plan.peers()).isEqualTo(2);
    assertThat(plan.files())
        .containsExactly(
            new PlannedFile(0, "a", FileKind.PAYLOAD, MIB / 8, null),
            new PlannedFile(1, "b", FileKind.INLINE, 0, null),
            new PlannedFile(2, "o", FileKind.PAYLOAD, MIB / 8, new Origin("hdfs://nn/o", 5, 99)),
            new PlannedFile(3, "z", FileKind.INLINE, 0, null));
    assertThat(plan.jobId()).isEqualTo("job_1");
    assertThat(plan.inputDirectory()).isEqualTo("hdfs://nn/in");
    assertThat(plan.outputDirectory()).isEqualTo("hdfs://nn/out");
    assertThat(plan.overwrite()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 128",
    "1, 128",
    "536870912, 512",
    "536870913, 1024",
    "1073741824, 1024",
    "1073741825, 2048",
    "2147483648, 2048",
    "2147483649, 4096",
    "17179869184, 16384",
    "17179869185, 16384"
  })
  void automaticSizeGivesAtMost1024SegmentsWithinTheLimits(long length, int kibibytes) {
    assertThat(segmentSize(length)).isEqualTo(kibibytes << 10);
  }

  @ParameterizedTest
  @CsvSource({
    "16777216, 1, 128",
    "16777216, 3, 128",
    "16777216, 4, 256",
    "16777216, 7, 256",
    "16777216, 8, 512",
    "16777216, 16, 512",
    "67108864, 1, 256",
    "134217728, 1, 256",
    "134217728, 6, 256",
    "134217728, 8, 512",
    "134217728, 15, 512",
    "134217728, 16, 1024",
    "134217728, 10000, 1024",
    "268435456, 8, 512",
    "268435456, 16, 1024",
    "536870912, 8, 1024",
    "536870912, 16, 2048",
    "1073741824, 4, 1024",
    "1073741824, 11, 1024",
    "1073741824, 12, 2048",
    "1073741824, 10000, 2048",
    "17179869184, 32, 16384",
    "21474836480, 8, 16384",
    "1048576, 2, 128",
    "1048576, 32, 512"
  })
  void automaticSizeGrowsWithPeersAndTheRootOfTheLength(long length, int peers, int kibibytes) {
    assertThat(new SegmentSizes(conf).of("f", OptionalLong.of(length), peers))
        .isEqualTo(kibibytes << 10);
  }

  @Test
  void automaticSizeOfTheLongestFileIsTheLargest() {
    conf.set(P2pKeys.SEGMENT_MAX, "64m");

    assertThat(new SegmentSizes(conf).of("f", OptionalLong.of(1L << 50), 10_000))
        .isEqualTo(64 * MIB);
  }

  @Test
  void limitsMoveTheAutomaticSize() {
    conf.set(P2pKeys.SEGMENT_MIN, "4k");
    conf.set(P2pKeys.SEGMENT_MAX, "80k");

    assertThat(segmentSize(1)).isEqualTo(64 << 10);
    assertThat(segmentSize(500L * MIB)).isEqualTo(80 << 10);

    conf.set(P2pKeys.SEGMENT_MIN, "72k");

    assertThat(segmentSize(1)).isEqualTo(72 << 10);
  }

  @Test
  void sizeMayBeFixed() {
    conf.set(P2pKeys.SEGMENT_SIZE, "300k");

    assertThat(segmentSize(7)).isEqualTo(300 << 10);
  }

  @Test
  void sizeThatMakesMoreSegmentsThanMessagesSpeakOfIsRefused() {
    conf.set(P2pKeys.SEGMENT_SIZE, "1k");

    assertThat(segmentSize(16L << 30)).isEqualTo(1 << 10);
    assertThatThrownBy(() -> segmentSize((16L << 30) + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "p2p.segment.size: 1024 bytes is too small for f of 17179869185 bytes; expected at"
                + " least 1025");
  }

  @Test
  void sizeOfAFileThatIsNotSeenIsFourMebibytes() {
    InputFile input = input(1, "1", "f file:///f", "0");

    JobPlan plan = plan(new CheckedInput(List.of(input), Map.of(), List.of()));

    assertThat(plan.file(0).segmentSize()).isEqualTo(4 * MIB);
  }

  @Test
  void sizeFollowsTheLongestHolder() {
    InputFile prefix = input(1, "1", "f hdfs:///p", "0");
    InputFile whole = input(2, "1", "f hdfs:///f", "0");
    Map<URI, StoredFile> stored =
        Map.of(
            URI.create("hdfs:/p"), stored("hdfs://nn/p", 4L * MIB),
            URI.create("hdfs:/f"), stored("hdfs://nn/f", 2000L * MIB));

    JobPlan plan = plan(new CheckedInput(List.of(prefix, whole), stored, List.of()));

    assertThat(plan.file(0).segmentSize()).isEqualTo(2 * MIB);
  }

  @Test
  void sizesThatMakeNoSenseAreRefused() {
    for (String size : List.of("0", "-1", "65m", "1g", "big")) {
      conf.set(P2pKeys.SEGMENT_SIZE, size);
      assertThatThrownBy(() -> new JobPlanner(conf)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void fileOfTooManySegmentsIsRefused() {
    assertThatThrownBy(() -> segmentSize(Long.MAX_VALUE)).hasMessageContaining("p2p.segment.max");
    conf.set(P2pKeys.SEGMENT_SIZE, "1");
    assertThatThrownBy(() -> segmentSize(3L << 30)).hasMessageContaining("p2p.segment.size");
  }

  @Test
  void inputWithProblemsIsNotPlanned() {
    InputProblem problem = Mistake.EMPTY_INPUT.at("in1.txt", 1);
    CheckedInput input = new CheckedInput(List.of(), Map.of(), List.of(problem));

    assertThatThrownBy(() -> plan(input))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in1.txt:1: found an empty file");
  }

  @Test
  void payloadsThatPeersSeeAsTheClientDoesAreNoted() {
    InputFile origins = input(0, "1", "o hdfs:///o", "0");
    InputFile first = input(1, "2", "a hdfs:///a", "b file:///b", "1", "o");
    InputFile second = input(2, "1", "a hdfs:///a", "0");
    Map<URI, StoredFile> stored =
        Map.of(
            URI.create("hdfs:/o"),
            stored("hdfs://nn/o", 5),
            URI.create("hdfs:/a"),
            stored("hdfs://nn/a", 6),
            URI.create("file:/b"),
            stored("file:/b", 7));
    CheckedInput input = new CheckedInput(List.of(origins, first, second), stored, List.of());

    assertThat(plan(input, false).payloads())
        .containsExactly(new ExaminedPayload("hdfs:///a", 6, 99));
    assertThat(plan(input, true).payloads())
        .containsExactly(
            new ExaminedPayload("file:///b", 7, 99), new ExaminedPayload("hdfs:///a", 6, 99));
  }

  private int segmentSize(long length) {
    InputFile input = input(1, "1", "f hdfs:///f", "0");
    Map<URI, StoredFile> stored = Map.of(URI.create("hdfs:/f"), stored("hdfs://nn/f", length));
    return plan(new CheckedInput(List.of(input), stored, List.of())).file(0).segmentSize();
  }

  private JobPlan plan(CheckedInput input) {
    return plan(input, false);
  }

  private JobPlan plan(CheckedInput input, boolean local) {
    return new JobPlanner(conf)
        .plan(
            input,
            "job_1",
            "nightly",
            "alice",
            new Path("hdfs://nn/in"),
            new Path("hdfs://nn/out"),
            true,
            local);
  }

  private static StoredFile stored(String uri, long length) {
    return new StoredFile(URI.create(uri), length, 99);
  }

  private static InputFile input(int rank, String... lines) {
    return InputParser.parse(
        new Rank(rank),
        "in" + rank + ".txt",
        InputLines.bytes(lines),
        problem -> {
          throw new AssertionError(problem);
        });
  }
}
