package org.yarnp2p.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.ipc.TestJob.RANK_1;
import static org.yarnp2p.ipc.TestJob.RANK_2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Complaint;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.protocol.SwarmView;
import org.yarnp2p.protocol.TrackerClient;

class TrackerProtocolTest {
  private final TestJob job = new TestJob();
  private final FakeTracker fake = new FakeTracker();
  private IpcServer server;
  private TrackerClient tracker;

  @BeforeEach
  void connect() throws IOException {
    server = job.serveTracker(fake, fake);
    tracker = job.tracker(RANK_1.rank(), server);
  }

  @AfterEach
  void close() throws IOException {
    job.close();
  }

  @Test
  void joinTellsAllThatIsHeldWantedAndAcquired() throws IOException {
    BitSet some = new BitSet();
    some.set(0);
    some.set(4095);
    JoinRequest request =
        new JoinRequest(
            RANK_1,
            new Endpoint("host1", 4001),
            List.of(
                new HeldFile(0, FileShape.inline(new int[] {5, 0, 7}), digests(3)),
                new HeldFile(2, FileShape.payload((5L << 20) + 1, 1 << 20), digests(6)),
                new HeldFile(3, FileShape.payload(0, 1 << 20), List.of()),
                new HeldFile(
                    5,
                    FileShape.payload(7L << 20, 1 << 20),
                    Map.of(2, digests(2).get(1), 6, digests(1).get(0)))),
            List.of(1, 4),
            List.of(new Holding(1, some), new Holding(4, new BitSet())),
            false);

    tracker.join(request);

    assertThat(fake.received).containsExactly(request);
  }

  @Test
  void peerSaysThatItIsReady() throws IOException {
    tracker.ready(RANK_1);

    assertThat(fake.received).containsExactly(List.of("ready", RANK_1));
  }

  @Test
  void joinOfTenThousandInlineSegmentsArrives() throws IOException {
    int[] lengths = IntStream.range(0, 10_000).toArray();
    JoinRequest request =
        new JoinRequest(
            RANK_1,
            new Endpoint("host1", 4001),
            List.of(new HeldFile(0, FileShape.inline(lengths), digests(lengths.length))),
            List.of(),
            List.of());

    tracker.join(request);

    assertThat(fake.received).containsExactly(request);
  }

  @ParameterizedTest
  @EnumSource(SwarmPhase.class)
  void watchBringsPhaseAndNeighbours(SwarmPhase phase) throws IOException {
    Contact far = job.contact(RANK_1.rank(), RANK_2, new Endpoint("host2", 4002));
    SwarmView view =
        new SwarmView(
            1L << 33,
            phase,
            List.of(
                far,
                new Contact(far.member(), far.endpoint(), far.token(), Contact.SAME_RACK),
                job.contact(RANK_1.rank(), TestJob.TRACKER, new Endpoint("fe80::1%eth0", 4003))),
            phase == SwarmPhase.FAILED ? "nobody holds file9" : null);
    fake.view = CompletableFuture.completedFuture(view);

    assertThat(tracker.watch(RANK_1, 7)).isEqualTo(view);
    assertThat(fake.received).containsExactly(List.of("watch", RANK_1, 7L));
  }

  @Test
  void describeBringsShapesAndKnownDigests() throws IOException {
    List<Digest> digests = digests(3);
    fake.files =
        List.of(
            new DescribedFile(
                0,
                FileShape.inline(new int[] {1, 2, 3}),
                Map.of(0, digests.get(0), 1, digests.get(1), 2, digests.get(2))),
            new DescribedFile(
                5, FileShape.payload(1L << 34, 16 << 20), Map.of(1023, digests.get(0))),
            new DescribedFile(6, FileShape.payload(100, 64), Map.of()));

    assertThat(tracker.describe(RANK_1)).isEqualTo(fake.files);
    assertThat(fake.received).containsExactly(List.of("describe", RANK_1));
  }

  @Test
  void reportTellsEverythingAndBringsWhatIsRefused() throws IOException {
    List<Digest> digests = digests(3);
    Report report =
        new Report(
            List.of(
                new Acquired(new SegmentRef(4, 9), digests.get(0)),
                new Acquired(new SegmentRef(4, 2), digests.get(1)),
                new Acquired(new SegmentRef(1, 0), digests.get(2))),
            List.of(4, 1),
            true,
            List.of(new Complaint(new Member(Rank.peer(2), 3), new SegmentRef(1, 3), true)),
            List.of(new SegmentRef(1, 5)),
            List.of(new SegmentRef(4, 3), new SegmentRef(1, 1)),
            List.of(new SegmentRef(4, 3)),
            "the source has changed",
            1L << 40);
    fake.refused = List.of(new SegmentRef(4, 9), new SegmentRef(1, 0));

    assertThat(tracker.report(RANK_1, report)).isEqualTo(fake.refused);
    assertThat(fake.received).containsExactly(List.of("report", RANK_1, report));
  }

  @Test
  void emptyReportIsAReport() throws IOException {
    Report nothing = new Report(List.of(), List.of(), false, List.of());

    assertThat(tracker.report(RANK_1, nothing)).isEmpty();
    assertThat(fake.received).containsExactly(List.of("report", RANK_1, nothing));
  }

  @Test
  void claimAfterOneThatWasNotAnsweredSaysWhatIsKnown() throws IOException {
    fake.claimed = List.of(new SegmentRef(6, 1));
    List<SegmentRef> open = List.of(new SegmentRef(6, 3), new SegmentRef(9, 0));

    assertThat(tracker.claimAnew(RANK_1, 6, 3, 100, open)).isEqualTo(fake.claimed);
    assertThat(tracker.claimAnew(RANK_1, 6, 3, 100, List.of())).isEqualTo(fake.claimed);
    assertThat(fake.received)
        .containsExactly(
            List.of("claimAnew", RANK_1, 6, 3, 100L, open),
            List.of("claimAnew", RANK_1, 6, 3, 100L, List.of()));
  }

  @Test
  void joinAtALaterTrackerArrives() throws IOException {
    JoinRequest request =
        new JoinRequest(
            RANK_1,
            new Endpoint("host1", 4001),
            List.of(),
            List.of(1, 4),
            List.of(),
            true,
            List.of(new SegmentRef(4, 17)),
            Map.of(1, FileShape.inline(new int[] {3, 0}), 4, FileShape.payload(100, 7)));

    tracker.join(request);

    assertThat(fake.received).containsExactly(request);
  }

  @Test
  void claimAcrossFilesBringsSegmentsOfSeveral() throws IOException {
    fake.claimed = List.of(new SegmentRef(6, 1), new SegmentRef(6, 2), new SegmentRef(7, 0));

    assertThat(tracker.claim(RANK_1, 6, 3, 1L << 40)).isEqualTo(fake.claimed);
    assertThat(fake.received).containsExactly(List.of("claim", RANK_1, 6, 3, 1L << 40));
  }

  @Test
  void leaveTellsWhoLeaves() throws IOException {
    tracker.leave(RANK_1);

    assertThat(fake.received).containsExactly(List.of("leave", RANK_1));
  }

  @Test
  void fileMapIsForEveryProcessOfTheJob() throws IOException {
    assertThat(tracker.fileMap("datei ä")).isEqualTo("{\"datei ä\":[]}");
    assertThat(job.tracker(Rank.CLIENT, server).fileMap(null)).isEqualTo("{\"null\":[]}");
    assertThat(job.tracker(Rank.APPLICATION_MASTER, server).fileMap("a")).isNotEmpty();
    assertThat(fake.received)
        .contains(Arrays.asList("fileMap", "datei ä"), Arrays.asList("fileMap", null));
  }

  private static List<Digest> digests(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Digest.of(ByteBuffer.wrap(("segment " + i).getBytes(UTF_8))))
        .toList();
  }
}
