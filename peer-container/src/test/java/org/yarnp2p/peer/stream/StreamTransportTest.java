package org.yarnp2p.peer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.download.IpcTransport;
import org.yarnp2p.peer.download.Receiver;
import org.yarnp2p.peer.store.LocalFileStore;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.peer.store.SegmentLog;
import org.yarnp2p.peer.store.SegmentStore;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Outcome;
import org.yarnp2p.peer.swarm.SlotAnswer;
import org.yarnp2p.protocol.FetchAnswer;
import org.yarnp2p.protocol.FetchRequest;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.PeerCalls;
import org.yarnp2p.protocol.ReserveAnswer;

/** Both real ends of a connection, over loopback. */
@Timeout(60)
class StreamTransportTest {
  private static final int SEGMENT = 3 << 20;

  @TempDir Path directory;
  private final Job job = new Job();
  private final OpenFiles<FileChannel> openFiles = new OpenFiles<>(4);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final byte[] content = new byte[5 * SEGMENT + 17];
  private SegmentStore store;
  private FakeUploads uploads;
  private StreamServer server;
  private StreamTransport transport;
  private int port;

  /** Of the source's IPC server; null when it does not answer. */
  private ReserveAnswer answer = new ReserveAnswer.Clear();

  private final CountDownLatch unsure = new CountDownLatch(1);
  private final CountDownLatch welcome = new CountDownLatch(1);

  @BeforeEach
  void start() throws IOException {
    new Random(3).nextBytes(content);
    Path file = directory.resolve("source");
    FileShape shape = FileShape.payload(content.length, SEGMENT);
    LocalFileStore local = LocalFileStore.create(file, shape, openFiles, SegmentLog.NONE);
    for (int i = 0; i < shape.segmentCount(); i++) {
      ByteBuffer data = bytes(i);
      local.write(i, Digest.of(data), data);
    }
    store = local;
    uploads = new FakeUploads(store);
    server = job.serve(uploads, Job.patient());
    port = server.port();
    transport = transport(Job.patient());
  }

  @AfterEach
  void close() throws IOException {
    transport.close();
    server.close();
    openFiles.close();
    threads.shutdownNow();
  }

  @Test
  void segmentsArriveAndTheSlotIsGivenBack() throws Exception {
    assertThat(reserve()).isEqualTo(new SlotAnswer.Clear());
    Taker taker = fetch(1, content.length, 5, 0, 3);
    assertThat(taker.outcome()).isEqualTo(new Outcome.Done());
    assertThat(taker.bound).containsExactly(5, 0, 3);
    assertThat(taker.whole).containsExactly(5, 0, 3);
    assertThat(uploads.next()).isEqualTo("begin");
    assertThat(uploads.next()).isEqualTo("sent 5 17");
    assertThat(uploads.next()).isEqualTo("sent 0 " + SEGMENT);
    assertThat(List.of(uploads.next(), uploads.next()))
        .containsExactlyInAnyOrder("sent 3 " + SEGMENT, "ended");
    transport.release(Job.SOURCE.rank());
    assertThat(uploads.next()).isEqualTo("release");
  }

  @Test
  void twoRequestsMayBeOutstanding() throws Exception {
    reserve();
    Taker one = fetch(1, 0, 0, 1);
    Taker two = fetch(2, 0, 2, 1);
    assertThat(one.outcome()).isEqualTo(new Outcome.Done());
    assertThat(two.outcome()).isEqualTo(new Outcome.Done());
    assertThat(one.whole).containsExactly(0);
    assertThat(two.whole).containsExactly(2);
  }

  @Test
  void noSlotAndMissingArePassedOn() throws Exception {
    reserve();
    uploads.slot = false;
    assertThat(fetch(1, 0, 0).outcome()).isEqualTo(new Outcome.Busy(0));
    uploads.slot = true;
    store.discard(0);
    assertThat(fetch(2, 0, 0).outcome()).isEqualTo(new Outcome.Missing());
    assertThat(fetch(3, 0, 0, 1).whole()).containsExactly(1);
  }

  @Test
  void answersToReserveArePassedOn() throws Exception {
    port = 0;
    assertThat(reserve()).isEqualTo(new SlotAnswer.Failed());
    answer = new ReserveAnswer.Busy(7);
    assertThat(reserve()).isEqualTo(new SlotAnswer.Busy(7));
    answer = null;
    assertThat(reserve()).isEqualTo(new SlotAnswer.Failed());
  }

  @Test
  void cancelledRequestIsCutOffAndTheConnectionGoesOn() throws Exception {
    Taker slow = takerThatIsHeldUp();
    transport.cancel(request(1, content.length, 0, 1, 2, 3, 4));
    uploadsHear("cancel is on its way");
    slow.held.countDown();
    assertThat(slow.outcome()).isEqualTo(new Outcome.Done());
    assertThat(slow.whole.size()).isLessThan(5);
    assertThat(fetch(2, 0, 4).whole()).containsExactly(4);
  }

  @Test
  void requestThatIsCancelledBeforeItIsAnsweredBringsNothing() throws Exception {
    Taker slow = takerThatIsHeldUp();
    Taker second = fetch(2, 0, 1);
    transport.cancel(request(2, 0, 1));
    slow.held.countDown();
    assertThat(slow.outcome()).isEqualTo(new Outcome.Done());
    assertThat(second.outcome()).isIn(new Outcome.Missing(), new Outcome.Done());
  }

  @Test
  void segmentThatCannotBeReadIsCutOffWithAReason() throws Exception {
    reserve();
    Files.write(directory.resolve("source"), Arrays.copyOf(content, SEGMENT));
    Taker taker = fetch(1, content.length, 0, 1, 2);
    assertThat(taker.outcome()).isEqualTo(new Outcome.Done());
    assertThat(taker.whole).containsExactly(0);
    assertThat(taker.cut).containsExactly(1);
    assertThat(fetch(2, 0, 0).whole()).containsExactly(0);
  }

  @Test
  void segmentThatTheDiskDoesNotGiveIsSaidToBeUnreadable() throws Exception {
    FakeUploads damaged = new FakeUploads(withBadSector(1));
    server.close();
    server = job.serve(damaged, Job.patient());
    port = server.port();
    reserve();

    Taker taker = fetch(1, content.length, 0, 1, 2);

    assertThat(taker.outcome()).isEqualTo(new Outcome.Failed());
    assertThat(taker.whole).containsExactly(0);
    assertThat(List.of(damaged.next(), damaged.next(), damaged.next()))
        .containsExactly("begin", "sent 0 " + SEGMENT, "unreadable 1");
  }

  @Test
  void segmentWhoseAskerIsGoneIsNot() throws Exception {
    Taker slow = takerThatIsHeldUp();

    transport.close();
    slow.held.countDown();

    List<String> heard = new ArrayList<>();
    while (!heard.contains("release")) { // ended by the test's timeout
      heard.add(uploads.next());
    }
    assertThat(heard).contains("begin", "ended").doesNotContain("unreadable 0", "unreadable 1");
  }

  @ParameterizedTest
  @CsvSource({"25, 2", "50, 1"})
  void slotGoesOnWhileTheLastPartTravels(int lastPercent, int whole) throws Exception {
    reserve();
    Taker taker = taker();
    transport.fetch(request(1, 4 * SEGMENT, lastPercent, new int[] {0, 1, 2, 3}), taker);
    assertThat(taker.whole()).containsExactly(0, 1, 2, 3);
    assertThat(taker.arriving).as("with the last byte of the next").containsExactly(whole);
  }

  @Test
  void connectionThatIsCutMidSegmentEndsItsRequestsOnce() throws Exception {
    reserve();
    Taker slow = taker();
    slow.held = new CountDownLatch(1);
    fetch(1, content.length, slow, 0, 1, 2, 3, 4);
    Taker second = fetch(2, 0, 1);
    slow.begun.await();
    server.close();
    slow.held.countDown();
    assertThat(slow.outcome()).isEqualTo(new Outcome.Failed());
    assertThat(second.outcome()).isEqualTo(new Outcome.Failed());
    assertThat(slow.outcomes).isEmpty();
    assertThat(slow.cut).hasSize(1);
  }

  @Test
  void sourceThatIsSilentIsGivenUp() throws Exception {
    try (ServerSocketChannel silent = ServerSocketChannel.open()) {
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      port = silent.socket().getLocalPort();
      transport.close();
      transport = transport(new StreamSettings(4, 2, 1 << 18, 50, 50, 50, 60_000));
      reserve();
      assertThat(fetch(1, 0, 0).outcome()).isEqualTo(new Outcome.Failed());
    }
  }

  @Test
  void nobodyListeningIsAFailedRequest() throws Exception {
    server.close();
    reserve();
    assertThat(fetch(1, 0, 0).outcome()).isEqualTo(new Outcome.Failed());
  }

  @Test
  void sourceWithAnotherKeyIsNotAsked() throws Exception {
    StreamServer impostor = new Job().serve(uploads, Job.patient());
    port = impostor.port();
    reserve();
    assertThat(fetch(1, 0, 0).outcome()).isEqualTo(new Outcome.Failed());
    assertThat(uploads.heard).isEmpty();
    impostor.close();
  }

  @Test
  void requestToAPeerThatTakesNoConnectionsFails() throws Exception {
    port = 0;
    assertThat(fetch(1, 0, 0).outcome()).isEqualTo(new Outcome.Failed());
  }

  @Test
  void requestThatComesAfterTheEndFailsLikeAnyOther() throws Exception {
    transport.close();
    assertThat(fetch(1, 0, 0).outcome()).isEqualTo(new Outcome.Failed());
  }

  @Test
  void connectionThatIsNotUsedIsClosedAndOpenedAgain() throws Exception {
    transport.close();
    transport = transport(new StreamSettings(4, 2, 1 << 18, 2000, 60_000, 60_000, 20));
    reserve();
    assertThat(fetch(1, 0, 0).whole()).containsExactly(0);
    CompletableFuture<Void> later = new CompletableFuture<>();
    later.completeOnTimeout(null, 100, TimeUnit.MILLISECONDS).join();
    assertThat(fetch(2, 0, 1).whole()).containsExactly(1);
  }

  @Test
  void newsTravelsOnTheConnectionThatWasOpenedAtTheMeeting() throws Exception {
    assertThat(announces(1)).isFalse();
    assertThat(introduces()).isTrue();
    assertThat(announces(1, 2)).isTrue();
    assertThat(uploads.next()).isEqualTo("hello 1 [{0, 3}]");
    assertThat(uploads.next()).isEqualTo("have 1 [1, 2]");
    assertThat(welcome.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(unsure.getCount()).isOne();
  }

  @Test
  void peerWithoutStreamsIsNotConnectedTo() {
    port = 0;
    assertThat(introduces()).isFalse();
    assertThat(announces(1)).isFalse();
  }

  @Test
  void introductionThatIsNotTakenInIsLost() throws Exception {
    List<Holding> unknown = List.of(new Holding(1, new BitSet()));
    assertThat(transport.introduce(Job.SOURCE.rank(), unknown, welcome::countDown, this::unsure))
        .isTrue();
    assertThat(unsure.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(welcome.getCount()).isOne();
  }

  @Test
  void introductionThatFindsNobodyIsRefusedOrLost() throws Exception {
    server.close();
    boolean accepted = introduces(); // unless the connection has failed already
    assertThat(!accepted || unsure.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void introductionsGoToNoMoreNeighboursThanThereMayBeConnections() {
    transport.close();
    transport = transport(new StreamSettings(0, 2, 1 << 18, 2000, 60_000, 60_000, 60_000));
    assertThat(introduces()).isFalse();
  }

  @Test
  void longIntroductionArrivesWhole() throws Exception {
    BitSet many = new BitSet();
    many.set(0, 100_000);
    assertThat(
            transport.introduce(
                Job.SOURCE.rank(), List.of(new Holding(0, many)), welcome::countDown, this::unsure))
        .isTrue();
    assertThat(uploads.next()).isEqualTo("hello 1 [" + many + "]");
  }

  @Test
  void introductionThatIsTooLongIsToBeMadeByACall() {
    BitSet last = new BitSet();
    last.set((1 << 24) - 1);
    List<Holding> holdings = Collections.nCopies(3, new Holding(0, last));
    assertThat(transport.introduce(Job.SOURCE.rank(), holdings, welcome::countDown, this::unsure))
        .isFalse();
  }

  @Test
  void newsThatMayBeLostIsReported() throws Exception {
    introduces();
    assertThat(announces(1)).isTrue();
    server.close();
    assertThat(unsure.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void sourceThatFallsBehindIsToldNoMoreOnTheConnection() throws Exception {
    uploads.deaf = new CountDownLatch(1);
    introduces();
    List<SegmentRef> most = Collections.nCopies(Frame.MOST_NEWS, segment(0));
    assertThat(welcome.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(transport.announce(Job.SOURCE.rank(), most, this::unsure)).isTrue();
    assertThat(announces(1)).isFalse();
    assertThat(introduces()).isFalse();
    uploads.deaf.countDown();
    awaitTrue(() -> announces(1));
  }

  @Test
  void connectionThatWasToMakeRoomStaysWhereNoOtherCanBeOpened() throws Exception {
    Member other = new Member(Rank.peer(3), 1);
    FewSockets sockets = new FewSockets(1);
    transport.close();
    transport =
        new StreamTransport(
            Job.ASKER,
            rank -> rank.equals(other.rank()) ? job.at(other, port) : job.source(port),
            new IpcTransport(Job.ASKER, rank -> new FakeCalls(), threads),
            new StreamSettings(1, 2, 1 << 18, 2000, 60_000, 60_000, 60_000),
            System::nanoTime,
            sockets);
    assertThat(fetch(1, 0, 0).whole()).containsExactly(0);

    Taker second = taker();
    transport.fetch(new Action.Fetch(2, other.rank(), List.of(segment(1)), 0, false, 25), second);

    assertThat(second.outcome()).isEqualTo(new Outcome.Failed());
    assertThat(fetch(3, 0, 2).whole()).as("on the connection that is there").containsExactly(2);
  }

  @Test
  void wrongChoiceOfTheSourceEndsTheConnection() throws Exception {
    reserve();
    Taker picky = taker();
    picky.refuses = true;
    fetch(1, 0, picky, 0);
    assertThat(picky.outcome()).isEqualTo(new Outcome.Failed());
    assertThat(fetch(2, 0, 1).whole()).containsExactly(1);
  }

  @Test
  void transportThatIsClosedEndsWhatIsUnderWay() throws Exception {
    Taker slow = takerThatIsHeldUp();
    transport.close();
    slow.held.countDown();
    assertThat(slow.outcome()).isEqualTo(new Outcome.Failed());
  }

  private boolean introduces() {
    BitSet held = new BitSet();
    held.set(0);
    held.set(3);
    return transport.introduce(
        Job.SOURCE.rank(), List.of(new Holding(0, held)), welcome::countDown, this::unsure);
  }

  private boolean announces(int... segments) {
    List<SegmentRef> news = Arrays.stream(segments).mapToObj(i -> segment(i)).toList();
    return transport.announce(Job.SOURCE.rank(), news, this::unsure);
  }

  private static void awaitTrue(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) { // ended by the test's timeout
      Thread.onSpinWait();
    }
  }

  private void unsure() {
    unsure.countDown();
  }

  private static SegmentRef segment(int index) {
    return new SegmentRef(0, index);
  }

  /** Until the source's reader has seen the frames sent so far. */
  private void uploadsHear(String why) throws InterruptedException {
    transport.release(Job.SOURCE.rank());
    String heard;
    do {
      heard = uploads.next();
    } while (heard != null && !heard.equals("release"));
    assertThat(heard).as(why).isNotNull();
  }

  private StreamTransport transport(StreamSettings settings) {
    return new StreamTransport(
        Job.ASKER,
        rank -> job.source(port),
        new IpcTransport(Job.ASKER, rank -> new FakeCalls(), threads),
        settings,
        System::nanoTime);
  }

  /** In the middle of what it has asked for, until its latch opens. */
  private Taker takerThatIsHeldUp() throws Exception {
    reserve();
    Taker slow = taker();
    slow.held = new CountDownLatch(1);
    fetch(1, content.length, slow, 0, 1, 2, 3, 4);
    slow.begun.await();
    return slow;
  }

  /** The store of the source, whose disk has lost the first byte of a segment. */
  private SegmentStore withBadSector(int bad) {
    return (SegmentStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {SegmentStore.class},
            (proxy, method, given) -> {
              if (method.getName().equals("send") && given[0].equals(bad) && given[1].equals(0)) {
                throw new IOException("Input/output error");
              }
              return method.invoke(store, given);
            });
  }

  private SlotAnswer reserve() throws Exception {
    CompletableFuture<SlotAnswer> answer = new CompletableFuture<>();
    transport.reserve(Job.SOURCE.rank(), answer::complete);
    return answer.get(20, TimeUnit.SECONDS);
  }

  private Taker fetch(long request, int mostBytes, int... segments) {
    return fetch(request, mostBytes, taker(), segments);
  }

  private Taker fetch(long request, int mostBytes, Taker taker, int... segments) {
    transport.fetch(request(request, mostBytes, segments), taker);
    return taker;
  }

  private static Action.Fetch request(long request, int mostBytes, int... segments) {
    return request(request, mostBytes, 25, segments);
  }

  private static Action.Fetch request(
      long request, int mostBytes, int lastPercent, int[] segments) {
    List<SegmentRef> candidates = new ArrayList<>();
    for (int segment : segments) {
      candidates.add(new SegmentRef(0, segment));
    }
    return new Action.Fetch(request, Job.SOURCE.rank(), candidates, mostBytes, false, lastPercent);
  }

  private ByteBuffer bytes(int segment) {
    int from = segment * SEGMENT;
    return ByteBuffer.wrap(content, from, Math.min(SEGMENT, content.length - from)).slice();
  }

  private Taker taker() {
    return new Taker();
  }

  /** Takes segments and compares them with the file. */
  private final class Taker implements Receiver {
    final List<Integer> bound = new ArrayList<>();
    final List<Integer> whole = new ArrayList<>();
    final List<Integer> cut = new ArrayList<>();
    final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    final CountDownLatch begun = new CountDownLatch(1);

    /** How many segments were whole when the slot went on to another. */
    final List<Integer> arriving = new ArrayList<>();

    volatile CountDownLatch held = new CountDownLatch(0);
    volatile boolean refuses;

    Outcome outcome() throws InterruptedException {
      return outcomes.poll(20, TimeUnit.SECONDS);
    }

    List<Integer> whole() throws InterruptedException {
      assertThat(outcome()).isEqualTo(new Outcome.Done());
      return whole;
    }

    @Override
    public void bound(List<SegmentRef> segments, boolean slotKept) throws IOException {
      if (refuses) {
        throw new IOException("not asked for");
      }
      segments.forEach(segment -> bound.add(segment.segment()));
    }

    @Override
    public void arriving() {
      arriving.add(whole.size());
    }

    @Override
    public Arrival begin(SegmentRef segment, int length, Digest claimed) {
      ByteBuffer expected = bytes(segment.segment());
      assertThat(length).isEqualTo(expected.remaining());
      assertThat(store.digest(segment.segment())).contains(claimed);
      return new Arrival() {
        @Override
        public void part(ByteBuffer bytes) {
          begun.countDown();
          try {
            held.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          int count = bytes.remaining();
          assertThat(bytes).isEqualTo(expected.slice(expected.position(), count));
          expected.position(expected.position() + count);
        }

        @Override
        public void end() {
          assertThat(expected.hasRemaining()).isFalse();
          whole.add(segment.segment());
        }

        @Override
        public void cutOff() {
          cut.add(segment.segment());
        }
      };
    }

    @Override
    public void ended(Outcome outcome) {
      outcomes.add(outcome);
    }
  }

  /** Gives slots. */
  private final class FakeCalls implements PeerCalls {
    @Override
    public ReserveAnswer reserve(Member member) throws IOException {
      if (answer == null) {
        throw new IOException("gone");
      }
      return answer;
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
    public FetchAnswer fetch(Member member, FetchRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void release(Member member) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String fileMap(String name) {
      throw new UnsupportedOperationException();
    }
  }
}
