package org.yarnp2p.peer.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.Backoff;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.store.InlineStore;
import org.yarnp2p.peer.store.Manifest;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.Outcome;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.FetchAnswer;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.SegmentData;

@Timeout(20)
class DownloaderTest {
  private static final Member SELF = new Member(Rank.peer(1), 1);
  private static final Rank SOURCE = Rank.peer(2);
  private static final SegmentRef ZERO = new SegmentRef(0, 0);
  private static final SegmentRef ONE = new SegmentRef(0, 1);

  /** "aaa", whose digest the tracker knows, and "bb", whose digest it does not know. */
  private final InlineStore store = new InlineStore(FileShape.inline(new int[] {3, 2}));

  private final SharedFiles files =
      new SharedFiles(
          List.of(
              new SharedFile(
                  new PlannedFile(0, "f", FileKind.INLINE, 0, null),
                  store.shape(),
                  store,
                  true,
                  false,
                  new Manifest(Map.of(0, digest("aaa"))))));
  private final EventQueue events = new EventQueue(100);
  private final Progress progress = new Progress(System::nanoTime);
  private final List<Acquired> acquired = new ArrayList<>();
  private final CompletableFuture<Exception> failure = new CompletableFuture<>();
  private final ExecutorService threads = Executors.newSingleThreadExecutor();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private SegmentTransport transport;
  private final Downloader downloader = downloader();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    timer.shutdownNow();
  }

  @Test
  void rightBytesAreStored() throws Exception {
    answer(data(ZERO, "aaa"), data(ONE, "bb"));
    assertThat(fetch())
        .containsExactly(
            new Event.SegmentStored(7, ZERO),
            new Event.SegmentStored(7, ONE),
            new Event.RequestEnded(7, new Outcome.Done()));
    assertThat(store.complete()).isTrue();
    assertThat(acquired)
        .containsExactly(new Acquired(ZERO, digest("aaa")), new Acquired(ONE, digest("bb")));
    RankStatus status = progress.status();
    assertThat(status.downBytes()).isEqualTo(5);
    assertThat(status.acquiredBytes()).isEqualTo(5);
  }

  @Test
  void bytesThatAreNotWhatTheTrackerKnowsAreRefused() throws Exception {
    answer(data(ZERO, "axa"));
    assertThat(fetch())
        .containsExactly(
            new Event.SegmentRefused(7, ZERO), new Event.RequestEnded(7, new Outcome.Done()));
    assertThat(store.held().isEmpty()).isTrue();
    assertThat(progress.status().segmentsRefused()).isEqualTo(1);
  }

  @Test
  void bytesThatAreNotWhatTheirSenderSaysAreRefused() throws Exception {
    answer(new SegmentData(ONE, digest("bb"), bytes("bx")));
    assertThat(fetch()).contains(new Event.SegmentRefused(7, ONE));
    assertThat(store.held().isEmpty()).isTrue();
  }

  @Test
  void segmentOfAnotherLengthIsRefused() throws Exception {
    answer(data(ONE, "bbb"));
    assertThat(fetch()).contains(new Event.SegmentRefused(7, ONE));
  }

  @Test
  void segmentThatWasNotAskedForIsNotTaken() throws Exception {
    answer(data(new SegmentRef(5, 5), "x"));
    assertThat(fetch()).containsExactly(new Event.RequestEnded(7, new Outcome.Failed()));
  }

  @Test
  void segmentThatIsThereAlreadyIsNotReportedAgain() throws Exception {
    answer(data(ZERO, "aaa"));
    fetch();
    fetch();
    assertThat(acquired).hasSize(1);
    assertThat(progress.status().acquiredBytes()).isEqualTo(3);
  }

  @Test
  void busyAndMissingArePassedOn() throws Exception {
    transport = (source, segments) -> new FetchAnswer.Busy(30);
    assertThat(fetch()).containsExactly(new Event.RequestEnded(7, new Outcome.Busy(30)));
    transport = (source, segments) -> new FetchAnswer.Missing();
    assertThat(fetch()).containsExactly(new Event.RequestEnded(7, new Outcome.Missing()));
  }

  @Test
  void noAnswerIsAFailedRequest() throws Exception {
    transport =
        (source, segments) -> {
          throw new IOException("no answer");
        };
    assertThat(fetch()).containsExactly(new Event.RequestEnded(7, new Outcome.Failed()));
    assertThat(failure).isNotDone();
  }

  @Test
  void cancelledRequestEndsAtOnceAndIsNotTheSourcesFault() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    transport =
        (source, segments) -> {
          waiting.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new InterruptedIOException();
          }
          throw new IllegalStateException();
        };
    downloader.fetch(new Action.Fetch(7, SOURCE, List.of(ZERO, ONE)));
    waiting.await();
    downloader.cancel(7);
    assertThat(eventsOfRequest()).containsExactly(new Event.RequestEnded(7, new Outcome.Done()));
  }

  private Downloader downloader() {
    Surroundings around =
        new Surroundings(
            SELF,
            null,
            null,
            null,
            (source, segments) -> transport.fetch(source, segments),
            null,
            events,
            progress,
            System::nanoTime);
    Announcer announcer =
        new Announcer(SELF, null, files::holdings, new Backoff(1, 1), Runnable::run, timer);
    Intake intake = new Intake(SELF.rank(), files, progress, acquired::add);
    return new Downloader(around, intake, announcer, threads, failure::complete);
  }

  private void answer(SegmentData... segments) {
    transport = (source, asked) -> new FetchAnswer.Served(List.of(segments));
  }

  private List<Event> fetch() throws InterruptedException {
    downloader.fetch(new Action.Fetch(7, SOURCE, List.of(ZERO, ONE)));
    return eventsOfRequest();
  }

  private List<Event> eventsOfRequest() throws InterruptedException {
    List<Event> seen = new ArrayList<>();
    do {
      seen.add(events.poll(TimeUnit.SECONDS.toNanos(10)));
    } while (!(seen.get(seen.size() - 1) instanceof Event.RequestEnded));
    return seen;
  }

  private static SegmentData data(SegmentRef segment, String text) {
    return new SegmentData(segment, digest(text), bytes(text));
  }

  private static Digest digest(String text) {
    return Digest.of(bytes(text));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }
}
