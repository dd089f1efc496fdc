package org.yarnp2p.peer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.RateLimit;
import org.yarnp2p.peer.store.InlineStore;
import org.yarnp2p.peer.store.LocalFileStore;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.PeerProtocol.Introduction;
import org.yarnp2p.protocol.ReserveAnswer;
import org.yarnp2p.security.JobSecret;
import org.yarnp2p.security.JobTokenIdentifier;
import org.yarnp2p.security.StreamProof;

/** What a source accepts and what it does not. */
@Timeout(60)
class StreamServerTest {
  private static final SegmentRef ZERO = new SegmentRef(0, 0);

  private final Job job = new Job();
  private final InlineStore store =
      InlineStore.of(List.of(new byte[] {1, 2, 3}, new byte[0], new byte[] {4}));
  private final FakeUploads uploads = new FakeUploads(store);
  private final List<Wire> wires = new ArrayList<>();
  private StreamServer server;

  @BeforeEach
  void start() throws IOException {
    start(Job.patient());
  }

  @AfterEach
  void close() throws IOException {
    for (Wire wire : wires) {
      wire.close();
    }
    server.close();
  }

  @Test
  void askerWithItsTokenIsServed() throws IOException {
    assertServed(connect());
  }

  @Test
  void tokenOfAnotherJobIsRefused() throws IOException {
    assertRefused(JobSecret.generate().token("other", Job.ASKER.rank(), Job.SOURCE.rank()));
    assertRefused(JobSecret.generate().token(Job.ID, Job.ASKER.rank(), Job.SOURCE.rank()));
    assertRefused(job.secret.token("application_other", Job.ASKER.rank(), Job.SOURCE.rank()));
  }

  @Test
  void tokenForAnotherRankIsRefused() throws IOException {
    assertRefused(job.secret.token(Job.ID, Job.ASKER.rank(), Rank.peer(3)));
    assertRefused(job.secret.token(Job.ID, Job.ASKER.rank(), Rank.TRACKER));
  }

  @Test
  void callerThatIsNoOtherPeerIsRefused() throws IOException {
    assertRefused(job.secret.token(Job.ID, Rank.CLIENT, Job.SOURCE.rank()));
    assertRefused(job.secret.token(Job.ID, Rank.TRACKER, Job.SOURCE.rank()));
    assertRefused(job.secret.token(Job.ID, Job.SOURCE.rank(), Job.SOURCE.rank()));
  }

  @Test
  void identifierWithAnotherOnesPasswordIsRefused() throws IOException {
    Token<JobTokenIdentifier> third = job.secret.token(Job.ID, Rank.peer(3), Job.SOURCE.rank());
    assertRefused(
        new Token<>(
            third.getIdentifier(), job.token().getPassword(), third.getKind(), third.getService()));
  }

  @Test
  void proofThatWasHeardBeforeIsRefused() throws IOException {
    byte[] nonce = StreamProof.nonce();
    Wire first = open();
    hello(first, nonce, 1);
    byte[] theirs = first.bytes(StreamProof.LENGTH);
    first.bytes(StreamProof.LENGTH);
    byte[] proof = proof(nonce, theirs, 1);
    first.send(ByteBuffer.wrap(proof));
    assertThat(first.u8()).isEqualTo(Handshake.OK);

    Wire second = open();
    hello(second, nonce, 1);
    second.bytes(2 * StreamProof.LENGTH);
    second.send(ByteBuffer.wrap(proof));
    assertClosed(second);
    assertServed(first);
  }

  @Test
  void proofOfTheServerSentBackIsRefused() throws IOException {
    Wire wire = open();
    hello(wire, StreamProof.nonce(), 1);
    wire.bytes(StreamProof.LENGTH);
    wire.send(ByteBuffer.wrap(wire.bytes(StreamProof.LENGTH)));
    assertClosed(wire);
  }

  @Test
  void frameInsteadOfTheProofIsRefused() throws IOException {
    Wire wire = open();
    hello(wire, StreamProof.nonce(), 1);
    wire.bytes(2 * StreamProof.LENGTH);
    wire.send(Frame.ask(1, 10, List.of(ZERO, ZERO, ZERO)));
    assertClosed(wire);
    assertThat(uploads.heard).isEmpty();
  }

  @Test
  void earlierLifeOfAPeerIsRefused() throws IOException {
    uploads.life = 3;
    Wire wire = open();
    Handshake.ask(wire, job.token(), new Member(Job.ASKER.rank(), 3));
    Wire former = open();
    assertThatThrownBy(() -> Handshake.ask(former, job.token(), new Member(Job.ASKER.rank(), 2)))
        .isInstanceOf(IOException.class);
    assertClosed(former);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void incarnationThatCannotBeIsRefused(int incarnation) throws IOException {
    Wire wire = open();
    hello(wire, StreamProof.nonce(), incarnation);
    assertClosed(wire);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 513, 0xffff})
  void identifierOfABadLengthIsRefused(int length) throws IOException {
    Wire wire = open();
    wire.send(
        ByteBuffer.allocate(8)
            .putInt(Handshake.MAGIC)
            .putShort((short) Handshake.VERSION)
            .putShort((short) length)
            .flip());
    assertClosed(wire);
  }

  @Test
  void otherProtocolsAndVersionsAreRefused() throws IOException {
    Wire hadoop = open();
    hadoop.send(ByteBuffer.wrap("hrpc".getBytes(UTF_8)));
    assertClosed(hadoop);
    Wire next = open();
    next.send(ByteBuffer.allocate(6).putInt(Handshake.MAGIC).putShort((short) 2).flip());
    assertClosed(next);
  }

  @Test
  void strangerThatSaysNothingIsSentAway() throws IOException {
    server.close();
    start(new StreamSettings(4, 2, 1 << 18, 2000, 50, 60_000, 60_000));
    assertClosed(open());
  }

  @Test
  void strangersDoNotKeepOthersOut() throws IOException {
    List<Wire> strangers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      strangers.add(open());
    }
    assertServed(connect());
    assertClosed(strangers.get(0));
  }

  @Test
  void secondConnectionOfARankTakesThePlaceOfTheFirst() throws IOException {
    Wire first = connect();
    Wire second = connect();
    assertClosed(first);
    assertServed(second);
  }

  @Test
  void nextConnectionOfARankBeginsWhenAllIsGivenBackThatTheFormerHad() throws Exception {
    Wire first = connect();
    uploads.slow = new CountDownLatch(1);
    first.close();
    uploads.releasing.await();

    FutureTask<Wire> connecting = new FutureTask<>(this::connect);
    new Thread(connecting).start();
    while (!connecting.isDone() && !isAReaderBlocked()) {
      Thread.onSpinWait();
    }
    assertThat(connecting).isNotDone();
    uploads.slow.countDown();

    assertThat(uploads.next()).isEqualTo("release");
    assertServed(connecting.get());
  }

  /** Whether one who has proven who it is waits for its former connection. */
  private static boolean isAReaderBlocked() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(
            thread ->
                thread.getName().startsWith("stream-ask-")
                    && thread.getState() == Thread.State.BLOCKED);
  }

  @Test
  void earlierLifeOfARankIsRefusedAndALaterOneIsNot() throws IOException {
    Wire later = connect(2);
    Wire earlier = open();
    assertThatThrownBy(() -> Handshake.ask(earlier, job.token(), new Member(Job.ASKER.rank(), 1)))
        .isInstanceOf(IOException.class);
    assertServed(later);
    assertServed(connect(3));
  }

  @Test
  void connectionThatIsNotUsedMakesRoomForAnother() throws IOException {
    server.close();
    start(new StreamSettings(2, 2, 1 << 18, 2000, 60_000, 60_000, 60_000));
    Wire first = connect(Rank.peer(1), 1);
    assertServed(first);
    assertAllSaidIsHeard(first);
    Wire second = connect(Rank.peer(3), 1);
    second.send(Frame.ask(99, 10, List.of(ZERO)));
    assertThat(second.u8()).as("in use").isEqualTo(Frame.CHOSEN);
    Wire third = connect(Rank.peer(4), 1);
    assertClosed(first);
    assertChosen(second);
    assertServed(third);
  }

  @Test
  void whatIsUnusedForLongestIsEarliestAlsoWhereTheClockTurns() {
    assertThat(StreamServer.earliest(Map.of("a", 30L, "b", 10L, "c", 20L))).hasValue("b");
    assertThat(StreamServer.earliest(Map.of("a", Long.MIN_VALUE + 5, "b", Long.MAX_VALUE - 5)))
        .hasValue("b");
    assertThat(StreamServer.earliest(Map.of("a", 30L))).hasValue("a");
    assertThat(StreamServer.earliest(Map.of())).isEmpty();
  }

  @Test
  void unknownFrameEndsTheConnectionAndNoOther() throws IOException {
    Wire other = connect(Rank.peer(3), 1);
    Wire wire = connect();
    wire.send(Frame.of(9, 1));
    assertClosed(wire);
    assertServed(other);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 1 << 24, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
  void segmentThatDoesNotExistEndsTheConnection(int segment) throws IOException {
    Wire wire = connect();
    wire.send(ask(1, 10, 1, 0, segment));
    assertClosed(wire);
  }

  @Test
  void fileThatDoesNotExistEndsTheConnection() throws IOException {
    Wire wire = connect();
    wire.send(ask(1, 10, 1, 1, 0));
    assertClosed(wire);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65, 0xffff})
  void tooManyOrTooFewCandidatesEndTheConnection(int count) throws IOException {
    Wire wire = connect();
    wire.send(ask(1, 10, count, 0, 0));
    assertClosed(wire);
  }

  @Test
  void negativeBytesEndTheConnection() throws IOException {
    Wire wire = connect();
    wire.send(ask(1, -1, 1, 0, 0));
    assertClosed(wire);
  }

  @Test
  void receiptOfWhatWasNotSentEndsTheConnection() throws IOException {
    Wire wire = connect();
    wire.send(Frame.of(Frame.RECEIVED, 7));
    assertClosed(wire);
  }

  @Test
  void requestThatIsMadeTwiceEndsTheConnectionAndGivesBackItsSlot() throws Exception {
    Wire wire = connect();
    wire.send(Frame.ask(1, 10, List.of(ZERO)));
    assertThat(wire.u8()).isEqualTo(Frame.CHOSEN);
    wire.send(Frame.ask(1, 10, List.of(ZERO)));
    String heard = uploads.next();
    while (heard != null && !heard.equals("ended")) {
      heard = uploads.next();
    }
    assertThat(heard).isEqualTo("ended");
  }

  @Test
  void askerThatDoesNotConfirmLosesItsConnectionAndItsSlot() throws Exception {
    server.close();
    AtomicLong now = new AtomicLong();
    server = job.serve(uploads, new StreamSettings(4, 2, 1 << 18, 2000, 60_000, 50, 60_000), now);
    Wire wire = connect();
    wire.send(Frame.ask(1, 10, List.of(ZERO)));
    assertThat(uploads.next()).isEqualTo("begin");
    assertThat(uploads.next()).isEqualTo("sent 0 3");
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(51));
    assertThat(uploads.next()).isEqualTo("ended");
    assertClosed(wire);
  }

  @Test
  void answerThatAnAskerDoesNotReadEndsWithItsConnection(@TempDir Path directory) throws Exception {
    server.close();
    int length = 16 << 20; // more than the system takes for somebody who does not read
    Path file = directory.resolve("large");
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength(length);
    }
    try (OpenFiles<FileChannel> openFiles = new OpenFiles<>(1)) {
      LocalFileStore large =
          LocalFileStore.existing(file, FileShape.payload(length, length), openFiles);
      large.vouch(0, store.digest(0).orElseThrow());
      FakeUploads sender = new FakeUploads(large);
      server = job.serve(sender, Job.patient());
      Wire wire = connect();
      wire.send(Frame.ask(1, length, List.of(ZERO)));
      assertThat(wire.u8()).isEqualTo(Frame.CHOSEN);
      awaitTransfer();

      connect(); // which takes the place of the first

      String heard = sender.next();
      while (heard != null && !heard.equals("unsent 0")) {
        heard = sender.next();
      }
      assertThat(heard).isEqualTo("unsent 0");
    }
  }

  /** Until a sender is at work on the bytes of a file. */
  private static void awaitTransfer() {
    while (Thread.getAllStackTraces().entrySet().stream()
        .filter(each -> each.getKey().getName().startsWith("stream-out-"))
        .flatMap(each -> Stream.of(each.getValue()))
        .noneMatch(frame -> frame.getMethodName().equals("transferTo"))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void requestThatIsCutOffIsOverWhenItIsConfirmed(@TempDir Path directory) throws Exception {
    server.close();
    Path file = Files.write(directory.resolve("short"), new byte[] {1, 2});
    try (OpenFiles<FileChannel> openFiles = new OpenFiles<>(1)) {
      LocalFileStore shorter = LocalFileStore.existing(file, FileShape.payload(3, 3), openFiles);
      shorter.vouch(0, store.digest(0).orElseThrow());
      FakeUploads cut = new FakeUploads(shorter);
      server = job.serve(cut, Job.patient());
      Wire wire = connect();
      for (int i = 0; i < 2; i++) { // the second has the number of the first
        wire.send(Frame.ask(1, 10, List.of(ZERO)));
        assertThat(wire.u8()).isEqualTo(Frame.CHOSEN);
        assertThat(wire.bytes(8 + 1 + 2 + 8 + 4 + 32)).isNotEmpty();
        assertThat(wire.i32()).as("no chunk").isZero();
        assertThat(new String(wire.bytes(wire.u16()), UTF_8)).contains("short ends at 2");
        wire.send(Frame.of(Frame.RECEIVED, 1));
        assertThat(List.of(cut.next(), cut.next(), cut.next(), cut.next(), cut.next()))
            .contains("begin", "unreadable 0", "sent 0 0", "unsent 0", "ended");
      }
    }
  }

  @Test
  void cancelAndReleaseOfWhatIsNotThereAreHarmless() throws Exception {
    Wire wire = connect();
    wire.send(Frame.of(Frame.CANCEL, 5));
    wire.send(Frame.of(Frame.RELEASE));
    assertThat(uploads.next()).isEqualTo("release");
    assertServed(wire);
  }

  @Test
  void slotIsWaitedForOnTheConnection() throws Exception {
    Wire wire = connect();
    wire.send(Frame.of(Frame.WANT));
    assertThat(uploads.next()).isEqualTo("reserve");
    uploads.answer.complete(new ReserveAnswer.Clear());
    assertThat(wire.u8()).isEqualTo(Frame.CLEAR);
    uploads.answer = new CompletableFuture<>();
    wire.send(Frame.of(Frame.WANT));
    assertThat(uploads.next()).isEqualTo("reserve");
    uploads.answer.complete(new ReserveAnswer.Busy(30));
    assertThat(wire.u8()).isEqualTo(Frame.BUSY);
    assertThat(wire.i64()).isEqualTo(30);
    assertServed(wire);
  }

  @Test
  void secondWishForASlotBeforeTheAnswerEndsTheConnection() throws Exception {
    Wire wire = connect();
    wire.send(Frame.of(Frame.WANT));
    wire.send(Frame.of(Frame.WANT));
    assertClosed(wire);
    assertThat(List.of(uploads.next(), uploads.next(), uploads.next()))
        .containsExactly("reserve", "withdraw", "release");
  }

  @Test
  void newsIsHeardAndConfirmedNowAndThen() throws Exception {
    Wire wire = connect();
    wire.send(Frame.have(List.of(ZERO, new SegmentRef(0, 2))));
    assertThat(uploads.next()).isEqualTo("have 1 [0, 2]");
    wire.send(Frame.have(Collections.nCopies(Frame.NEWS_BETWEEN_HEARD, ZERO)));
    assertThat(wire.u8()).isEqualTo(Frame.HEARD);
    assertThat(wire.i64()).isEqualTo(Frame.NEWS_BETWEEN_HEARD + 2);
    assertServed(wire);
  }

  @Test
  void whatComesIsHeardAndCountsAsNews() throws Exception {
    Wire wire = connect();
    wire.send(Frame.coming(List.of(ZERO, new SegmentRef(0, 2))));
    assertThat(uploads.next()).isEqualTo("coming 1 [0, 2]");
    wire.send(Frame.coming(Collections.nCopies(Frame.NEWS_BETWEEN_HEARD, ZERO)));
    assertThat(wire.u8()).isEqualTo(Frame.HEARD);
    assertThat(wire.i64()).isEqualTo(Frame.NEWS_BETWEEN_HEARD + 2);
    assertServed(wire);
  }

  @Test
  void introductionIsHeardBeforeWhatComesAfterIt() throws Exception {
    Wire wire = connect();
    wire.send(hello(Job.ASKER, 0));
    wire.send(Frame.have(List.of(ZERO)));
    assertThat(uploads.next()).isEqualTo("hello 1 [{0}]");
    assertThat(uploads.next()).isEqualTo("have 1 [0]");
    assertThat(wire.u8()).isEqualTo(Frame.WELCOME);
    assertServed(wire);
  }

  @Test
  void introductionOfAnotherEndsTheConnection() throws Exception {
    Wire wire = connect();
    wire.send(hello(new Member(Rank.peer(3), 1), 0));
    assertClosed(wire);
    Wire laterLife = connect();
    laterLife.send(hello(new Member(Job.ASKER.rank(), 2), 0));
    assertClosed(laterLife);
    assertThat(uploads.heard).doesNotContain("hello 3 [{0}]", "hello 1 [{0}]");
  }

  @Test
  void askerThatDoesNotReadWhatItIsToldLosesItsConnection() throws Exception {
    Wire wire = connect();
    ByteBuffer hello = hello(Job.ASKER, 0);
    uploads.rate = RateLimit.of(1, System::nanoTime); // what is told waits behind a slow answer
    wire.send(Frame.ask(1, 10, List.of(ZERO)));
    assertThat(wire.u8()).isEqualTo(Frame.CHOSEN);
    for (int i = 0; i <= 2 * Frame.MOST_SEGMENTS + 1; i++) {
      wire.send(hello.rewind());
    }
    String heard = uploads.next();
    while (heard != null && !heard.equals("release")) {
      heard = uploads.next();
    }
    assertThat(heard).isEqualTo("release");
  }

  @Test
  void introductionWithWhatDoesNotExistEndsTheConnection() throws Exception {
    Wire wire = connect();
    wire.send(hello(Job.ASKER, 1));
    assertClosed(wire);
  }

  @Test
  void introductionThatIsNoneEndsTheConnection() throws Exception {
    for (int length : new int[] {-1, 0, 3, Frame.MOST_HELLO + 1}) {
      Wire wire = connect();
      wire.send(ByteBuffer.allocate(16).put((byte) Frame.HELLO).putInt(length).putInt(-1).rewind());
      assertClosed(wire);
    }
  }

  @Test
  void newsOfWhatDoesNotExistEndsTheConnection() throws Exception {
    Wire wire = connect();
    wire.send(Frame.have(List.of(new SegmentRef(1, 0))));
    assertClosed(wire);
  }

  @Test
  void pingIsAnsweredAlsoWhenSomethingIsWaitedFor() throws Exception {
    Wire wire = connect();
    wire.send(Frame.of(Frame.WANT));
    wire.send(Frame.of(Frame.PING));
    assertThat(wire.u8()).isEqualTo(Frame.PONG);
    uploads.answer.complete(new ReserveAnswer.Clear());
    assertThat(wire.u8()).isEqualTo(Frame.CLEAR);
    assertServed(wire);
  }

  @Test
  void nothingIsSaidBetweenTheBytesOfAnAnswer() throws Exception {
    uploads.rate = RateLimit.of(10, System::nanoTime);
    Wire wire = connect();
    wire.send(Frame.ask(99, 10, List.of(ZERO)));
    assertThat(wire.u8()).isEqualTo(Frame.CHOSEN);
    wire.send(Frame.of(Frame.PING));
    assertChosen(wire);
    assertAllSaidIsHeard(wire);
    wire.send(Frame.of(Frame.PING));
    assertThat(wire.u8()).isEqualTo(Frame.PONG);
  }

  @Test
  void emptyNewsEndsTheConnection() throws Exception {
    Wire wire = connect();
    wire.send(Frame.have(List.of()));
    assertClosed(wire);
  }

  /** It was given before, and is given back by then: the asker's next connection may have one. */
  @Test
  void slotThatIsHeardOfWhenTheAskerIsGoneIsNotGivenBackOnceMore() throws Exception {
    Wire wire = connect();
    wire.send(Frame.of(Frame.WANT));
    assertThat(uploads.next()).isEqualTo("reserve");
    wire.close();
    assertThat(List.of(uploads.next(), uploads.next())).containsExactly("withdraw", "release");
    uploads.answer.complete(new ReserveAnswer.Clear());
    assertThat(uploads.heard).isEmpty();
  }

  @Test
  void nobodyBeginsToWaitForASlotWhoseConnectionHasEnded() throws Exception {
    Wire first = connect();
    uploads.slowToReserve = new CountDownLatch(1);
    first.send(Frame.of(Frame.WANT));
    uploads.reserving.await();

    FutureTask<Wire> connecting = new FutureTask<>(this::connect);
    new Thread(connecting).start();
    while (!connecting.isDone() && !isAReaderBlocked()) {
      Thread.onSpinWait();
    }
    uploads.slowToReserve.countDown();

    assertThat(List.of(uploads.next(), uploads.next(), uploads.next()))
        .containsExactly("reserve", "withdraw", "release");
    assertServed(connecting.get());
  }

  @Test
  void slotMayGoOnWhileTheLastBytesTravelButOnlyOnce() throws Exception {
    Wire wire = connect();
    wire.send(Frame.ask(1, 10, List.of(ZERO)));
    assertThat(wire.u8()).isEqualTo(Frame.CHOSEN);
    wire.send(Frame.of(Frame.RECEIVED, 1));
    assertThat(List.of(uploads.next(), uploads.next(), uploads.next())).contains("ended");
    wire.send(Frame.of(Frame.RECEIVED, 1));
    assertClosed(wire);
    assertThat(uploads.next()).isEqualTo("release");
  }

  @Test
  void randomBytesNeitherHangNorHarmTheServer() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Wire other = connect(Rank.peer(3), 1);
    for (int round = 0; round < 100; round++) {
      boolean known = random.nextBoolean();
      Wire wire = known ? connect() : open();
      byte[] noise = new byte[1 + random.nextInt(500)];
      random.nextBytes(noise);
      noise[0] = known ? (byte) (1 + random.nextInt(7)) : noise[0];
      try {
        wire.send(ByteBuffer.wrap(noise));
        wire.channel().shutdownOutput();
        drain(wire);
      } catch (IOException closed) {
        // So soon as that.
        assertThat(closed).as("seed %d", seed).isNotNull();
      }
    }
    assertServed(other);
    assertServed(connect());
  }

  private void start(StreamSettings settings) throws IOException {
    server = job.serve(uploads, settings);
  }

  private Wire open() throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    Wire wire = new Wire(channel, ByteBuffer.allocate(4096), System::nanoTime);
    wires.add(wire);
    return wire;
  }

  private static ByteBuffer hello(Member member, int file) {
    BitSet first = new BitSet();
    first.set(0);
    return Frame.hello(new Introduction(member, List.of(new Holding(file, first)))).orElseThrow();
  }

  private Wire connect() throws IOException {
    return connect(1);
  }

  private Wire connect(int incarnation) throws IOException {
    return connect(Job.ASKER.rank(), incarnation);
  }

  private Wire connect(Rank asker, int incarnation) throws IOException {
    Wire wire = open();
    Token<JobTokenIdentifier> token = job.secret.token(Job.ID, asker, Job.SOURCE.rank());
    Handshake.ask(wire, token, new Member(asker, incarnation));
    return wire;
  }

  private void hello(Wire wire, byte[] nonce, int incarnation) throws IOException {
    byte[] identifier = job.token().getIdentifier();
    wire.send(
        ByteBuffer.allocate(12 + identifier.length + nonce.length)
            .putInt(Handshake.MAGIC)
            .putShort((short) Handshake.VERSION)
            .putShort((short) identifier.length)
            .put(identifier)
            .putInt(incarnation)
            .put(nonce)
            .flip());
  }

  private byte[] proof(byte[] mine, byte[] theirs, int incarnation) {
    Token<JobTokenIdentifier> token = job.token();
    return StreamProof.of(token.getPassword(), mine, theirs, token.getIdentifier(), incarnation)
        .ofClient();
  }

  private static ByteBuffer ask(long request, int mostBytes, int count, int file, int segment) {
    return ByteBuffer.allocate(23)
        .put((byte) Frame.ASK)
        .putLong(request)
        .putInt(mostBytes)
        .putShort((short) count)
        .putInt(file)
        .putInt(segment)
        .flip();
  }

  private void assertRefused(Token<JobTokenIdentifier> token) throws IOException {
    Wire wire = open();
    assertThatThrownBy(() -> Handshake.ask(wire, token, Job.ASKER)).isInstanceOf(IOException.class);
    assertThat(uploads.heard).isEmpty();
  }

  private static void assertClosed(Wire wire) {
    assertThatThrownBy(() -> drain(wire)).isInstanceOf(IOException.class);
  }

  private static void drain(Wire wire) throws IOException {
    while (true) {
      wire.some(4096);
    }
  }

  private static void assertServed(Wire wire) throws IOException {
    wire.send(Frame.ask(99, 10, List.of(ZERO)));
    assertThat(wire.u8()).isEqualTo(Frame.CHOSEN);
    assertChosen(wire);
  }

  /** And all answers are sent: this one comes after them. */
  private static void assertAllSaidIsHeard(Wire wire) throws IOException {
    wire.send(hello(Job.ASKER, 0));
    assertThat(wire.u8()).isEqualTo(Frame.WELCOME);
  }

  private static void assertChosen(Wire wire) throws IOException {
    assertThat(wire.i64()).isEqualTo(99);
    assertThat(wire.u8()).isEqualTo(1);
    assertThat(wire.segments(Frame.MOST_SEGMENTS)).containsExactly(ZERO);
    assertThat(wire.i32()).isEqualTo(3);
    wire.bytes(32);
    assertThat(wire.i32()).isEqualTo(3);
    assertThat(wire.bytes(3)).containsExactly(1, 2, 3);
    wire.send(Frame.of(Frame.RECEIVED, 99));
  }
}
