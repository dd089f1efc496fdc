package org.yarnp2p.peer.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.Backoff;
import org.yarnp2p.peer.concurrent.Retry;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.store.LocalFileStore;
import org.yarnp2p.peer.store.Manifest;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.peer.store.SegmentLog;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Report;

@Timeout(20)
class SelfCheckTest {
  private static final Member SELF = new Member(Rank.peer(1), 1);
  private static final PlannedFile PLAN = new PlannedFile(0, "file", FileKind.PAYLOAD, 4, null);

  @TempDir Path directory;
  private final OpenFiles<FileChannel> openFiles = new OpenFiles<>(4);
  private final ReportingTracker tracker = new ReportingTracker();
  private final EventQueue events = new EventQueue(100);
  private final List<Object> told = new ArrayList<>();
  private final Progress progress = new Progress(() -> 0);
  private Path path;
  private TrackerReporter reporter;

  @BeforeEach
  void start() {
    path = directory.resolve("file");
    reporter =
        new TrackerReporter(
            SELF,
            tracker,
            new Retry("the tracker", new Backoff(1, 1), 1000, System::nanoTime),
            1,
            segments -> {},
            told::add);
    reporter.start();
  }

  @AfterEach
  void close() {
    reporter.close();
    openFiles.close();
  }

  @Test
  void soundSegmentIsOnlyChecked() throws Exception {
    LocalFileStore store = written();

    check(store, true).doubted(List.of(ref(1)));

    assertThat(tracker.reports.take()).isEqualTo(Report.recheck(List.of(ref(1)), List.of()));
    assertThat(store.held().stream()).containsExactly(0, 1, 2);
    assertThat(told).isEmpty();
  }

  @Test
  void segmentThatHasGoneBadIsWithdrawnAndFetchedAgainIfItIsWanted() throws Exception {
    LocalFileStore store = written();
    progress.acquired(0, 10);
    Files.writeString(path, "0123X56789");

    check(store, true).doubted(List.of(ref(0), ref(1)));

    assertThat(tracker.reports.take())
        .isEqualTo(Report.recheck(List.of(ref(0), ref(1)), List.of(ref(1))));
    assertThat(store.held().stream()).containsExactly(0, 2);
    assertThat(told).containsExactly(0, "dropped");
    assertThat(events.poll(0, false)).isEqualTo(new Event.Disowned(List.of(ref(1))));
    assertThat(progress.status(List.of(), 0).acquiredBytes()).isEqualTo(6);
  }

  /** An earlier life of the rank, which had them right, has told what they are. */
  @Test
  void segmentWhoseBytesWentBadBeforeTheyWereHashedIsWithdrawn() throws Exception {
    LocalFileStore store = written();
    Manifest manifest = new Manifest(Map.of(1, Digest.of(ByteBuffer.wrap("456X".getBytes(UTF_8)))));

    check(store, manifest, false).doubted(List.of(ref(0), ref(1)));

    assertThat(tracker.reports.take())
        .isEqualTo(Report.recheck(List.of(ref(0), ref(1)), List.of(ref(1))));
    assertThat(store.held().stream()).containsExactly(0, 2);
  }

  @Test
  void fileLacksTheSegmentAlreadyWhenItIsReopened() throws Exception {
    LocalFileStore store = written();
    Files.writeString(path, "0123X56789");
    BitSet then = new BitSet();

    check(store, true, id -> then.or(store.held()), () -> {}, Runnable::run)
        .doubted(List.of(ref(1)));

    assertThat(then.stream()).containsExactly(0, 2);
  }

  @Test
  void segmentThatIsFetchedAgainAtOnceIsNotWithdrawnAfterwards() throws Exception {
    LocalFileStore store = written();
    Files.writeString(path, "0123X56789");
    Runnable fetchedAgain =
        () -> {
          reporter.acquired(new Acquired(ref(1), Digest.of(ByteBuffer.wrap(new byte[4]))));
          reporter.settled().join();
        };

    check(store, true, fetchedAgain, Runnable::run).doubted(List.of(ref(1)));

    reporter.settled().join();
    List<String> said = new ArrayList<>();
    for (Report report : tracker.reports) {
      report.withdrawn().forEach(segment -> said.add("withdrawn"));
      report.acquired().forEach(segment -> said.add("acquired"));
    }
    assertThat(said).containsExactly("withdrawn", "acquired");
  }

  @Test
  void segmentOfWhichASecondCopyComesBeforeTheTrackerHearsIsHeldInTheEnd() throws Exception {
    LocalFileStore store = written();
    Files.writeString(path, "0123X56789");
    Acquired anew = new Acquired(ref(1), store.digest(1).orElseThrow());
    IntConsumer comesAgain =
        file -> {
          try {
            store.write(1, anew.digest(), ByteBuffer.wrap("4567".getBytes(UTF_8)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          reporter.acquired(anew);
          reporter.settled().join();
        };

    check(store, true, comesAgain, () -> {}, Runnable::run).doubted(List.of(ref(1)));

    reporter.settled().join();
    assertThat(store.held().stream()).containsExactly(0, 1, 2);
    List<String> said = new ArrayList<>();
    for (Report report : tracker.reports) {
      report.withdrawn().forEach(segment -> said.add("withdrawn"));
      report.acquired().forEach(segment -> said.add("acquired"));
    }
    assertThat(said).containsExactly("acquired", "withdrawn", "acquired");
  }

  @Test
  void fileThatIsShorterNowHasLostSegments() throws Exception {
    LocalFileStore store = written();
    openFiles.close(store);
    Files.writeString(path, "01234567");

    check(store, true).doubted(List.of(ref(2)));

    assertThat(tracker.reports.take().withdrawn()).containsExactly(ref(2));
  }

  @Test
  void segmentsAreNotForgottenForBeingCheckedWhileThePeerEnds() throws Exception {
    LocalFileStore store = written();
    SelfCheck check = check(store, true);
    check.close();
    openFiles.close();

    check.doubted(List.of(ref(0), ref(1)));

    tracker.reports.take();
    assertThat(store.held().stream()).containsExactly(0, 1, 2);
    assertThat(told).isEmpty();
  }

  @Test
  void segmentThatIsNotHereIsOnlyChecked() throws Exception {
    LocalFileStore store =
        LocalFileStore.create(path, FileShape.payload(10, 4), openFiles, SegmentLog.NONE);

    check(store, true).doubted(List.of(ref(1)));

    assertThat(tracker.reports.take()).isEqualTo(Report.recheck(List.of(ref(1)), List.of()));
  }

  @Test
  void fileOfAPersonIsNeverWrittenTo() throws Exception {
    Files.writeString(path, "0123X56789");
    LocalFileStore store = LocalFileStore.existing(path, FileShape.payload(10, 4), openFiles);
    store.vouch(1, Digest.of(ByteBuffer.wrap("4567".getBytes(UTF_8))));

    check(store, true).doubted(List.of(ref(1)));

    assertThat(told).hasSize(1);
    assertThat((Exception) told.get(0))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "rank 1", "segment 2 of file", path.toString(), "cannot be repaired");
    assertThat(store.held().stream()).as("what the next life believes").isEmpty();
    assertThat(path).hasContent("0123X56789");
  }

  @Test
  void fileOfAPersonThatTheRankDoesNotWantIsOnlyWithdrawn() throws Exception {
    Files.writeString(path, "0123X56789");
    LocalFileStore store = LocalFileStore.existing(path, FileShape.payload(10, 4), openFiles);
    store.vouch(1, Digest.of(ByteBuffer.wrap("4567".getBytes(UTF_8))));

    check(store, false).doubted(List.of(ref(1)));

    assertThat(tracker.reports.take().withdrawn()).containsExactly(ref(1));
    assertThat(told).as("no file is opened again").containsExactly("dropped");
    assertThat(path).hasContent("0123X56789");
  }

  @Test
  void whoDoubtsHearsWhenSegmentsHaveBeenChecked() throws Exception {
    LocalFileStore store = written();
    Files.writeString(path, "0123X56789");
    SelfCheck check = check(store, true);

    check.doubted(List.of(ref(1)), () -> told.add("checked"));

    assertThat(told).containsExactly(0, "dropped", "checked");
  }

  @Test
  void whoDoubtsWhatIsBeingCheckedHearsOfItToo() throws Exception {
    List<Runnable> tasks = new ArrayList<>();
    SelfCheck check = check(written(), true, () -> {}, tasks::add);

    check.doubted(List.of(ref(1)));
    check.doubted(List.of(ref(1)), () -> told.add("checked"));
    tasks.forEach(Runnable::run);

    assertThat(told).containsExactly("checked");
    assertThat(tracker.reports.take().checked()).containsExactly(ref(1));
  }

  @Test
  void whoDoubtsWhatCannotBeRepairedHearsNothing() throws Exception {
    Files.writeString(path, "0123X56789");
    LocalFileStore store = LocalFileStore.existing(path, FileShape.payload(10, 4), openFiles);
    store.vouch(1, Digest.of(ByteBuffer.wrap("4567".getBytes(UTF_8))));

    check(store, true).doubted(List.of(ref(1)), () -> told.add("checked"));

    assertThat(told).hasSize(1).doesNotContain("checked");
  }

  @Test
  void doubtThatComesAgainBeforeTheAnswerIsCheckedAgain() throws Exception {
    SelfCheck check = check(written(), true);
    tracker.gate = new CompletableFuture<>();
    check.doubted(List.of(ref(1)));
    Report report = Report.recheck(List.of(ref(1)), List.of());
    assertThat(tracker.reports.take()).isEqualTo(report);

    check.doubted(List.of(ref(1))); // the tracker's next view is faster than its answer
    tracker.gate.complete(null);

    Report next = tracker.reports.take();
    while (next.checked().isEmpty()) {
      next = tracker.reports.take();
    }
    assertThat(next).isEqualTo(report);
  }

  @Test
  void anErrorDuringACheckIsSeenByTheProcess() throws Exception {
    LocalFileStore store = written();
    Files.writeString(path, "0123X56789");
    Error error = new NoClassDefFoundError("org/yarnp2p/Gone");
    CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
    Runnable dropped =
        () -> {
          throw error;
        };

    check(
            store,
            true,
            dropped,
            task -> {
              Thread thread = new Thread(task, "check");
              thread.setUncaughtExceptionHandler((died, thrown) -> uncaught.complete(thrown));
              thread.start();
            })
        .doubted(List.of(ref(1)));

    assertThat(uncaught.get()).isSameAs(error);
  }

  private SelfCheck check(LocalFileStore store, boolean wanted) {
    return check(store, wanted, () -> told.add("dropped"), Runnable::run);
  }

  private SelfCheck check(LocalFileStore store, boolean wanted, Runnable dropped, Executor thread) {
    return check(store, wanted, told::add, dropped, thread);
  }

  private SelfCheck check(LocalFileStore store, Manifest manifest, boolean wanted) {
    return check(store, manifest, wanted, told::add, () -> told.add("dropped"), Runnable::run);
  }

  private SelfCheck check(
      LocalFileStore store,
      boolean wanted,
      IntConsumer reopened,
      Runnable dropped,
      Executor thread) {
    return check(store, new Manifest(Map.of()), wanted, reopened, dropped, thread);
  }

  private SelfCheck check(
      LocalFileStore store,
      Manifest manifest,
      boolean wanted,
      IntConsumer reopened,
      Runnable dropped,
      Executor thread) {
    SharedFile file = new SharedFile(PLAN, store.shape(), store, wanted, !wanted, manifest);
    return new SelfCheck(
        SELF.rank(),
        new SharedFiles(List.of(file)),
        reporter,
        events,
        progress,
        new SelfCheck.Listener(reopened, dropped, told::add),
        thread);
  }

  private LocalFileStore written() throws IOException {
    LocalFileStore store =
        LocalFileStore.create(path, FileShape.payload(10, 4), openFiles, SegmentLog.NONE);
    for (int i = 0; i < 3; i++) {
      ByteBuffer data =
          ByteBuffer.wrap("0123456789".getBytes(UTF_8), 4 * i, store.shape().segmentLength(i));
      store.write(i, Digest.of(data), data);
    }
    return store;
  }

  private static SegmentRef ref(int segment) {
    return new SegmentRef(0, segment);
  }
}
