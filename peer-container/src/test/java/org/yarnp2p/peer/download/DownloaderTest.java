package org.yarnp2p.peer.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
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
import org.yarnp2p.peer.concurrent.RateLimit;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.store.InlineStore;
import org.yarnp2p.peer.store.Manifest;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.Outcome;
import org.yarnp2p.peer.swarm.SlotAnswer;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.FetchAnswer;
import org.yarnp2p.protocol.FetchRequest;
import org.yarnp2p.protocol.PeerCalls;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.ReserveAnswer;
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
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final FakeSource source = new FakeSource();
  private final Downloader downloader = downloader(60_000);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void rightBytesAreStored() throws Exception {
    answer(data(ZERO, "aaa"), data(ONE, "bb"));
    assertThat(fetch())
        .containsExactly(
            new Event.Bound(7, List.of(ZERO, ONE), false),
            new Event.SegmentStored(7, ZERO),
            new Event.SegmentStored(7, ONE),
            new Event.RequestEnded(7, new Outcome.Done()));
    assertThat(store.complete()).isTrue();
    assertThat(acquired)
        .containsExactly(new Acquired(ZERO, digest("aaa")), new Acquired(ONE, digest("bb")));
    RankStatus status = progress.status(List.of(), 0);
    assertThat(status.downBytes()).isEqualTo(5);
    assertThat(status.acquiredBytes()).isEqualTo(5);
  }

  @Test
  void bytesThatAreNotWhatTheTrackerKnowsAreRefused() throws Exception {
    answer(data(ZERO, "axa"));
    assertThat(fetch())
        .containsExactly(
            new Event.Bound(7, List.of(ZERO), false),
            new Event.SegmentRefused(7, ZERO),
            new Event.RequestEnded(7, new Outcome.Done()));
    assertThat(store.held().isEmpty()).isTrue();
    assertThat(progress.status(List.of(), 0).segmentsRefused()).isEqualTo(1);
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
    assertThat(progress.status(List.of(), 0).acquiredBytes()).isEqualTo(3);
  }

  @Test
  void busyAndMissingArePassedOn() throws Exception {
    source.answer = () -> new FetchAnswer.Busy(30);
    assertThat(fetch()).containsExactly(new Event.RequestEnded(7, new Outcome.Busy(30)));
    source.answer = FetchAnswer.Missing::new;
    assertThat(fetch()).containsExactly(new Event.RequestEnded(7, new Outcome.Missing()));
  }

  @Test
  void noAnswerIsAFailedRequest() throws Exception {
    source.answer =
        () -> {
          throw new IOException("no answer");
        };
    assertThat(fetch()).containsExactly(new Event.RequestEnded(7, new Outcome.Failed()));
    assertThat(failure).isNotDone();
  }

  @Test
  void sourceThatIsNoNeighbourIsAFailedRequest() throws Exception {
    downloader.fetch(new Action.Fetch(7, Rank.peer(9), List.of(ZERO), 10, true, 25));
    assertThat(eventsOfRequest()).containsExactly(new Event.RequestEnded(7, new Outcome.Failed()));
  }

  @Test
  void requestThatCannotBeMadeEndsToo() throws Exception {
    threads.shutdown();
    ExecutorService others = Executors.newCachedThreadPool();
    Downloader broken =
        new Downloader(new IpcTransport(SELF, this::peer, threads), intake(0), events, others);
    broken.fetch(new Action.Fetch(7, SOURCE, List.of(ZERO), 10, true, 25));
    assertThat(eventsOfRequest()).containsExactly(new Event.RequestEnded(7, new Outcome.Failed()));
    others.shutdownNow();
  }

  @Test
  void cancelledRequestEndsAtOnceAndIsNotTheSourcesFault() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    source.answer =
        () -> {
          waiting.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new InterruptedIOException();
          }
          throw new IllegalStateException();
        };
    downloader.fetch(new Action.Fetch(7, SOURCE, List.of(ZERO, ONE), 10, true, 25));
    waiting.await();
    downloader.cancel(new Action.Cancel(7));
    assertThat(eventsOfRequest()).containsExactly(new Event.RequestEnded(7, new Outcome.Done()));
  }

  @Test
  void slotsAreAskedForAndTheAnswersPassedOn() throws Exception {
    source.slot = new ReserveAnswer.Clear();
    assertThat(reserve()).isEqualTo(new SlotAnswer.Clear());
    source.slot = new ReserveAnswer.Busy(30);
    assertThat(reserve()).isEqualTo(new SlotAnswer.Busy(30));
    source.slot = null;
    assertThat(reserve()).isEqualTo(new SlotAnswer.Failed());
  }

  @Test
  void slotThatIsNotKeptIsGivenBackWhenAllHasArrived() throws Exception {
    answer(data(ZERO, "aaa"));
    downloader.fetch(new Action.Fetch(7, SOURCE, List.of(ZERO, ONE), 10, false, 25));
    eventsOfRequest();
    assertThat(source.released.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void slotThatIsNotNeededIsGivenBack() throws Exception {
    downloader.release(new Action.Release(SOURCE));
    assertThat(source.released.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
  }

  /** Else the source may take the next slot for the one that is given back. */
  @Test
  void slotIsGivenBackBeforeTheNextIsAskedFor() throws Exception {
    ArrayDeque<Runnable> calls = new ArrayDeque<>();
    IpcTransport transport = new IpcTransport(SELF, this::peer, calls::add);
    source.slot = new ReserveAnswer.Clear();
    List<String> said = new ArrayList<>();

    transport.release(SOURCE);
    transport.reserve(
        SOURCE, answer -> said.add("slot, given back " + source.released.drainPermits()));
    while (!calls.isEmpty()) {
      calls.removeLast().run(); // the threads may take them in any order
    }
    transport.reserve(SOURCE, answer -> said.add("slot"));
    calls.removeLast().run();

    assertThat(said).containsExactly("slot, given back 1", "slot");
  }

  @Test
  void secondCopyIsGatheredAndDoesNotSpoilTheFirst() throws Exception {
    Intake intake = intake(100);
    Intake.Taken first = intake.begin(ZERO, digest("aaa"));
    Intake.Taken second = intake.begin(ZERO, digest("aaa"));
    first.part(bytes("a"));
    second.part(bytes("xxx"));
    assertThat(second.end()).isEqualTo(Intake.End.WRONG);
    first.part(bytes("aa"));
    assertThat(first.end()).isEqualTo(Intake.End.HELD);
    assertThat(store.read(0)).isEqualTo(bytes("aaa"));
  }

  @Test
  void secondCopyIsDroppedWhereThereIsNoMemoryForIt() throws Exception {
    Intake intake = intake(2);
    Intake.Taken first = intake.begin(ZERO, digest("aaa"));
    Intake.Taken second = intake.begin(ZERO, digest("aaa"));
    second.part(bytes("aaa"));
    assertThat(second.end()).isEqualTo(Intake.End.LOST);
    first.part(bytes("aaa"));
    assertThat(first.end()).isEqualTo(Intake.End.HELD);
    Intake.Taken late = intake.begin(ZERO, digest("aaa"));
    late.part(bytes("xyz"));
    assertThat(late.end()).isEqualTo(Intake.End.HELD);
    assertThat(acquired).hasSize(1);
  }

  @Test
  void memoryOfSecondCopiesIsFreedInEveryEnding() throws Exception {
    Intake intake = intake(3);
    Intake.Taken first = intake.begin(ZERO, digest("aaa"));
    for (int i = 0; i < 3; i++) {
      Intake.Taken cut = intake.begin(ZERO, digest("aaa"));
      cut.part(bytes("a"));
      cut.cutOff();
      cut.cutOff();
    }
    first.cutOff();
    Intake.Taken again = intake.begin(ZERO, digest("aaa"));
    again.part(bytes("aaa"));
    assertThat(again.end()).isEqualTo(Intake.End.HELD);
  }

  private Downloader downloader(long gatherBytes) {
    return new Downloader(
        new IpcTransport(SELF, this::peer, threads), intake(gatherBytes), events, threads);
  }

  private Intake intake(long gatherBytes) {
    return new Intake(
        SELF.rank(),
        files,
        progress,
        gatherBytes,
        RateLimit.NONE,
        acquired::add,
        failure::complete);
  }

  private PeerCalls peer(Rank rank) throws IOException {
    if (!rank.equals(SOURCE)) {
      throw new IOException("not a neighbour");
    }
    return source;
  }

  private void answer(SegmentData... segments) {
    source.answer = () -> new FetchAnswer.Served(List.of(segments), false);
  }

  private SlotAnswer reserve() throws InterruptedException {
    downloader.reserve(new Action.Reserve(SOURCE));
    return ((Event.SlotAnswered) events.poll(TimeUnit.SECONDS.toNanos(10), false)).answer();
  }

  private List<Event> fetch() throws InterruptedException {
    downloader.fetch(new Action.Fetch(7, SOURCE, List.of(ZERO, ONE), 10, true, 25));
    return eventsOfRequest();
  }

  private List<Event> eventsOfRequest() throws InterruptedException {
    List<Event> seen = new ArrayList<>();
    do {
      seen.add(events.poll(TimeUnit.SECONDS.toNanos(10), false));
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

  /** Answers as told. */
  private static final class FakeSource implements PeerCalls {
    final Semaphore released = new Semaphore(0);
    volatile Fetched answer;
    volatile ReserveAnswer slot;

    interface Fetched {
      FetchAnswer get() throws IOException;
    }

    @Override
    public ReserveAnswer reserve(Member member) throws IOException {
      if (slot == null) {
        throw new IOException("gone");
      }
      return slot;
    }

    @Override
    public void release(Member member) {
      released.release();
    }

    @Override
    public FetchAnswer fetch(Member member, FetchRequest request) throws IOException {
      return answer.get();
    }

    @Override
    public Introduction hello(Introduction caller) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void have(Member member, List<SegmentRef> segments) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String fileMap(String name) {
      throw new UnsupportedOperationException();
    }
  }
}
