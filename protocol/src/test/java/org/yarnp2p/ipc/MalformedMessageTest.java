package org.yarnp2p.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.stream.Stream;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.thirdparty.protobuf.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Line;
import org.yarnp2p.protocol.PeerPB;
import org.yarnp2p.protocol.TrackerPB;
import org.yarnp2p.protocol.UmbilicalPB;
import org.yarnp2p.protocol.proto.CommonProtos.EndpointProto;
import org.yarnp2p.protocol.proto.CommonProtos.FileMapRequestProto;
import org.yarnp2p.protocol.proto.CommonProtos.HoldingProto;
import org.yarnp2p.protocol.proto.CommonProtos.MemberProto;
import org.yarnp2p.protocol.proto.CommonProtos.SegmentRefProto;
import org.yarnp2p.protocol.proto.CommonProtos.ShapeProto;
import org.yarnp2p.protocol.proto.PeerProtos.FetchRequestProto;
import org.yarnp2p.protocol.proto.PeerProtos.HaveRequestProto;
import org.yarnp2p.protocol.proto.PeerProtos.HelloRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.AcquiredProto;
import org.yarnp2p.protocol.proto.TrackerProtos.ClaimRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.ComplaintProto;
import org.yarnp2p.protocol.proto.TrackerProtos.HeldFileProto;
import org.yarnp2p.protocol.proto.TrackerProtos.JoinRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.ReportRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.WatchRequestProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.FailedRequestProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.FileTrafficProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.HeartbeatRequestProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.RankStatusProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.RegisterRequestProto;

/** Messages of rank 1, which shows a good token but sends what no client of ours would. */
class MalformedMessageTest {
  private static final MemberProto RANK_1 = member(1, 1);
  private static final EndpointProto HERE = endpoint("host1", 4001);

  private static final FetchRequestProto FETCH = fetch(RANK_1, segment(0, 0));

  private final TestJob job = new TestJob();
  private final FakePeer peer = new FakePeer();
  private final FakeTracker tracker = new FakeTracker();
  private final FakeUmbilical master = new FakeUmbilical();

  @AfterEach
  void close() throws IOException {
    job.close();
  }

  static Stream<Arguments> toThePeer() {
    return Stream.of(
        arguments("member.incarnation", fetch(member(1, 0), segment(0, 0))),
        arguments("member.rank", fetch(member(-1, 1), segment(0, 0))),
        arguments("member.rank", fetch(member(1 << 30, 1), segment(0, 0))),
        arguments("member.rank", fetch(member(0, 1), segment(0, 0))),
        arguments("segment.file", fetch(RANK_1, segment(-1, 0))),
        arguments("segment.file", fetch(RANK_1, segment(Integer.MAX_VALUE, 0))),
        arguments("most_bytes", FetchRequestProto.newBuilder(FETCH).setMostBytes(-1).build()),
        arguments("segment", fetch(RANK_1, segment(0, -1))),
        arguments("segment", fetch(RANK_1, segment(0, Integer.MAX_VALUE))));
  }

  @ParameterizedTest
  @MethodSource("toThePeer")
  void peerNamesTheBadField(String field, FetchRequestProto request) throws IOException {
    Line<PeerPB> line = peerLine();

    assertMalformed(field, () -> line.call("fetch", peer -> peer.fetch(null, request)));
    assertThat(peer.received).isEmpty();
  }

  @Test
  void fetchOfNothingOrOfTooMuchIsRefused() throws IOException {
    Line<PeerPB> line = peerLine();
    FetchRequestProto nothing = FetchRequestProto.newBuilder(FETCH).clearSegment().build();
    FetchRequestProto.Builder much = FetchRequestProto.newBuilder(FETCH);
    for (int i = 0; i <= 1 << 16; i++) {
      much.addSegment(segment(0, i));
    }

    assertMalformed("segment", () -> line.call("fetch", peer -> peer.fetch(null, nothing)));
    assertMalformed("segment", () -> line.call("fetch", peer -> peer.fetch(null, much.build())));
  }

  @Test
  void haveOfASegmentFarOutIsRefused() throws IOException {
    Line<PeerPB> line = peerLine();
    HaveRequestProto request =
        HaveRequestProto.newBuilder()
            .setMember(RANK_1)
            .addSegment(segment(0, 0))
            .addSegment(segment(0, 1 << 24))
            .build();

    assertMalformed("segment", () -> line.call("have", peer -> peer.have(null, request)));
  }

  @Test
  void helloWithAnEndlessBitSetIsRefused() throws IOException {
    Line<PeerPB> line = peerLine();
    HelloRequestProto request =
        HelloRequestProto.newBuilder()
            .setMember(RANK_1)
            .addHolding(
                HoldingProto.newBuilder()
                    .setFile(0)
                    .setSegments(ByteString.copyFrom(new byte[(1 << 21) + 1])))
            .build();

    assertMalformed(
        "holding.segments", () -> line.call("hello", peer -> peer.hello(null, request)));
  }

  @Test
  void fileMapOfAnEndlessNameIsRefused() throws IOException {
    Line<PeerPB> line = peerLine();
    FileMapRequestProto request =
        FileMapRequestProto.newBuilder().setName("x".repeat(4097)).build();

    assertMalformed("name", () -> line.call("fileMap", peer -> peer.fileMap(null, request)));
  }

  static Stream<Arguments> joins() {
    return Stream.of(
        arguments("endpoint.host", join().setEndpoint(endpoint(" ", 1))),
        arguments("endpoint.host", join().setEndpoint(endpoint("x".repeat(256), 1))),
        arguments("endpoint.port", join().setEndpoint(endpoint("host1", 0))),
        arguments("endpoint.port", join().setEndpoint(endpoint("host1", 65536))),
        arguments("wanted", join().addWanted(-1)),
        arguments("held.file", join().addHeld(held(-1, payload(0, 1), 0))),
        arguments("held.known", join().addHeld(held(0, payload(5, 5), 64))),
        arguments("held.digests", join().addHeld(held(0, payload(10, 5), 31))),
        arguments("held.digests", join().addHeld(held(0, payload(10, 5), 32))),
        arguments("held.digests", join().addHeld(held(0, payload(10, 5), 96))),
        arguments("shape.segment_size", join().addHeld(held(0, payload(10, 0), 0))),
        arguments("shape.segment_size", join().addHeld(held(0, payload(10, -1), 0))),
        arguments("shape.length", join().addHeld(held(0, payload(-1, 5), 0))),
        arguments("shape.length", join().addHeld(held(0, payload(Long.MAX_VALUE, 1 << 30), 0))),
        arguments("shape.length", join().addHeld(held(0, payload(1L << 40, 1), 0))),
        arguments("shape.segment_length", join().addHeld(held(0, inline(5, -1), 64))),
        arguments(
            "holding.file",
            join()
                .addAcquired(HoldingProto.newBuilder().setFile(-5).setSegments(ByteString.EMPTY))));
  }

  @ParameterizedTest
  @MethodSource("joins")
  void trackerNamesTheBadFieldOfAJoin(String field, JoinRequestProto.Builder request)
      throws IOException {
    Line<TrackerPB> line = trackerLine();

    assertMalformed(field, () -> line.call("join", peer -> peer.join(null, request.build())));
    assertThat(tracker.received).isEmpty();
  }

  static Stream<Arguments> reports() {
    return Stream.of(
        arguments("acquired.file", report().addAcquired(acquired(-1, 0, 32))),
        arguments("acquired.digests", report().addAcquired(acquired(0, 0, 33))),
        arguments("acquired.digests", report().addAcquired(acquired(0, 0, 0))),
        arguments("segment", report().addAcquired(acquired(0, -7, 32))),
        arguments("finished_file", report().addFinishedFile(-2)),
        arguments("complaint.about_rank", report().addComplaint(complaint(0))),
        arguments("complaint.about_rank", report().addComplaint(complaint(-1))),
        arguments(
            "complaint.about_incarnation",
            report().addComplaint(complaint(2).setAboutIncarnation(0))));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void trackerNamesTheBadFieldOfAReport(String field, ReportRequestProto.Builder request)
      throws IOException {
    Line<TrackerPB> line = trackerLine();

    assertMalformed(field, () -> line.call("report", peer -> peer.report(null, request.build())));
    assertThat(tracker.received).isEmpty();
  }

  @Test
  void trackerNamesTheBadFieldOfOtherCalls() throws IOException {
    Line<TrackerPB> line = trackerLine();
    ClaimRequestProto.Builder claim =
        ClaimRequestProto.newBuilder().setMember(RANK_1).setFile(0).setMost(0).setMostBytes(1);
    WatchRequestProto watch =
        WatchRequestProto.newBuilder().setMember(RANK_1).setKnownVersion(-1).build();

    assertMalformed("most", () -> line.call("claim", peer -> peer.claim(null, claim.build())));
    claim.setMost(1).setFile(-1);
    assertMalformed("file", () -> line.call("claim", peer -> peer.claim(null, claim.build())));
    assertMalformed("known_version", () -> line.call("watch", peer -> peer.watch(null, watch)));
    assertThat(tracker.received).isEmpty();
  }

  static Stream<Arguments> statuses() {
    return Stream.of(
        arguments("status.held_bytes", status().setHeldBytes(-1)),
        arguments("status.wanted_bytes", status().setWantedBytes(-1)),
        arguments("status.acquired_bytes", status().setAcquiredBytes(-1)),
        arguments("status.down_bytes", status().setDownBytes(-1)),
        arguments("status.up_bytes", status().setUpBytes(-1)),
        arguments("status.origin_bytes", status().setOriginBytes(-1)),
        arguments("status.segments_refused", status().setSegmentsRefused(-1)),
        arguments("status.exchanging_ago_ms", status().setExchangingAgoMs(-1)),
        arguments("status.finished_ago_ms", status().setFinishedAgoMs(-1)),
        arguments("status.joined", status().setJoined(-1)),
        arguments("status.gate_opened_ago_ms", status().setGateOpenedAgoMs(-1)),
        arguments("status.swarm_done_ago_ms", status().setSwarmDoneAgoMs(-1)),
        arguments("status.traffic.file", status().addTraffic(traffic().setFile(-1))),
        arguments("status.traffic.down_bytes", status().addTraffic(traffic().setDownBytes(-1))),
        arguments("status.traffic.up_bytes", status().addTraffic(traffic().setUpBytes(-1))));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void applicationMasterNamesTheBadFigure(String field, RankStatusProto.Builder status)
      throws IOException {
    Line<UmbilicalPB> line = umbilicalLine();
    HeartbeatRequestProto request =
        HeartbeatRequestProto.newBuilder().setMember(RANK_1).setStatus(status).build();

    assertMalformed(field, () -> line.call("heartbeat", am -> am.heartbeat(null, request)));
    assertThat(master.received).isEmpty();
  }

  @Test
  void applicationMasterNamesTheBadFieldOfOtherCalls() throws IOException {
    Line<UmbilicalPB> line = umbilicalLine();
    RegisterRequestProto register =
        RegisterRequestProto.newBuilder()
            .setMember(RANK_1)
            .setEndpoint(endpoint("host1", -1))
            .build();
    FailedRequestProto failed =
        FailedRequestProto.newBuilder()
            .setMember(RANK_1)
            .setMessage("x".repeat((1 << 16) + 1))
            .build();

    assertMalformed(
        "endpoint.port", () -> line.call("register", am -> am.register(null, register)));
    assertMalformed("message", () -> line.call("failed", am -> am.failed(null, failed)));
    assertThat(master.received).isEmpty();
  }

  @FunctionalInterface
  private interface Call {
    Object make() throws IOException;
  }

  private static void assertMalformed(String field, Call call) {
    assertThatThrownBy(call::make)
        .isInstanceOfSatisfying(
            RemoteException.class,
            error -> assertThat(error.getClassName()).isEqualTo("java.io.IOException"))
        .hasMessageStartingWith("malformed message: " + field);
  }

  private Line<PeerPB> peerLine() throws IOException {
    Rank two = Rank.peer(2);
    return job.line(PeerPB.class, job.token(Rank.peer(1), two), job.servePeer(two, peer));
  }

  private Line<TrackerPB> trackerLine() throws IOException {
    return job.line(
        TrackerPB.class, job.token(Rank.peer(1), Rank.TRACKER), job.serveTracker(tracker, tracker));
  }

  private Line<UmbilicalPB> umbilicalLine() throws IOException {
    return job.line(
        UmbilicalPB.class,
        job.token(Rank.peer(1), Rank.APPLICATION_MASTER),
        job.serveUmbilical(master, master));
  }

  private static MemberProto member(int rank, int incarnation) {
    return MemberProto.newBuilder().setRank(rank).setIncarnation(incarnation).build();
  }

  private static EndpointProto endpoint(String host, int port) {
    return EndpointProto.newBuilder().setHost(host).setPort(port).build();
  }

  private static SegmentRefProto segment(int file, int segment) {
    return SegmentRefProto.newBuilder().setFile(file).setSegment(segment).build();
  }

  private static FetchRequestProto fetch(MemberProto member, SegmentRefProto segment) {
    return FetchRequestProto.newBuilder()
        .setMember(member)
        .addSegment(segment)
        .setMostBytes(0)
        .setEager(false)
        .build();
  }

  private static JoinRequestProto.Builder join() {
    return JoinRequestProto.newBuilder().setMember(RANK_1).setEndpoint(HERE);
  }

  /** With digests of the first two segments. */
  private static HeldFileProto held(int file, ShapeProto.Builder shape, int digestBytes) {
    return HeldFileProto.newBuilder()
        .setFile(file)
        .setShape(shape)
        .setKnown(ByteString.copyFrom(new byte[] {0b11}))
        .setDigests(ByteString.copyFrom(new byte[digestBytes]))
        .build();
  }

  private static ShapeProto.Builder payload(long length, int segmentSize) {
    return ShapeProto.newBuilder()
        .setKind(ShapeProto.Kind.PAYLOAD)
        .setLength(length)
        .setSegmentSize(segmentSize);
  }

  private static ShapeProto.Builder inline(int first, int second) {
    return ShapeProto.newBuilder()
        .setKind(ShapeProto.Kind.INLINE)
        .addSegmentLength(first)
        .addSegmentLength(second);
  }

  private static ReportRequestProto.Builder report() {
    return ReportRequestProto.newBuilder().setMember(RANK_1).setComplete(false);
  }

  private static AcquiredProto.Builder acquired(int file, int segment, int digestBytes) {
    return AcquiredProto.newBuilder()
        .setFile(file)
        .addSegment(segment)
        .setDigests(ByteString.copyFrom(new byte[digestBytes]));
  }

  private static ComplaintProto.Builder complaint(int about) {
    return ComplaintProto.newBuilder()
        .setAboutRank(about)
        .setAboutIncarnation(1)
        .setSegment(segment(0, 0));
  }

  private static RankStatusProto.Builder status() {
    return RankStatusProto.newBuilder().setPhase(RankStatusProto.Phase.EXCHANGING);
  }

  private static FileTrafficProto.Builder traffic() {
    return FileTrafficProto.newBuilder()
        .setFile(0)
        .setDownBytes(0)
        .setUpBytes(0)
        .setFirstHolder(false)
        .setOriginBytes(0)
        .setFileBytes(0)
        .setFileSegments(0);
  }
}
