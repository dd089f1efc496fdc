package org.yarnp2p.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.ipc.TestJob.RANK_1;
import static org.yarnp2p.ipc.TestJob.RANK_2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.FetchAnswer;
import org.yarnp2p.protocol.FetchRequest;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.PeerClient;
import org.yarnp2p.protocol.PeerProtocol.Introduction;
import org.yarnp2p.protocol.ReserveAnswer;
import org.yarnp2p.protocol.SegmentData;

class PeerProtocolTest {
  private final TestJob job = new TestJob();
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final FakePeer fake =
      new FakePeer() {
        @Override
        public CompletableFuture<ReserveAnswer> reserve(Member member) throws IOException {
          arrived.countDown();
          return super.reserve(member);
        }
      };
  private IpcServer server;
  private PeerClient peer;

  @BeforeEach
  void connect() throws IOException {
    server = job.servePeer(RANK_2.rank(), fake);
    peer = job.peer(RANK_1.rank(), RANK_2, server);
  }

  @AfterEach
  void close() throws IOException {
    job.close();
  }

  @Test
  void neighboursIntroduceThemselves() throws IOException {
    BitSet all = new BitSet();
    all.set(0, 1000);
    BitSet one = new BitSet();
    one.set(63);
    Introduction mine =
        new Introduction(
            new Member(RANK_1.rank(), 2), List.of(new Holding(0, all), new Holding(7, one)));
    fake.introduction = new Introduction(RANK_2, List.of(new Holding(3, new BitSet())));

    assertThat(peer.hello(mine)).isEqualTo(fake.introduction);
    assertThat(fake.received).containsExactly(mine);
  }

  @Test
  void haveTellsSegments() throws IOException {
    List<SegmentRef> segments = List.of(new SegmentRef(0, 5), new SegmentRef(9, 0));

    peer.have(RANK_1, segments);

    assertThat(fake.received).containsExactly(List.of("have", RANK_1, segments));
  }

  @Test
  void fetchBringsBytesAndDigests() throws IOException {
    SegmentData first = data(new SegmentRef(1, 2), new byte[] {1, 2, 3});
    SegmentData empty = data(new SegmentRef(1, 3), new byte[0]);
    fake.answer = new FetchAnswer.Served(List.of(first, empty), true);
    FetchRequest wanted =
        new FetchRequest(List.of(new SegmentRef(1, 2), new SegmentRef(1, 3)), 1 << 30, true);

    assertThat(peer.fetch(RANK_1, wanted)).isEqualTo(fake.answer);
    assertThat(fake.received).containsExactly(List.of("fetch", RANK_1, wanted));
  }

  @Test
  void fetchedBytesAreThoseFromPositionToLimit() throws IOException {
    ByteBuffer window = ByteBuffer.wrap(new byte[] {0, 1, 2, 3, 4, 5}, 2, 3);
    SegmentRef segment = new SegmentRef(0, 0);
    fake.answer =
        new FetchAnswer.Served(List.of(new SegmentData(segment, Digest.of(window), window)), false);

    FetchAnswer.Served served = (FetchAnswer.Served) peer.fetch(RANK_1, asking(segment));

    ByteBuffer bytes = served.segments().get(0).data();
    assertThat(bytes).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3, 4}));
    assertThat(bytes.isReadOnly()).isTrue();
    assertThat(window.position()).isEqualTo(2);
  }

  @Test
  void busyPeerSaysWhenToComeAgain() throws IOException {
    fake.answer = new FetchAnswer.Busy(250);

    assertThat(peer.fetch(RANK_1, asking(new SegmentRef(0, 0))))
        .isEqualTo(new FetchAnswer.Busy(250));
  }

  @Test
  void peerSaysWhatItDoesNotHold() throws IOException {
    fake.answer = new FetchAnswer.Missing();

    assertThat(peer.fetch(RANK_1, asking(new SegmentRef(0, 0))))
        .isEqualTo(new FetchAnswer.Missing());
  }

  @Test
  void largestSegmentTravelsWithoutAWarning() throws IOException {
    byte[] bytes = new byte[16 << 20];
    new Random(1).nextBytes(bytes);
    SegmentRef segment = new SegmentRef(0, 0);
    fake.answer = new FetchAnswer.Served(List.of(data(segment, bytes)), false);

    FetchAnswer.Served served = (FetchAnswer.Served) peer.fetch(RANK_1, asking(segment));

    SegmentData fetched = served.segments().get(0);
    assertThat(fetched.data().remaining()).isEqualTo(bytes.length);
    assertThat(Digest.of(fetched.data())).isEqualTo(fetched.digest());
    assertThat(Files.readAllLines(Path.of("target", "test.log")))
        .noneMatch(line -> line.contains("Large response"));
  }

  @Test
  void fileMapIsForEveryProcessOfTheJob() throws IOException {
    assertThat(peer.fileMap("a")).isEqualTo("{\"a\":[]}");
    assertThat(job.peer(Rank.CLIENT, RANK_2, server).fileMap(null)).isEqualTo("{\"null\":[]}");
    assertThat(fake.received)
        .containsExactly(Arrays.asList("fileMap", "a"), Arrays.asList("fileMap", null));
  }

  @Test
  void slotIsWaitedForWithoutHoldingUpOtherCalls() throws Exception {
    CompletableFuture<ReserveAnswer> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return peer.reserve(RANK_1);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    arrived.await();

    peer.have(RANK_1, List.of());
    assertThat(answer).isNotDone();
    fake.slot.complete(new ReserveAnswer.Clear());

    assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(new ReserveAnswer.Clear());
  }

  @Test
  void slotWithoutAStreamPortAndNoSlotArrive() throws IOException {
    fake.slot = CompletableFuture.completedFuture(new ReserveAnswer.Clear());
    assertThat(peer.reserve(RANK_1)).isEqualTo(new ReserveAnswer.Clear());
    fake.slot = CompletableFuture.completedFuture(new ReserveAnswer.Busy(70));
    assertThat(peer.reserve(RANK_1)).isEqualTo(new ReserveAnswer.Busy(70));
  }

  @Test
  void slotIsGivenBack() throws IOException {
    peer.release(RANK_1);
    assertThat(fake.received).containsExactly(List.of("release", RANK_1));
  }

  private static FetchRequest asking(SegmentRef segment) {
    return new FetchRequest(List.of(segment), 0, false);
  }

  private static SegmentData data(SegmentRef segment, byte[] bytes) {
    ByteBuffer data = ByteBuffer.wrap(bytes);
    return new SegmentData(segment, Digest.of(data), data);
  }
}
