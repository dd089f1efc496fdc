package org.yarnp2p.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.container.IncurableException;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.store.FarFileSystem;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

/** Swarms of real peers over real Hadoop IPC. */
@Timeout(60)
class PeerServiceTest {
  private static final int SEGMENT = 80 * 1024;

  @TempDir Path directory;
  private TestJob job;

  @BeforeEach
  void open() {
    job = new TestJob(directory);
  }

  @AfterEach
  void close() {
    job.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rendezvous", "ipc"})
  void threePeersExchangeInlineAndPayloadFiles(String transport) throws Exception {
    job.conf().set(P2pKeys.TRANSPORT, transport);
    job.conf().set(P2pKeys.EAGER_LIMIT, "4k");
    Path data = write("data", 40 * SEGMENT + 17);
    job.inline("lines").inline("other").payload("data", SEGMENT);
    job.input("1", "lines 3", "a", "b", "c", "2", "data", "other");
    job.input("1", "data " + data.toUri(), "2", "lines", "other");
    job.input("1", "other 2", "x", "zwölf", "2", "lines", "data");
    List<RankStatus> ends = job.run();
    assertThat(job.output(2, "lines")).hasContent("a\nb\nc");
    assertThat(job.output(3, "lines")).hasContent("a\nb\nc");
    assertThat(job.output(1, "other")).hasContent("x\nzwölf");
    assertThat(job.output(2, "other")).hasContent("x\nzwölf");
    assertThat(job.output(1, "data")).hasSameBinaryContentAs(data);
    assertThat(job.output(3, "data")).hasSameBinaryContentAs(data);
    assertThat(job.tracker().left()).isEqualTo(3);
    for (RankStatus end : ends) {
      assertThat(end.phase()).isEqualTo(RankPhase.LEFT);
      assertThat(end.acquiredBytes()).isEqualTo(end.wantedBytes());
      assertThat(end.finishedAgoMillis()).isNotNegative();
    }
    RankStatus seed = ends.get(1);
    assertThat(seed.heldBytes()).isEqualTo(Files.size(data));
    assertThat(seed.traffic()).hasSize(3);
    assertThat(seed.traffic().get(0).firstHolder()).isTrue();
    assertThat(seed.traffic().get(0).upBytes()).isGreaterThanOrEqualTo(Files.size(data));
    // An answer that comes too late is sent, but not taken.
    assertThat(sum(ends, RankStatus::upBytes))
        .isGreaterThanOrEqualTo(sum(ends, RankStatus::downBytes));
  }

  @Test
  void outputsGoToTheirTargetDirectories() throws Exception {
    Path data = write("data", 3 * SEGMENT + 1);
    Path target = directory.resolve("target");
    Path far = Files.createDirectory(directory.resolve("far"));
    job.inline("lines").payload("data", SEGMENT);
    job.input("2", "data " + data.toUri(), "lines 2", "a", "b", "0");
    job.input("0", "2", "data " + target.toUri(), "lines " + target.toUri());
    URI there = FarFileSystem.uri(far);
    job.input("0", "2", "data " + there, "lines " + there);
    job.run();
    for (Path end : List.of(target, far)) {
      assertThat(end.resolve("data")).hasSameBinaryContentAs(data);
      assertThat(end.resolve("lines")).hasContent("a\nb");
      assertThat(end.toFile().list()).hasSize(2);
    }
  }

  @Test
  void emptyAndTinyFilesAreDelivered() throws Exception {
    Path empty = write("empty", 0);
    Path one = write("one", 1);
    job.inline("none").payload("empty", SEGMENT).payload("one", SEGMENT);
    job.input("3", "empty " + empty.toUri(), "one " + one.toUri(), "none 0", "0");
    job.input("0", "3", "empty", "one", "none");
    job.run();
    assertThat(job.output(2, "empty")).isEmptyFile();
    assertThat(job.output(2, "none")).isEmptyFile();
    assertThat(job.output(2, "one")).hasSameBinaryContentAs(one);
  }

  /** The tracker does not describe a file of which nobody is left who knows how it is cut. */
  @Test
  void wantedFileThatNobodyKnowsIsDoneWithout() throws Exception {
    job.inline("lines").inline("unknown");
    job.input("1", "lines 1", "a", "0");
    job.input("0", "2", "lines", "unknown");
    RankStatus end = job.run().get(1);
    assertThat(job.output(2, "lines")).hasContent("a");
    assertThat(job.output(2, "unknown")).doesNotExist();
    assertThat(end.acquiredBytes()).isEqualTo(end.wantedBytes()).isEqualTo(1);
  }

  @Test
  void rankThatWantsWhatItHoldsGetsItsOutput() throws Exception {
    Path data = write("data", 3 * SEGMENT + 1);
    job.inline("lines").payload("data", SEGMENT);
    job.input("2", "data " + data.toUri(), "lines 1", "a", "2", "data", "lines");
    RankStatus end = job.run().get(0);
    assertThat(job.output(1, "data")).hasSameBinaryContentAs(data);
    assertThat(job.output(1, "lines")).hasContent("a");
    assertThat(data).exists();
    assertThat(end.downBytes()).isZero();
    assertThat(end.acquiredBytes()).isEqualTo(end.wantedBytes());
  }

  @Test
  void nothingIsWrittenBeforeTheGate() throws Exception {
    List<Path> early = new CopyOnWriteArrayList<>();
    job.inline("lines");
    job.input("1", "lines 1", "a", "1", "lines");
    job.input("0", "1", "lines");
    job.beforeGate(
        () ->
            job.tracker()
                .onReady(
                    () ->
                        Stream.of(job.output(1, "lines"), job.output(2, "lines"))
                            .filter(Files::exists)
                            .forEach(early::add)));
    job.run();
    assertThat(early).isEmpty();
    assertThat(job.output(1, "lines")).hasContent("a");
    assertThat(job.output(2, "lines")).hasContent("a");
  }

  @Test
  void prefixHolderServesItsPrefixAndFetchesTheRest() throws Exception {
    Path data = write("data", 30 * SEGMENT + 5);
    Path prefix = directory.resolve("prefix");
    byte[] content = Files.readAllBytes(data);
    Files.write(prefix, Arrays.copyOf(content, 20 * SEGMENT));
    job.inline("lines").payload("data", SEGMENT);
    job.input("2", "data " + data.toUri(), "lines 3", "a", "b", "c", "0");
    job.input("2", "data " + prefix.toUri(), "lines 1", "a", "2", "data", "lines");
    job.input("1", "lines 2", "a", "b", "1", "data");
    List<RankStatus> ends = job.run();
    assertThat(job.output(2, "data")).hasSameBinaryContentAs(data);
    assertThat(job.output(2, "lines")).hasContent("a\nb\nc");
    assertThat(job.output(3, "data")).hasSameBinaryContentAs(data);
    assertThat(ends.get(1).downBytes()).isBetween(10L * SEGMENT + 5 + 2, 20L * SEGMENT);
    assertThat(ends.get(1).acquiredBytes()).isEqualTo(ends.get(1).wantedBytes());
    assertThat(prefix).hasSize(20 * SEGMENT);
  }

  @Test
  void sourceThatSendsWrongBytesIsReportedAndOthersAreAsked() throws Exception {
    Path good = write("good", 40 * SEGMENT);
    Path bad = directory.resolve("bad");
    Files.copy(good, bad);
    job.payload("data", SEGMENT);
    job.input("1", "data " + bad.toUri(), "0");
    job.input("1", "data " + good.toUri(), "0");
    job.input("0", "1", "data");
    whenHashed(
        80,
        () -> {
          rot(bad);
          job.tracker().introduceAfterComplaint(Rank.peer(2));
        });
    List<RankStatus> ends = job.run();
    assertThat(job.output(3, "data")).hasSameBinaryContentAs(good);
    assertThat(ends.get(2).segmentsRefused()).isPositive();
    assertThat(job.tracker().complaints())
        .isNotEmpty()
        .allMatch(complaint -> complaint.about().rank().equals(Rank.peer(1)));
  }

  @Test
  void heldFileThatSomebodyWritesToFailsTheJob() throws Exception {
    Path data = write("data", 40 * SEGMENT);
    job.payload("data", SEGMENT);
    job.input("1", "data " + data.toUri(), "0");
    job.input("0", "1", "data");
    whenHashed(40, () -> overwrite(data));
    assertThatThrownBy(job::run)
        .hasMessageContainingAll(
            "rank 1", "data", "changed while it was read", "run the job again");
    assertThat(job.output(2, "data")).doesNotExist();
  }

  @Test
  void everySegmentOfAnOriginIsReadOnce() throws Exception {
    Path data = write("data", 50 * SEGMENT + 5);
    FarFileSystem.forgetReads();
    job.origin("data", SEGMENT, data);
    job.input("0", "1", "data").input("0", "1", "data").input("0", "1", "data");
    List<RankStatus> ends = job.run();
    for (int rank = 1; rank <= 3; rank++) {
      assertThat(job.output(rank, "data")).hasSameBinaryContentAs(data);
    }
    assertThat(FarFileSystem.reads())
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(0, 50).mapToObj(i -> i * SEGMENT).toList());
    assertThat(sum(ends, RankStatus::originBytes)).isEqualTo(Files.size(data));
  }

  @Test
  void segmentThatTheTrackerDisownsIsFetchedAgainBeforeTheOutputIsWritten() throws Exception {
    Path data = write("data", 5 * SEGMENT);
    job.origin("data", SEGMENT, data).input("0", "1", "data").input("0", "1", "data");
    job.beforeGate(() -> job.tracker().refuseOnce(new SegmentRef(0, 3)));
    List<RankStatus> ends = job.run();
    assertThat(sum(ends, end -> end.downBytes() + end.originBytes()))
        .isGreaterThanOrEqualTo(11L * SEGMENT);
    for (int rank = 1; rank <= 2; rank++) {
      assertThat(job.output(rank, "data")).hasSameBinaryContentAs(data);
      RankStatus end = ends.get(rank - 1);
      assertThat(end.acquiredBytes()).isEqualTo(end.wantedBytes());
    }
  }

  @Test
  void trackerThatStaysAwayEndsThePeer() throws Exception {
    job.inline("lines").input("1", "lines 1", "a", "0");
    job.conf().set(P2pKeys.TRACKER_TIMEOUT, "100ms");
    CompletableFuture<Void> joined = new CompletableFuture<>();
    job.beforeGate(
        () -> {
          job.tracker().hold();
          joined.complete(null);
        });
    CompletableFuture<RankStatus> running = job.start().get(0);
    joined.get();
    job.stopTracker();
    assertThat(running)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .withMessageContaining("the tracker has not answered");
  }

  @Test
  void largeAndManySmallFilesShareASwarm() throws Exception {
    Path data = write("zdata", 8 << 20);
    job.payload("zdata", 1 << 20);
    StringBuilder wanted = new StringBuilder("201\nzdata");
    StringBuilder owned = new StringBuilder("201\nzdata " + data.toUri());
    for (int i = 0; i < 200; i++) {
      String name = "f%03d".formatted(i);
      job.payload(name, 1 << 20);
      owned.append("\n").append(name).append(" ").append(write(name, 1000 + i).toUri());
      wanted.append("\n").append(name);
    }
    job.input(owned.toString(), "0");
    job.conf().setInt(P2pKeys.OPEN_FILES, 10);
    for (int rank = 2; rank <= 4; rank++) {
      job.input("0", wanted.toString());
    }
    job.run();
    for (int rank = 2; rank <= 4; rank++) {
      assertThat(job.output(rank, "zdata")).hasSameBinaryContentAs(data);
      for (int i = 0; i < 200; i++) {
        String name = "f%03d".formatted(i);
        assertThat(job.output(rank, name)).hasSameBinaryContentAs(directory.resolve(name));
      }
    }
  }

  @Test
  void trackersFailureEndsThePeersAndNothingIsLeft() throws Exception {
    Path data = write("data", 3 * SEGMENT);
    Path target = Files.createDirectory(directory.resolve("target"));
    job.payload("data", SEGMENT);
    job.input("1", "data " + data.toUri(), "0");
    job.input("0", "1", "data " + target.toUri());
    job.beforeGate(() -> job.tracker().fail("rank 7 is lost"));
    assertThatThrownBy(job::run)
        .isInstanceOf(SwarmFailedException.class)
        .hasMessageContaining("rank 7 is lost");
    job.close();
    assertThat(target).isEmptyDirectory();
    assertThat(job.workDirectory(1).toFile().list()).containsExactly("input.txt");
  }

  @Test
  void heldFileThatIsMissingEndsThePeerWithLineAndName() {
    job.payload("data", SEGMENT);
    job.input("1", "data " + directory.resolve("none").toUri(), "0");
    assertThatThrownBy(job::run)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("rank 1", "line 2", "data", "none");
  }

  @Test
  void heldFileThatCannotBeReadEndsThePeerThoughNoTrackerComes() throws Exception {
    assertThat(endOfAHolder("unreadable"))
        .hasMessageContainingAll("rank 1", "line 2", "file data", "cannot be held", "gone bad");
  }

  @Test
  void heldFileThatChangesEndsThePeerThoughNoTrackerComes() throws Exception {
    assertThat(endOfAHolder("changing"))
        .isInstanceOf(IncurableException.class)
        .hasMessageContainingAll("rank 1", "line 2", "file data", "changed while it was read");
  }

  /** How a rank ends whose file is in such a storage, when there is no tracker. */
  private Throwable endOfAHolder(String scheme) throws Exception {
    Path data = write("data", 3 * SEGMENT);
    job.conf().setClass("fs.unreadable.impl", UnreadableFileSystem.class, FileSystem.class);
    job.conf().setClass("fs.changing.impl", ChangingFileSystem.class, FileSystem.class);
    job.payload("data", SEGMENT).withoutTracker();
    job.input("1", "data " + scheme + "://" + data.toUri().getPath(), "0");
    return job.start().get(0).handle((status, failure) -> failure).get(30, TimeUnit.SECONDS);
  }

  /** Files that are there, on a bad disk. */
  static final class UnreadableFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("unreadable:///");
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path file, int bufferSize)
        throws IOException {
      throw new IOException("the disk has gone bad");
    }
  }

  /** Somebody writes to whatever is read. */
  static final class ChangingFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("changing:///");
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path file, int bufferSize)
        throws IOException {
      Files.setLastModifiedTime(Path.of(file.toUri().getPath()), FileTime.fromMillis(0));
      return super.open(file, bufferSize);
    }
  }

  @Test
  void failureOfWhichJavaSaysOnlyThePathIsExplained() {
    job.withoutInput();
    assertThatThrownBy(job::run)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "rank 1: " + job.workDirectory(1).resolve("input.txt"), "no such file");
  }

  @Test
  void targetThatCannotBeMadeIsTheFaultOfTheNode() throws Exception {
    Path file = write("file", 1);
    job.payload("data", SEGMENT);
    job.input("1", "data " + write("data", SEGMENT).toUri(), "0");
    job.input("0", "1", "data " + file.resolve("x").toUri() + "/");
    assertThatThrownBy(job::run)
        .isInstanceOf(UnfitNodeException.class)
        .hasMessageContainingAll("rank 2 cannot make the target directory " + file, "file");
  }

  @Test
  void targetThatLeadsNowhereIsTheFaultOfTheNode() throws Exception {
    Path target = Files.createSymbolicLink(directory.resolve("target"), directory.resolve("none"));
    job.payload("data", SEGMENT);
    job.input("1", "data " + write("data", SEGMENT).toUri(), "0");
    job.input("0", "1", "data " + target.toUri());
    assertThatThrownBy(job::run)
        .isInstanceOf(UnfitNodeException.class)
        .hasMessageContainingAll(
            "rank 2 cannot use the target directory " + target, "a link to nothing");
  }

  @Test
  void linkToADirectoryIsATarget() throws Exception {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path target = Files.createSymbolicLink(directory.resolve("target"), real);
    job.payload("data", SEGMENT);
    Path data = write("data", SEGMENT);
    job.input("1", "data " + data.toUri(), "0");
    job.input("0", "1", "data " + target.toUri());
    job.run();
    assertThat(real.resolve("data")).hasSameBinaryContentAs(data);
  }

  @Test
  void closedPeerEndsItsRunAndDeletesWhatIsNotFinished() throws Exception {
    Path target = Files.createDirectory(directory.resolve("target"));
    job.payload("data", SEGMENT);
    job.input("0", "1", "data " + target.toUri());
    job.input("1", "data " + write("data", SEGMENT).toUri(), "0");
    CompletableFuture<Void> joined = new CompletableFuture<>();
    job.beforeGate(
        () -> {
          joined.complete(null);
          job.tracker().hold();
        });
    List<CompletableFuture<RankStatus>> running = job.start();
    joined.get();
    job.close();
    assertThat(running).allSatisfy(run -> assertThat(run).failsWithin(Duration.ofSeconds(20)));
    assertThat(target).isEmptyDirectory();
  }

  private Path write(String name, int length) throws IOException {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return Files.write(directory.resolve(name), content);
  }

  /** Does something to files when all is hashed, and before anybody gets any of it. */
  private void whenHashed(int segments, Runnable action) {
    job.beforeGate(
        () -> {
          FakeTracker tracker = job.tracker();
          tracker.hold();
          var unused =
              tracker
                  .hashed(segments)
                  .thenRun(
                      () -> {
                        action.run();
                        tracker.release();
                      });
        });
  }

  /** The bytes change, as on a bad disk, and nothing else. */
  private static void rot(Path file) {
    try {
      FileTime time = Files.getLastModifiedTime(file);
      overwrite(file);
      Files.setLastModifiedTime(file, time);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void overwrite(Path file) {
    try {
      Files.write(file, new byte[(int) Files.size(file)]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long sum(List<RankStatus> ends, ToLongFunction<RankStatus> figure) {
    return ends.stream().mapToLong(figure).sum();
  }
}
