package org.yarnp2p.peer.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.input.WantedFile;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.job.TargetRoots;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.store.FarFileSystem;
import org.yarnp2p.peer.store.InlineStore;
import org.yarnp2p.peer.store.LocalFileStore;
import org.yarnp2p.peer.store.Manifest;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.peer.store.SegmentLog;
import org.yarnp2p.peer.store.SegmentStore;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.Storage;
import org.yarnp2p.storage.StoragePatience;

@Timeout(20)
class OutputsTest {
  private static final Rank RANK = Rank.peer(3);
  private static final PlannedFile LINES = new PlannedFile(0, "lines", FileKind.INLINE, 0, null);
  private static final PlannedFile PAYLOAD =
      new PlannedFile(1, "payload", FileKind.PAYLOAD, 4, null);
  private static final CompletableFuture<Void> SETTLED = CompletableFuture.completedFuture(null);

  @TempDir Path directory;
  private final OpenFiles<FileChannel> openFiles = new OpenFiles<>(4);
  private final List<Long> pauses = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
  private Member self = new Member(RANK, 1);
  private boolean finished;
  private final Configuration roots = new Configuration(false);
  private Storage storage;
  private Runnable complete = () -> told.add("complete");
  private final BlockingQueue<Runnable> checks = new LinkedBlockingQueue<>();
  private Outputs outputs;

  @BeforeEach
  void storage() throws IOException {
    storage =
        new Storage(
            UserGroupInformation.getCurrentUser(), FarFileSystem.addTo(new Configuration(false)));
  }

  @AfterEach
  void close() {
    if (outputs != null) {
      outputs.close();
    }
  }

  @Test
  void collectedOutputIsInTheJobsTemporaryDirectory() throws Exception {
    SharedFile file = lines("a", "b");
    open(Map.of(0, destination(LINES, Optional.empty())));
    outputs.write(file, SETTLED);
    assertThat(told.take()).isEqualTo(0);
    assertThat(told.take()).isEqualTo("complete");
    Path temporary = directory.resolve("out/_temporary/job_1");
    assertThat(temporary.resolve("client3_lines")).hasContent("a\nb");
    assertThat(filesIn(temporary)).containsExactly("client3_lines");
  }

  @Test
  void outputIsWrittenAsSoonAsItsStorageIsBack() throws Exception {
    URI there = FarFileSystem.uri(directory);
    WantedFile wanted = new WantedFile("lines", 1, Optional.of(there));
    Destination.Remote far = (Destination.Remote) destinations().of(wanted, LINES);
    FileSystem away =
        new FilterFileSystem(far.fs()) {
          @Override
          protected void rename(
              org.apache.hadoop.fs.Path from,
              org.apache.hadoop.fs.Path to,
              Options.Rename... options)
              throws IOException {
            if (pauses.size() < 2) {
              throw new ConnectException("Connection refused");
            }
            super.rename(from, to, options);
          }
        };
    open(Map.of(0, remote(away, far)));
    outputs.write(lines("a", "b"), SETTLED);

    assertThat(told.take()).isEqualTo(0);
    assertThat(pauses).hasSize(2);
    assertThat(directory.resolve("lines")).hasContent("a\nb");
  }

  @Test
  void reasonIsNamedThoughClosingTheOutputFailsForTheSameOne() throws Exception {
    WantedFile wanted = new WantedFile("lines", 1, Optional.of(FarFileSystem.uri(directory)));
    Destination.Remote far = (Destination.Remote) destinations().of(wanted, LINES);
    // As HDFS does it: all that is done after a write has failed fails with its exception.
    IOException failure = new IOException("the disk space quota of /out is exceeded");
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw failure;
          }

          @Override
          public void close() throws IOException {
            throw failure;
          }
        };
    FileSystem limited =
        new FilterFileSystem(far.fs()) {
          @Override
          public FSDataOutputStream create(org.apache.hadoop.fs.Path file, boolean overwrite) {
            return new FSDataOutputStream(full, null);
          }
        };
    open(Map.of(0, remote(limited, far)));
    outputs.write(lines("a".repeat(1 << 20)), SETTLED);

    assertThat(told.take())
        .isInstanceOf(IOException.class)
        .asString()
        .contains("could not write file lines", failure.getMessage());
  }

  @Test
  void nothingIsWrittenAnyMoreWhenThePeerHasEnded() throws Exception {
    WantedFile wanted = new WantedFile("lines", 1, Optional.of(FarFileSystem.uri(directory)));
    Destination.Remote far = (Destination.Remote) destinations().of(wanted, LINES);
    AtomicInteger attempts = new AtomicInteger();
    FileSystem away =
        new FilterFileSystem(far.fs()) {
          @Override
          protected void rename(
              org.apache.hadoop.fs.Path from,
              org.apache.hadoop.fs.Path to,
              Options.Rename... options)
              throws IOException {
            attempts.incrementAndGet();
            outputs.close();
            throw new ConnectException("Connection refused");
          }
        };
    open(Map.of(0, remote(away, far)));
    outputs.write(lines("a", "b"), SETTLED);

    assertThat(told.take()).asString().contains("the peer ends");
    assertThat(attempts).hasValue(1);
    assertThat(filesIn(directory)).doesNotContain("lines", far.part().getName());
  }

  @Test
  void partThatIsBegunWhileThePeerEndsIsDeletedToo() throws Exception {
    WantedFile wanted = new WantedFile("lines", 1, Optional.of(FarFileSystem.uri(directory)));
    Destination.Remote far = (Destination.Remote) destinations().of(wanted, LINES);
    FileSystem slow =
        new FilterFileSystem(far.fs()) {
          @Override
          public FSDataOutputStream create(org.apache.hadoop.fs.Path file, boolean overwrite)
              throws IOException {
            outputs.close();
            return super.create(file, overwrite);
          }

          @Override
          protected void rename(
              org.apache.hadoop.fs.Path from,
              org.apache.hadoop.fs.Path to,
              Options.Rename... options)
              throws IOException {
            throw new ConnectException("Connection refused");
          }
        };
    open(Map.of(0, remote(slow, far)));
    outputs.write(lines("a", "b"), SETTLED);

    assertThat(told.take()).asString().contains("the peer ends");
    assertThat(filesIn(directory)).doesNotContain("lines", far.part().getName());
  }

  @Test
  void payloadThatIsStoredAtItsTargetIsOnlyRenamed() throws Exception {
    Destination.Local local = (Destination.Local) destination(PAYLOAD, Optional.of(directory));
    LocalFileStore store = store(local.part());
    Object inode = Files.getAttribute(local.part(), "unix:ino");
    Files.writeString(directory.resolve(".payload.crc"), "of an older file");
    open(Map.of(1, local));
    outputs.write(shared(PAYLOAD, store), SETTLED);
    assertThat(told.take()).isEqualTo(1);
    assertThat(Files.getAttribute(directory.resolve("payload"), "unix:ino")).isEqualTo(inode);
    assertThat(filesIn(directory)).containsExactly("payload");
    assertThat(store.read(0)).isEqualTo(bytes("0123"));
  }

  @Test
  void outputThatSomebodyHasRemovedUnderWayIsSaidToBeGone() throws Exception {
    Destination.Local local = (Destination.Local) destination(PAYLOAD, Optional.of(directory));
    LocalFileStore store = store(local.part());
    Files.delete(local.part());
    open(Map.of(1, local));
    outputs.write(shared(PAYLOAD, store), SETTLED);
    assertThat(told.take())
        .asString()
        .contains("rank 3 could not write file payload to " + directory.resolve("payload"))
        .contains(local.part() + ": no such file or directory");
  }

  @Test
  void payloadThatIsStoredElsewhereIsCopied() throws Exception {
    LocalFileStore store = store(directory.resolve("work"));
    open(Map.of(1, destination(PAYLOAD, Optional.of(directory.resolve("target")))));
    outputs.write(shared(PAYLOAD, store), SETTLED);
    assertThat(told.take()).isEqualTo(1);
    assertThat(directory.resolve("target/payload")).hasContent("0123456789");
    assertThat(directory.resolve("work")).exists();
  }

  @Test
  void linkInThePlaceOfThePartOrTheTargetIsNotFollowed() throws Exception {
    Path precious = Files.writeString(directory.resolve("precious"), "precious");
    Destination.Local lines = (Destination.Local) destination(LINES, Optional.of(directory));
    Destination.Local payload = (Destination.Local) destination(PAYLOAD, Optional.of(directory));
    Files.createSymbolicLink(lines.part(), precious);
    Files.createSymbolicLink(payload.target(), precious);
    open(Map.of(0, lines, 1, payload));
    outputs.write(lines("a"), SETTLED);
    assertThat(told.take()).isInstanceOf(IOException.class);
    outputs.write(shared(PAYLOAD, store(directory.resolve("work"))), SETTLED);
    assertThat(told.take()).isEqualTo(1);
    assertThat(payload.target()).isRegularFile().hasContent("0123456789");
    assertThat(precious).hasContent("precious");
  }

  @Test
  void otherFileSystemsGetACopyThatReplacesAnOlderFile() throws Exception {
    Path target = Files.createDirectory(directory.resolve("target"));
    Files.writeString(target.resolve("payload"), "old");
    LocalFileStore store = store(directory.resolve("work"));
    WantedFile wanted = new WantedFile("payload", 1, Optional.of(FarFileSystem.uri(target)));
    open(Map.of(1, destinations().of(wanted, PAYLOAD)));
    outputs.write(shared(PAYLOAD, store), SETTLED);
    assertThat(told.take()).isEqualTo(1);
    assertThat(target.resolve("payload")).hasContent("0123456789");
    assertThat(filesIn(target)).containsExactly("payload");
  }

  /** The former one was out of reach for a while, and has not heard yet that it counts as lost. */
  @Test
  void formerLifeOfTheRankDoesNotTakeAwayWhatTheLaterHasWritten() throws Exception {
    Destination.Remote first = lifeOf(1);
    open(Map.of(0, lifeOf(2)));
    Outputs second = outputs;
    FileSystem outOfReach =
        new FilterFileSystem(first.fs()) {
          @Override
          public FileStatus getFileStatus(org.apache.hadoop.fs.Path path) throws IOException {
            if (path.equals(first.part())) {
              second.write(lines("a", "b"), SETTLED);
              await(directory.resolve("lines"));
              second.close();
            }
            return super.getFileStatus(path);
          }
        };
    open(Map.of(0, remote(outOfReach, first)));
    outputs.write(lines("a", "b"), SETTLED);

    assertThat(List.of(told.take(), told.take(), told.take())).contains(0, "complete");
    assertThat(directory.resolve("lines")).hasContent("a\nb");
  }

  @Test
  void formerLifeOfTheRankThatEndsLateDoesNotDeleteWhatTheLaterIsWriting() throws Exception {
    open(Map.of(0, lifeOf(1)));
    Outputs first = outputs;
    Destination.Remote second = lifeOf(2);
    FileSystem meanwhile =
        new FilterFileSystem(second.fs()) {
          @Override
          protected void rename(
              org.apache.hadoop.fs.Path from,
              org.apache.hadoop.fs.Path to,
              Options.Rename... options)
              throws IOException {
            first.close();
            super.rename(from, to, options);
          }
        };
    open(Map.of(0, remote(meanwhile, second)));
    outputs.write(lines("a", "b"), SETTLED);

    assertThat(told.take()).isEqualTo(0);
    assertThat(directory.resolve("lines")).hasContent("a\nb");
  }

  @Test
  void laterLifeDeletesWhatTheFormerHasLeft() throws Exception {
    Files.writeString(directory.resolve(lifeOf(1).part().getName()), "a");
    open(Map.of(0, lifeOf(3)));
    outputs.write(lines("a", "b"), SETTLED);

    assertThat(told.take()).isEqualTo(0);
    assertThat(filesIn(directory)).containsExactly("lines");
  }

  /** Else a kill between the two would leave a file that Hadoop takes for damaged. */
  @Test
  void checksumOfAFormerFileIsGoneBeforeTheNewOneComes() throws Exception {
    Path checksum = Files.writeString(directory.resolve(".lines.crc"), "old");
    Files.writeString(Files.createDirectory(directory.resolve("lines")).resolve("x"), "in the way");
    open(Map.of(0, destination(LINES, Optional.of(directory))));
    outputs.write(lines("a"), SETTLED);
    assertThat(told.take()).isInstanceOf(IOException.class);
    assertThat(checksum).doesNotExist();
  }

  private Destination.Remote lifeOf(int incarnation) throws IOException {
    self = new Member(RANK, incarnation);
    WantedFile wanted = new WantedFile("lines", 1, Optional.of(FarFileSystem.uri(directory)));
    return (Destination.Remote) destinations().of(wanted, LINES);
  }

  private static void await(Path file) {
    while (Files.notExists(file)) {
      Thread.onSpinWait();
    }
  }

  private static Destination.Remote remote(FileSystem fs, Destination.Remote like) {
    return new Destination.Remote(fs, like.part(), like.formerParts(), like.target(), false);
  }

  @Test
  void emptyFilesGiveEmptyOutputs() throws Exception {
    Destination.Local local = (Destination.Local) destination(PAYLOAD, Optional.of(directory));
    SegmentStore empty =
        LocalFileStore.create(local.part(), FileShape.payload(0, 4), openFiles, SegmentLog.NONE);
    open(Map.of(0, destination(LINES, Optional.of(directory)), 1, local));
    outputs.write(lines(), SETTLED);
    outputs.write(shared(PAYLOAD, empty), SETTLED);
    assertThat(List.of(told.take(), told.take(), told.take())).contains(0, 1, "complete");
    assertThat(directory.resolve("lines")).isEmptyFile();
    assertThat(directory.resolve("payload")).isEmptyFile();
  }

  @RepeatedTest(20) // the second may come before the first has begun
  void fileThatIsNotCompleteAfterAllIsWrittenWhenItIs() throws Exception {
    SegmentStore store = new InlineStore(FileShape.inline(new int[] {1}));
    open(Map.of(0, destination(LINES, Optional.of(directory))));
    CompletableFuture<Void> settled = new CompletableFuture<>();
    outputs.write(shared(LINES, store), settled);
    settled.complete(null);
    store.write(0, digest("x"), bytes("x"));
    outputs.write(shared(LINES, store), SETTLED);
    assertThat(told.take()).isEqualTo(0);
    assertThat(directory.resolve("lines")).hasContent("x");
  }

  @Test
  void failureNamesRankFileAndTarget() throws Exception {
    Path blocked = Files.writeString(directory.resolve("blocked"), "a file");
    open(Map.of(0, destination(LINES, Optional.of(blocked))));
    outputs.write(lines("a"), SETTLED);
    assertThat(told.take())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.THROWABLE)
        .hasMessageContainingAll("rank 3", "file lines", blocked.toString());
  }

  @Test
  void outputOfAnEarlierLifeIsNotWrittenAgain() throws Exception {
    self = new Member(RANK, 2);
    Destination collected = destination(LINES, Optional.empty());
    Path there = ((Destination.Local) collected).target();
    Files.createDirectories(there.getParent());
    Files.writeString(there, "x\ny");
    assertThat(collected.isWritten(3)).isTrue();
    assertThat(collected.isWritten(4)).as("it has another length").isFalse();
    open(Map.of(0, collected));
    outputs.write(lines("a", "b"), SETTLED);
    assertThat(told.take()).isEqualTo(0);
    assertThat(there).hasContent("x\ny");
  }

  @Test
  void fileInATargetDirectoryIsAnEarlierLifesOnlyIfThatIsRecorded() throws Exception {
    self = new Member(RANK, 2);
    Files.writeString(directory.resolve("lines"), "x\ny");
    URI far = FarFileSystem.uri(directory);
    assertThat(destination(LINES, Optional.of(directory)).isWritten(3)).isFalse();
    WantedFile there = new WantedFile("lines", 1, Optional.of(far));
    assertThat(destinations().of(there, LINES).isWritten(3)).isFalse();
    finished = true;
    assertThat(destination(LINES, Optional.of(directory)).isWritten(3)).isTrue();
    assertThat(destinations().of(there, LINES).isWritten(3)).isTrue();
    assertThat(destinations().of(there, LINES).isWritten(2)).isFalse();
    assertThat(destinations().of(there, PAYLOAD).isWritten(3)).as("it is not there").isFalse();
  }

  @Test
  void earlierOutputThatTurnedOutToBeDamagedIsReplaced() throws Exception {
    finished = true;
    Files.writeString(directory.resolve("payload"), "012345678X");
    Destination.Local local = (Destination.Local) destination(PAYLOAD, Optional.of(directory));
    LocalFileStore store = store(local.part());
    open(Map.of(1, local));
    outputs.write(shared(PAYLOAD, store), SETTLED);
    assertThat(told.take()).isEqualTo(1);
    assertThat(directory.resolve("payload")).hasContent("0123456789");
  }

  @Test
  void firstLifeTakesNothingForItsOwn() throws Exception {
    Destination collected = destination(LINES, Optional.empty());
    Path there = ((Destination.Local) collected).target();
    Files.createDirectories(there.getParent());
    Files.writeString(there, "x\ny");
    assertThat(collected.isWritten(3)).isFalse();
  }

  @Test
  void nothingWantedIsCompleteAtOnce() {
    open(Map.of());
    assertThat(told).containsExactly("complete");
  }

  @Test
  void allIsCompleteOnceThoughItIsWrittenBeforeTheStart() throws Exception {
    prepare(Map.of(0, destination(LINES, Optional.empty())), false);
    outputs.write(lines("a"), SETTLED);
    assertThat(told.take()).isEqualTo(0);
    assertThat(told.poll(100, TimeUnit.MILLISECONDS)).as("before the start").isNull();
    outputs.start();
    assertThat(told.take()).isEqualTo("complete");
    assertThat(told.poll(100, TimeUnit.MILLISECONDS)).as("a second time").isNull();
  }

  @Test
  void partsOfUnfinishedFilesAreDeleted() throws Exception {
    Destination.Local local = (Destination.Local) destination(PAYLOAD, Optional.of(directory));
    store(local.part());
    open(Map.of(1, local));
    outputs.close();
    assertThat(directory).isEmptyDirectory();
  }

  /** Returns once the damage is told; where the segments are. */
  private Path writeWithABadSegment() throws Exception {
    Path work = directory.resolve("work");
    LocalFileStore store = store(work);
    Files.writeString(work, "0123X56789");
    open(Map.of(1, destination(PAYLOAD, Optional.of(directory.resolve("target")))));
    outputs.write(shared(PAYLOAD, store), SETTLED);
    assertThat(told.take()).isEqualTo("damaged 1/{1}");
    return work;
  }

  @Test
  void segmentThatHasGoneBadIsNotWritten() throws Exception {
    writeWithABadSegment();
    assertThat(directory.resolve("target/payload")).doesNotExist();
  }

  @Test
  void segmentsThatAreNotThereAnyMoreAreNoTroubleOfTheStorageThatIsWrittenTo() throws Exception {
    LocalFileStore store = store(directory.resolve("work"));
    Files.writeString(directory.resolve("work"), "01234");
    WantedFile wanted = new WantedFile("payload", 1, Optional.of(FarFileSystem.uri(directory)));
    open(Map.of(1, destinations().of(wanted, PAYLOAD)));

    outputs.write(shared(PAYLOAD, store), SETTLED);

    assertThat(told.take()).isEqualTo("damaged 1/{1, 2}");
    assertThat(pauses).isEmpty();
  }

  @Test
  void segmentThatIsDroppedJustBeforeItsOutputIsWrittenIsNoFailureOfTheOutput() throws Exception {
    LocalFileStore store = store(directory.resolve("work"));
    WantedFile wanted = new WantedFile("payload", 1, Optional.of(FarFileSystem.uri(directory)));
    Destination.Remote far = (Destination.Remote) destinations().of(wanted, PAYLOAD);
    FileSystem slow =
        new FilterFileSystem(far.fs()) {
          @Override
          public FSDataOutputStream create(org.apache.hadoop.fs.Path file, boolean overwrite)
              throws IOException {
            store.discard(1);
            return super.create(file, overwrite);
          }
        };
    open(Map.of(1, remote(slow, far)));

    outputs.write(shared(PAYLOAD, store), SETTLED);

    assertThat(told.take()).isEqualTo("damaged 1/{1}");
  }

  @Test
  void outputIsWrittenWhenItsSegmentsTurnOutToBeRightAfterAll() throws Exception {
    Path work = writeWithABadSegment();

    Files.writeString(work, "0123456789"); // it was read wrongly once
    checks.take().run();

    assertThat(List.of(told.take(), told.take())).containsExactly(1, "complete");
    assertThat(directory.resolve("target/payload")).hasContent("0123456789");
  }

  @Test
  void hostThatReadsAnOutputWronglyTimeAfterTimeIsUnfit() throws Exception {
    writeWithABadSegment();
    for (int i = 0; i < 2; i++) {
      checks.take().run(); // it was right when it was looked at
      assertThat(told.take()).isEqualTo("damaged 1/{1}");
    }

    checks.take().run();

    assertThat(told.take())
        .isInstanceOf(UnfitNodeException.class)
        .asString()
        .contains("rank 3 reads file payload wrongly", "segments 2", "memory and disk");
  }

  @Test
  void whatIsFetchedAgainEachTimeIsNotMisread() throws Exception {
    writeWithABadSegment();
    for (int i = 0; i < 5; i++) {
      outputs.reopen(1);
      checks.take().run();
      assertThat(told.take()).isEqualTo("damaged 1/{1}");
    }
  }

  @Test
  void segmentThatHasGoneBadAtItsTargetIsFoundWhenThatIsAskedFor() throws Exception {
    Destination.Local local = (Destination.Local) destination(PAYLOAD, Optional.of(directory));
    LocalFileStore store = store(local.part());
    Files.writeString(local.part(), "0123X567X9");
    open(Map.of(1, local), true);
    outputs.write(shared(PAYLOAD, store), SETTLED);
    assertThat(told.take()).isEqualTo("damaged 1/{1, 2}");
    assertThat(local.target()).doesNotExist();
  }

  @Test
  void outputThatIsReopenedIsWrittenAgainBeforeAllIsComplete() throws Exception {
    Destination.Local local = (Destination.Local) destination(PAYLOAD, Optional.of(directory));
    LocalFileStore store = store(local.part());
    SharedFile file = shared(PAYLOAD, store);
    open(Map.of(1, local));
    outputs.write(file, SETTLED);
    assertThat(List.of(told.take(), told.take())).containsExactly(1, "complete");

    outputs.reopen(1);
    Digest digest = store.digest(1).orElseThrow();
    store.discard(1);
    store.write(1, digest, bytes("4567"));
    outputs.write(file, SETTLED);

    assertThat(List.of(told.take(), told.take())).containsExactly(1, "complete");
    assertThat(directory.resolve("payload")).hasContent("0123456789");
  }

  @Test
  void laterLifeDoesNotTakeWhatItHasWrittenItselfForTheFormerOnes() throws Exception {
    self = new Member(RANK, 2);
    Destination collected = destination(LINES, Optional.empty());
    SegmentStore store = new InlineStore(FileShape.inline(new int[] {1}));
    SharedFile file = shared(LINES, store);
    open(Map.of(0, collected));
    store.write(0, digest("x"), bytes("x"));
    outputs.write(file, SETTLED);
    assertThat(List.of(told.take(), told.take())).containsExactly(0, "complete");

    outputs.reopen(0);
    store.discard(0);
    store.write(0, digest("y"), bytes("y"));
    outputs.write(file, SETTLED);

    assertThat(List.of(told.take(), told.take())).containsExactly(0, "complete");
    assertThat(((Destination.Local) collected).target()).hasContent("y");
  }

  @Test
  void completionThatIsBeingToldIsTakenBackAfterwards() throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    Thread check =
        new Thread(
            () -> {
              outputs.reopen(0);
              order.add("reopened");
            });
    complete =
        () -> {
          check.start();
          awaitBlocked(check);
          order.add("complete");
          told.add("complete");
        };
    open(Map.of(0, destination(LINES, Optional.empty())));

    outputs.write(lines("a"), SETTLED);
    assertThat(List.of(told.take(), told.take())).containsExactly(0, "complete");
    check.join();

    assertThat(order).containsExactly("complete", "reopened");
  }

  @Test
  void outputThatIsReopenedWhileItIsWrittenCountsWhenItIsWrittenAgain() throws Exception {
    WantedFile wanted = new WantedFile("lines", 1, Optional.of(FarFileSystem.uri(directory)));
    Destination.Remote far = (Destination.Remote) destinations().of(wanted, LINES);
    SharedFile file = lines("a");
    AtomicInteger renamed = new AtomicInteger();
    FileSystem slow =
        new FilterFileSystem(far.fs()) {
          @Override
          protected void rename(
              org.apache.hadoop.fs.Path from,
              org.apache.hadoop.fs.Path to,
              Options.Rename... options)
              throws IOException {
            super.rename(from, to, options);
            if (renamed.incrementAndGet() == 1) {
              // What the self check does with a segment that has gone bad; then it is fetched.
              Digest digest = file.store().digest(0).orElseThrow();
              file.store().discard(0);
              outputs.reopen(0);
              file.store().write(0, digest, bytes("a"));
              outputs.write(file, SETTLED);
            }
          }
        };
    open(Map.of(0, remote(slow, far)));

    outputs.write(file, SETTLED);

    assertThat(List.of(told.take(), told.take())).containsExactly(0, "complete");
    assertThat(renamed).hasValue(2);
  }

  @Test
  void lostFileIsNotWaitedForAndItsPartGoes() throws Exception {
    Destination.Local local = (Destination.Local) destination(PAYLOAD, Optional.of(directory));
    store(local.part());
    open(Map.of(0, destination(LINES, Optional.empty()), 1, local));

    outputs.abandon(1);
    outputs.abandon(1);
    outputs.write(lines("a"), SETTLED);

    assertThat(List.of(told.take(), told.take())).containsExactlyInAnyOrder(0, "complete");
    assertThat(local.part()).doesNotExist();
  }

  @Test
  void fileThatIsLostWhileItIsWrittenIsLetGoOnce() throws Exception {
    WantedFile wanted = new WantedFile("lines", 1, Optional.of(FarFileSystem.uri(directory)));
    Destination.Remote far = (Destination.Remote) destinations().of(wanted, LINES);
    FileSystem slow =
        new FilterFileSystem(far.fs()) {
          @Override
          protected void rename(
              org.apache.hadoop.fs.Path from,
              org.apache.hadoop.fs.Path to,
              Options.Rename... options)
              throws IOException {
            super.rename(from, to, options);
            outputs.abandon(0);
          }
        };
    open(Map.of(0, remote(slow, far), 1, destination(PAYLOAD, Optional.of(directory))));

    outputs.write(lines("a"), SETTLED);
    outputs.write(shared(PAYLOAD, store(directory.resolve("work"))), SETTLED);

    assertThat(List.of(told.take(), told.take())).containsExactly(1, "complete");
  }

  @Test
  void lostFileIsNotWrittenThoughItBecomesWhole() throws Exception {
    open(
        Map.of(
            0,
            destination(LINES, Optional.empty()),
            1,
            destination(PAYLOAD, Optional.of(directory))));
    LocalFileStore store = store(directory.resolve("work"));
    outputs.abandon(1);

    outputs.write(shared(PAYLOAD, store), SETTLED);

    assertThat(told.poll(300, TimeUnit.MILLISECONDS)).isNull();
    outputs.write(lines("a"), SETTLED);
    assertThat(List.of(told.take(), told.take())).containsExactly(0, "complete");
  }

  @Test
  void lostFileIsNotWaitedForThoughItsStorageBreaksDown() throws Exception {
    WantedFile wanted = new WantedFile("payload", 1, Optional.of(FarFileSystem.uri(directory)));
    Destination.Remote far = (Destination.Remote) destinations().of(wanted, PAYLOAD);
    FileSystem broken =
        new FilterFileSystem(far.fs()) {
          @Override
          public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) {
            throw new IllegalArgumentException("java.net.UnknownHostException: nn1");
          }
        };
    open(Map.of(1, remote(broken, far)));

    outputs.abandon(1);

    assertThat(told.take()).isEqualTo("complete");
  }

  @Test
  void anErrorWhileAnOutputIsWrittenIsSeenByTheProcess() throws Exception {
    Error error = new NoClassDefFoundError("org/apache/hadoop/Gone");
    WantedFile wanted = new WantedFile("lines", 1, Optional.of(FarFileSystem.uri(directory)));
    Destination.Remote far = (Destination.Remote) destinations().of(wanted, LINES);
    FileSystem broken =
        new FilterFileSystem(far.fs()) {
          @Override
          protected void rename(
              org.apache.hadoop.fs.Path from,
              org.apache.hadoop.fs.Path to,
              Options.Rename... options) {
            throw error;
          }
        };
    open(Map.of(0, remote(broken, far)));
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> told.add(thrown));
    try {
      outputs.write(lines("a"), SETTLED);

      assertThat(told.take()).isSameAs(error);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  /** Until a thread waits for a lock, or has ended. */
  private static void awaitBlocked(Thread thread) {
    while (thread.getState() != Thread.State.BLOCKED
        && thread.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
  }

  private void open(Map<Integer, Destination> destinations) {
    open(destinations, false);
  }

  private void open(Map<Integer, Destination> destinations, boolean verify) {
    prepare(destinations, verify);
    outputs.start();
  }

  private void prepare(Map<Integer, Destination> destinations, boolean verify) {
    outputs =
        new Outputs(
            RANK,
            destinations,
            Set.of(),
            2,
            new StoragePatience(P2pKeys.OUTPUT_TIMEOUT, 60_000, () -> 0, pauses::add),
            verify,
            new Outputs.Listener(
                told::add,
                () -> complete.run(),
                (file, segments, checked) -> {
                  told.add("damaged " + file + "/" + segments);
                  checks.add(checked);
                },
                told::add));
  }

  private Destination destination(PlannedFile file, Optional<Path> target) throws IOException {
    return destinations().of(new WantedFile(file.name(), 1, target.map(Path::toUri)), file);
  }

  private Destinations destinations() {
    JobPlan plan =
        new JobPlan(
            JobPlan.VERSION,
            "job_1",
            "test",
            "user",
            3,
            List.of(LINES, PAYLOAD),
            directory.resolve("in").toUri().toString(),
            directory.resolve("out").toUri().toString(),
            false,
            null);
    return new Destinations(self, plan, storage, file -> finished, TargetRoots.of(roots));
  }

  @Test
  void targetThroughALinkToElsewhereIsRefused() throws IOException {
    Path allowed = Files.createDirectory(directory.resolve("allowed"));
    Files.createSymbolicLink(allowed.resolve("link"), directory);
    roots.set(P2pKeys.TARGET_ROOTS, allowed.toString());
    destination(LINES, Optional.of(allowed.resolve("new")));
    assertThatThrownBy(() -> destination(LINES, Optional.of(allowed.resolve("link/new"))))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("rank 3", "lines", directory + "/new", P2pKeys.TARGET_ROOTS);
    // What is collected in the output directory is no target.
    destination(LINES, Optional.empty());
  }

  private static SharedFile lines(String... lines) {
    return shared(
        LINES, InlineStore.of(List.of(lines).stream().map(l -> l.getBytes(UTF_8)).toList()));
  }

  private LocalFileStore store(Path file) throws IOException {
    byte[] content = "0123456789".getBytes(UTF_8);
    FileShape shape = FileShape.payload(content.length, PAYLOAD.segmentSize());
    LocalFileStore store = LocalFileStore.create(file, shape, openFiles, SegmentLog.NONE);
    for (int i = 0; i < shape.segmentCount(); i++) {
      ByteBuffer data =
          ByteBuffer.wrap(content, (int) shape.outputOffset(i), shape.segmentLength(i));
      store.write(i, Digest.of(data), data);
    }
    return store;
  }

  private static SharedFile shared(PlannedFile file, SegmentStore store) {
    return new SharedFile(file, store.shape(), store, true, false, new Manifest(Map.of()));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static Digest digest(String text) {
    return Digest.of(bytes(text));
  }

  private static List<String> filesIn(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
