package org.yarnp2p.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.job.Distribution;
import org.yarnp2p.job.Distribution.Attributes;
import org.yarnp2p.job.Distribution.Directory;
import org.yarnp2p.job.Distribution.Verify;
import org.yarnp2p.peer.store.FarFileSystem;
import org.yarnp2p.protocol.RankStatus;

/** Distributions by real peers, each with a directory of its own as its node's disk. */
@Timeout(60)
class DistributionTest {
  private static final int SEGMENT = 80 * 1024;
  private static final int NODES = 3;
  private static final long TIME = 1_600_000_000_000L;
  private static final String MANIFEST = ".p2p-distribution.json";

  @TempDir Path directory;
  private final Map<String, Path> sources = new TreeMap<>();
  private final List<Directory> directories = new ArrayList<>();
  private Verify verify = Verify.SIZE;
  private boolean delete;
  private boolean preserve = true;
  private long reserve;
  private String roots = "";

  @Test
  void everyNodeGetsTheTreeAndTheSourceIsReadOnce() throws Exception {
    source("model.bin", 30 * SEGMENT + 5);
    source("a/b/small", 100);
    source("a/empty", 0);
    source("z/empty", 0);
    directories.add(new Directory("a", new Attributes(0755, TIME)));
    directories.add(new Directory("a/b", new Attributes(0750, TIME)));
    directories.add(new Directory("nothing", new Attributes(0755, TIME)));
    List<RankStatus> ends = distribute();
    for (int rank = 1; rank <= NODES; rank++) {
      assertHasAll(rank);
      assertThat(names(rank))
          .containsExactlyInAnyOrder(
              "model.bin",
              "a",
              "a/b",
              "a/b/small",
              "a/empty",
              "z",
              "z/empty",
              "nothing",
              MANIFEST,
              lock());
      assertThat(target(rank).resolve("a/b/small"))
          .satisfies(file -> assertThat(time(file)).isEqualTo(TIME));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(at(rank, "a/b"))))
          .isEqualTo("rwxr-x---");
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(at(rank, "model.bin"))))
          .isEqualTo("r--r-----");
      assertThat(time(at(rank, "a"))).isEqualTo(TIME);
      assertThat(time(at(rank, "nothing"))).isEqualTo(TIME);
    }
    assertThat(sum(ends, RankStatus::originBytes)).isEqualTo(length());
  }

  @Test
  void secondDistributionReadsAndMovesNothing() throws Exception {
    source("model.bin", 30 * SEGMENT + 5);
    source("a/empty", 0);
    for (Verify how : Verify.values()) {
      verify = how;
      distribute();
      List<RankStatus> ends = distribute();
      assertThat(sum(ends, RankStatus::originBytes)).isZero();
      assertThat(sum(ends, RankStatus::downBytes)).isZero();
      assertThat(sum(ends, RankStatus::heldBytes)).isEqualTo(NODES * length());
    }
  }

  @Test
  void nodeThatHasACopyServesTheOthersInPlaceOfTheSource() throws Exception {
    source("model.bin", 30 * SEGMENT);
    distribute();
    deleteTree(target(2));
    List<RankStatus> ends = distribute();
    assertHasAll(2);
    assertThat(sum(ends, RankStatus::originBytes)).isZero();
    assertThat(ends.get(1).downBytes()).isGreaterThanOrEqualTo(length());
  }

  @Test
  void onlyDamagedSegmentsOfOneNodeAreFetchedAgain() throws Exception {
    source("model.bin", 30 * SEGMENT);
    source("other", 3 * SEGMENT);
    distribute();
    damage(at(2, "model.bin"), 7 * SEGMENT + 11);
    verify = Verify.DIGEST;
    List<RankStatus> ends = distribute();
    assertHasAll(2);
    assertThat(sum(ends, RankStatus::originBytes)).isZero();
    assertThat(ends.get(1).acquiredBytes() - ends.get(1).heldBytes()).isEqualTo(SEGMENT);
    assertThat(ends.get(0).downBytes()).isZero();
    assertThat(names(2)).containsExactlyInAnyOrder("model.bin", "other", MANIFEST, lock());
  }

  /** Its bytes are not looked at before somebody asks for them. */
  @Test
  void copyThatOthersFindToBeBadIsMendedByTheNextDistribution() throws Exception {
    source("model.bin", 30 * SEGMENT);
    distribute();
    damage(at(2, "model.bin"), 7 * SEGMENT + 11);
    deleteTree(target(1));
    deleteTree(target(3));
    try (TestJob job = job()) {
      CompletableFuture<RankStatus> bad = job.start().get(1);
      assertThatThrownBy(() -> bad.get(30, TimeUnit.SECONDS)).hasMessageContaining("has gone bad");
    }
    List<RankStatus> ends = distribute();
    assertThat(ends.get(1).heldBytes()).isEqualTo(29L * SEGMENT);
    assertThat(sum(ends, RankStatus::originBytes)).isEqualTo(SEGMENT);
    for (int rank = 1; rank <= NODES; rank++) {
      assertHasAll(rank);
    }
  }

  @Test
  void copyWithAnotherTimeIsHashedEvenWhereSizeSuffices() throws Exception {
    source("model.bin", 30 * SEGMENT);
    distribute();
    damage(at(2, "model.bin"), 7 * SEGMENT + 11);
    Files.setLastModifiedTime(at(2, "model.bin"), FileTime.fromMillis(TIME + 1));
    Files.setLastModifiedTime(at(3, "model.bin"), FileTime.fromMillis(TIME + 1));
    List<RankStatus> ends = distribute();
    assertHasAll(2);
    assertThat(time(at(3, "model.bin"))).isEqualTo(TIME);
    assertThat(ends.get(1).acquiredBytes() - ends.get(1).heldBytes()).isEqualTo(SEGMENT);
    assertThat(ends.get(2).downBytes()).isZero();
  }

  @Test
  void copiesThatHaveGrownAreRepairedWithoutBeingFetched() throws Exception {
    source("model.bin", 30 * SEGMENT + 5);
    source("small", 2);
    source("empty", 0);
    distribute();
    for (String name : sources.keySet()) {
      Files.setPosixFilePermissions(at(2, name), PosixFilePermissions.fromString("rw-r-----"));
      Files.writeString(at(2, name), "more", StandardOpenOption.APPEND);
    }
    List<RankStatus> ends = distribute();
    assertHasAll(2);
    assertThat(sum(ends, RankStatus::originBytes)).isZero();
    assertThat(sum(ends, RankStatus::downBytes)).isZero();
    assertThat(names(2)).containsExactlyInAnyOrder("model.bin", "small", "empty", MANIFEST, lock());
  }

  @Test
  void copyThatIsCutShortIsMendedThoughItsTimeIsTheSame() throws Exception {
    source("model.bin", 30 * SEGMENT);
    distribute();
    Path copy = at(2, "model.bin");
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r-----"));
    try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
      file.setLength(29L * SEGMENT);
    }
    Files.setLastModifiedTime(copy, FileTime.fromMillis(TIME));
    List<RankStatus> ends = distribute();
    assertHasAll(2);
    assertThat(ends.get(1).acquiredBytes() - ends.get(1).heldBytes()).isEqualTo(SEGMENT);
  }

  @Test
  void anotherVersionOfTheSourceIsFetched() throws Exception {
    source("model.bin", 30 * SEGMENT);
    source("other", SEGMENT);
    distribute();
    source("model.bin", 20 * SEGMENT);
    Files.setLastModifiedTime(sources.get("model.bin"), FileTime.fromMillis(TIME + 5000));
    List<RankStatus> ends = distribute();
    assertHasAll(1);
    assertHasAll(3);
    assertThat(sum(ends, RankStatus::originBytes)).isEqualTo(20 * SEGMENT);
  }

  @Test
  void partOfABrokenOffDistributionIsGoneOnWith() throws Exception {
    source("model.bin", 30 * SEGMENT);
    distribute();
    for (int rank = 1; rank <= NODES; rank++) {
      // As it would be after a kill: a part, and a manifest that knows of it.
      Path part = at(rank, ".application_1_0000-" + rank + "-0.part");
      Files.move(at(rank, "model.bin"), part);
      Path manifest = at(rank, MANIFEST);
      String json = Files.readString(manifest);
      String entry = json.substring(json.indexOf("[{") + 1, json.indexOf("}],\"parts\"") + 1);
      String partEntry =
          entry
              .replaceFirst(",\"modificationTime\":\\d+,\"segmentSize\"", ",\"segmentSize\"")
              .replaceFirst("\\{", "{\"part\":\"" + part.getFileName() + "\",");
      Files.writeString(
          manifest,
          json.replace("[" + entry + "]", "[]")
              .replace("\"parts\":[]", "\"parts\":[" + partEntry + "]"));
      damage(part, 3 * SEGMENT);
    }
    List<RankStatus> ends = distribute();
    for (int rank = 1; rank <= NODES; rank++) {
      assertHasAll(rank);
      assertThat(names(rank)).containsExactlyInAnyOrder("model.bin", MANIFEST, lock());
    }
    assertThat(sum(ends, RankStatus::heldBytes)).isEqualTo(NODES * 29L * SEGMENT);
    assertThat(sum(ends, RankStatus::originBytes)).isEqualTo(SEGMENT);
  }

  @Test
  void brokenOffDistributionLosesNothingThatHadCome() throws Exception {
    source("model.bin", 60 * SEGMENT);
    try (TestJob job = job()) {
      job.conf().set(P2pKeys.RATE_DOWN, "1m");
      job.start();
      job.tracker().reported(30).get(30, TimeUnit.SECONDS);
    }
    for (int rank = 1; rank <= NODES; rank++) {
      assertThat(at(rank, "model.bin")).doesNotExist();
    }
    List<RankStatus> ends = distribute();
    assertHasAll(1);
    assertHasAll(2);
    assertThat(sum(ends, RankStatus::heldBytes)).isGreaterThanOrEqualTo(30L * SEGMENT);
    assertThat(sum(ends, RankStatus::originBytes)).isLessThan(length());
    assertThat(names(1)).containsExactlyInAnyOrder("model.bin", MANIFEST, lock());
  }

  @Test
  void partOfAnotherVersionIsNotGoneOnWith() throws Exception {
    source("model.bin", 60 * SEGMENT);
    try (TestJob job = job()) {
      job.conf().set(P2pKeys.RATE_DOWN, "1m");
      job.start();
      job.tracker().reported(30).get(30, TimeUnit.SECONDS);
    }
    byte[] another = Files.readAllBytes(sources.get("model.bin"));
    for (int at = 0; at < another.length; at += SEGMENT) {
      another[at] ^= 1;
    }
    Files.write(sources.get("model.bin"), another);
    Files.setLastModifiedTime(sources.get("model.bin"), FileTime.fromMillis(TIME + 5000));
    for (int rank = 1; rank <= NODES; rank++) {
      deleteTree(directory.resolve("rank" + rank)); // with the journal of the former life
    }

    List<RankStatus> ends = distribute();

    assertHasAll(1);
    assertHasAll(2);
    assertThat(sum(ends, RankStatus::heldBytes)).isZero();
    assertThat(names(1)).containsExactlyInAnyOrder("model.bin", MANIFEST, lock());
  }

  @Test
  void deletedAtTheSourceIsDeletedHereIfItIsAsItArrived() throws Exception {
    source("keep", 10);
    source("gone/deep/a", 10);
    source("gone/b", 10);
    source("changed", 10);
    distribute();
    Files.writeString(at(1, "mine"), "never distributed");
    Files.writeString(at(1, "changed"), "by somebody");
    Files.createDirectories(at(2, "gone/deep/own"));
    List.of("gone/deep/a", "gone/b", "changed").forEach(sources::remove);
    distribute();
    assertThat(names(1)).as("without delete").contains("gone/deep/a", "gone/b", "changed");
    delete = true;
    distribute();
    assertThat(names(1)).containsExactlyInAnyOrder("keep", "mine", "changed", MANIFEST, lock());
    assertThat(names(2))
        .containsExactlyInAnyOrder("keep", "gone", "gone/deep", "gone/deep/own", MANIFEST, lock());
    assertThat(names(3)).containsExactlyInAnyOrder("keep", MANIFEST, lock());
  }

  @Test
  void namesMayBeAsLongAsTheFileSystemAllows() throws Exception {
    source("a/" + "x".repeat(255), SEGMENT);
    source("ü".repeat(127), 10);
    distribute();
    List<RankStatus> ends = distribute();
    for (int rank = 1; rank <= NODES; rank++) {
      assertHasAll(rank);
    }
    assertThat(sum(ends, RankStatus::heldBytes)).isEqualTo(NODES * length());
  }

  @Test
  void sourceThatIsEmptyNowEmptiesEveryNode() throws Exception {
    source("gone/deep", SEGMENT);
    source("gone/too", 0);
    distribute();
    sources.clear();
    directories.add(new Directory("stays", new Attributes(0750, TIME)));
    delete = true;
    List<RankStatus> ends = distribute();
    for (int rank = 1; rank <= NODES; rank++) {
      assertThat(names(rank)).containsExactlyInAnyOrder("stays", MANIFEST, lock());
      assertThat(time(at(rank, "stays"))).isEqualTo(TIME);
    }
    assertThat(ends).allSatisfy(end -> assertThat(end.finishedAgoMillis()).isNotNegative());
  }

  @Test
  void fileThatIsADirectoryNowMakesWay() throws Exception {
    source("model", 3 * SEGMENT);
    source("other", 10);
    distribute();
    gone("model");
    source("model/weights", 5 * SEGMENT);
    distribute();
    distribute();
    for (int rank = 1; rank <= NODES; rank++) {
      assertHasAll(rank);
      assertThat(names(rank))
          .containsExactlyInAnyOrder("model", "model/weights", "other", MANIFEST, lock());
    }
  }

  @Test
  void directoryThatIsAFileNowMakesWayWhenAskedTo() throws Exception {
    source("model/a/weights", 3 * SEGMENT);
    source("model/b", 10);
    directories.add(new Directory("model/empty", new Attributes(0755, TIME)));
    distribute();
    directories.clear();
    gone("model/a/weights");
    gone("model/b");
    Files.delete(directory.resolve("source/model/a"));
    Files.delete(directory.resolve("source/model"));
    source("model", 5 * SEGMENT);
    assertThatThrownBy(this::distribute)
        .isInstanceOf(UnfitNodeException.class)
        .hasMessageContainingAll("model is a directory", "--delete");
    assertThat(names(1)).contains("model/a/weights", "model/b");
    delete = true;
    distribute();
    for (int rank = 1; rank <= NODES; rank++) {
      assertHasAll(rank);
      assertThat(names(rank)).containsExactlyInAnyOrder("model", MANIFEST, lock());
    }
  }

  @Test
  void strangersFileInADirectoryThatIsAFileNowIsNamed() throws Exception {
    source("model/weights", 10);
    distribute();
    Path strangers = Files.writeString(at(2, "model").resolve("notes.txt"), "mine");
    gone("model/weights");
    Files.delete(directory.resolve("source/model"));
    source("model", 10);
    delete = true;
    assertThatThrownBy(this::distribute)
        .isInstanceOf(UnfitNodeException.class)
        .hasMessageContainingAll(
            "rank 2", "model is a directory", strangers.toString(), "remove it")
        .hasMessageNotContaining("--delete");
    assertThat(strangers).hasContent("mine");
  }

  @Test
  void whatSomebodyHasChangedMakesNoWay() throws Exception {
    source("model", 10);
    distribute();
    gone("model");
    source("model/weights", 10);
    damage(at(2, "model"), 3);
    Files.setLastModifiedTime(at(2, "model"), FileTime.fromMillis(TIME + 5000));
    assertThatThrownBy(this::distribute)
        .isInstanceOf(UnfitNodeException.class)
        .hasMessageContainingAll("rank 2", "model is not a directory; remove it");
    assertThat(at(2, "model")).hasSize(10);
  }

  @Test
  void leftPartsAreRemoved() throws Exception {
    source("a/model", 10);
    Files.createDirectories(at(1, "a"));
    Files.writeString(at(1, "a/.application_7_0007-1-0.part"), "left");
    Files.writeString(at(1, "a/.my.part"), "not ours");
    distribute();
    assertThat(names(1)).contains("a/.my.part").doesNotContain("a/.application_7_0007-1-0.part");
  }

  @Test
  void leftPartsAreRemovedFromDirectoriesThatTheSourceHasNoMore() throws Exception {
    source("gone/deep/model", 10);
    source("keep", 10);
    distribute();
    Files.writeString(at(1, "gone/deep/.application_7_0007-1-0.part"), "left");
    gone("gone/deep/model");
    delete = true;
    distribute();
    assertThat(names(1)).containsExactlyInAnyOrder("keep", MANIFEST, lock());
  }

  @Test
  void partsInATargetWithinTheTargetStay() throws Exception {
    source("inner/deep/model", 10);
    source("keep", 10);
    distribute();
    Path part = at(1, "inner/deep/.application_7_0007-1-0.part");
    Files.writeString(part, "of another distribution, which is at work");
    Files.createFile(at(1, "inner").resolve(lock()));
    gone("inner/deep/model");
    delete = true;
    distribute();
    assertThat(part).exists();
  }

  @Test
  void directoriesAreOnRecordBeforeAnythingIsInThem() throws Exception {
    source("a/b/model", 60 * SEGMENT);
    try (TestJob job = job()) {
      job.conf().set(P2pKeys.RATE_DOWN, "1m");
      job.start();
      job.tracker().reported(1).get(30, TimeUnit.SECONDS);
      for (int rank = 1; rank <= NODES; rank++) {
        assertThat(at(rank, MANIFEST)).content().contains("\"directories\":[\"a\",\"a/b\"]");
      }
    }
  }

  @Test
  void nameThatLeadsOutOfTheTargetIsRefused() throws Exception {
    source("a/model", 10);
    Files.createDirectories(target(2));
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.createSymbolicLink(at(2, "a"), outside);
    assertThatThrownBy(this::distribute)
        .hasMessageContainingAll("rank 2", "a/model", "outside the target");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void twoFilesThatALinkLeadsToOnePlaceAreRefused() throws Exception {
    source("a/model", 10);
    source("b/model", 20);
    Files.createDirectories(at(2, "b"));
    Files.createSymbolicLink(at(2, "a"), Path.of("b"));
    assertThatThrownBy(this::distribute)
        .isInstanceOf(UnfitNodeException.class)
        .hasMessageContainingAll(
            "rank 2", "a/model", "b/model", at(2, "b/model").toString(), "remove the link");
  }

  @Test
  void deletionThroughALinkSparesWhatTheSourceHas() throws Exception {
    source("a/model", 10);
    source("b/model", 10);
    directories.add(new Directory("a/empty", new Attributes(0755, TIME)));
    directories.add(new Directory("b/empty", new Attributes(0755, TIME)));
    distribute();
    deleteTree(at(2, "a"));
    Files.createSymbolicLink(at(2, "a"), Path.of("b"));
    gone("a/model");
    directories.remove(0);
    delete = true;
    distribute();
    assertThat(names(1)).containsExactlyInAnyOrder("b", "b/model", "b/empty", MANIFEST, lock());
    assertThat(names(2))
        .containsExactlyInAnyOrder("a", "b", "b/model", "b/empty", MANIFEST, lock());
  }

  @Test
  void deletionLeavesWhatALinkOutOfTheTargetLeadsTo() throws Exception {
    source("keep", 10);
    source("gone/deep/a", 10);
    distribute();
    Path moved = Files.move(at(2, "gone"), directory.resolve("moved"));
    Files.createSymbolicLink(at(2, "gone"), moved);
    gone("gone/deep/a");
    delete = true;
    distribute();
    assertThat(moved.resolve("deep/a")).hasSize(10);
    assertThat(names(1)).containsExactlyInAnyOrder("keep", MANIFEST, lock());
    assertThat(names(2)).containsExactlyInAnyOrder("keep", "gone", MANIFEST, lock());
  }

  @Test
  void targetMustBeBelowAnAllowedRoot() throws Exception {
    source("model", 10);
    roots = directory.resolve("elsewhere").toString();
    assertThatThrownBy(this::distribute)
        .hasMessageContainingAll("rank", "node", "p2p.target.roots");
    roots = directory + "," + roots;
    distribute();
    assertHasAll(1);
  }

  @Test
  void spaceIsCheckedBeforeAnythingIsFetched() throws Exception {
    source("model", 10);
    reserve = Long.MAX_VALUE / 2;
    FarFileSystem.forgetReads();
    assertThatThrownBy(this::distribute)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("needs 1 MiB", "to stay free", "MiB free");
    assertThat(FarFileSystem.reads()).isEmpty();
  }

  @Test
  void sourceThatChangesUnderWayFailsTheJob() throws Exception {
    source("model", 10 * SEGMENT);
    try (TestJob job = job()) {
      job.beforeGate(
          () -> {
            try {
              Files.setLastModifiedTime(sources.get("model"), FileTime.fromMillis(TIME + 1));
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
      assertThatThrownBy(job::run).hasMessageContainingAll("model", "changed since");
    }
    assertThat(names(1)).doesNotContain("model");
  }

  @Test
  void manySmallFilesAreClaimedTogether() throws Exception {
    for (int i = 0; i < 600; i++) {
      source("tree/%02d/%d".formatted(i % 20, i), 500);
    }
    try (TestJob job = job()) {
      List<RankStatus> ends = job.run();
      assertThat(sum(ends, RankStatus::originBytes)).isEqualTo(length());
      assertThat(job.tracker().claims()).isLessThan(20);
    }
    assertHasAll(3);
  }

  @ParameterizedTest
  @CsvSource({"rendezvous,down", "rendezvous,up", "ipc,down", "ipc,up"})
  void ratesAreKeptTo(String transport, String direction) throws Exception {
    source("model.bin", 10 * SEGMENT);
    distribute();
    deleteTree(target(2));
    long began = System.nanoTime();
    try (TestJob job = job()) {
      job.conf().set(P2pKeys.TRANSPORT, transport);
      job.conf().set("p2p.peer.rate." + direction, "800k");
      List<RankStatus> ends = job.run();
      assertThat(sum(ends, RankStatus::originBytes)).isZero();
    }
    // Two nodes have a copy and may send it at the same time.
    double seconds = direction.equals("down") ? 800 / 800. : 800 / 1600.;
    assertThat((System.nanoTime() - began) / 1e9).isGreaterThan(seconds - 0.25);
    assertHasAll(2);
  }

  private List<RankStatus> distribute() throws Exception {
    try (TestJob job = job()) {
      return job.run();
    }
  }

  private TestJob job() throws IOException {
    TestJob job = new TestJob(directory);
    for (Map.Entry<String, Path> source : sources.entrySet()) {
      job.origin(source.getKey(), SEGMENT, source.getValue());
    }
    job.conf().set(P2pKeys.TARGET_ROOTS, roots);
    return job.distribution(
        new Distribution(
            directory + "/node{rank}/data",
            Collections.nCopies(NODES, "here"),
            NODES,
            60_000,
            verify,
            preserve,
            delete,
            reserve,
            directories,
            Collections.nCopies(sources.size(), new Attributes(0440, TIME))));
  }

  private void source(String name, int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(name.hashCode() + length).nextBytes(bytes);
    Path path = directory.resolve("source").resolve(name);
    Files.createDirectories(path.getParent());
    sources.put(name, Files.write(path, bytes));
  }

  private void gone(String name) throws IOException {
    Files.delete(sources.remove(name));
  }

  private long length() throws IOException {
    long sum = 0;
    for (Path source : sources.values()) {
      sum += Files.size(source);
    }
    return sum;
  }

  private void assertHasAll(int rank) {
    sources.forEach((name, path) -> assertThat(at(rank, name)).hasSameBinaryContentAs(path));
  }

  private static String lock() {
    return ".p2p-distribution.lock";
  }

  private Path target(int rank) {
    return directory.resolve("node" + rank).resolve("data");
  }

  private Path at(int rank, String name) {
    return target(rank).resolve(name);
  }

  private List<String> names(int rank) throws IOException {
    try (Stream<Path> all = Files.walk(target(rank))) {
      return all.map(path -> target(rank).relativize(path).toString())
          .filter(name -> !name.isEmpty())
          .toList();
    }
  }

  private static long time(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without another length or time. */
  private static void damage(Path file, long at) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(at);
      int was = out.read();
      out.seek(at);
      out.write(was ^ 1);
    }
    Files.setLastModifiedTime(file, time);
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(path);
      }
    }
  }

  private static long sum(List<RankStatus> ends, ToLongFunction<RankStatus> what) {
    return ends.stream().mapToLong(what).sum();
  }
}
