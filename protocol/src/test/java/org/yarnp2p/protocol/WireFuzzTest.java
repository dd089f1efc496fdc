package org.yarnp2p.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.hadoop.thirdparty.protobuf.InvalidProtocolBufferException;
import org.yarnp2p.fuzz.Mutation;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.PeerProtocol.Introduction;
import org.yarnp2p.protocol.proto.CommonProtos.ShapeProto;
import org.yarnp2p.protocol.proto.PeerProtos.FetchRequestProto;
import org.yarnp2p.protocol.proto.PeerProtos.FetchResponseProto;
import org.yarnp2p.protocol.proto.PeerProtos.HelloRequestProto;
import org.yarnp2p.protocol.proto.PeerProtos.ReserveResponseProto;
import org.yarnp2p.protocol.proto.TrackerProtos.DescribedFileProto;
import org.yarnp2p.protocol.proto.TrackerProtos.JoinRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.ReportRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.WatchResponseProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.RankStatusProto;

/** Whatever arrives: it is a value that can be, or is refused with the name of the field. */
class WireFuzzTest {
  private static final Member MEMBER = new Member(Rank.peer(3), 2);
  private static final Digest DIGEST = Digest.copyOf(new byte[Digest.LENGTH]);

  /** Reads bytes as one kind of message and takes it apart. */
  private interface Reader {
    Object read(byte[] bytes) throws IOException;
  }

  /** A good message, and who reads it. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Kind(String name, byte[] good, Reader reader) {
    @Override
    public String toString() {
      return name;
    }
  }

  @Property(tries = 3000)
  void changedMessageIsReadOrRefused(
      @ForAll("kinds") Object any, @ForAll @Size(max = 6) List<Integer> spots) {
    Kind kind = (Kind) any;
    read(kind, Mutation.of(kind.good(), spots));
  }

  @Property(tries = 1000)
  void anyBytesAreReadOrRefused(@ForAll("kinds") Object any, @ForAll @Size(max = 60) byte[] bytes) {
    read((Kind) any, bytes);
  }

  private static void read(Kind kind, byte[] bytes) {
    try {
      assertThat(kind.reader().read(bytes)).isNotNull();
    } catch (InvalidProtocolBufferException e) {
      assertThat(e).as("Hadoop refuses it").isNotNull();
    } catch (IOException e) {
      assertThat(e).hasMessageStartingWith("malformed message: ").hasMessageContaining("expected");
    }
  }

  @Property(tries = 500)
  void joinArrivesAsItWas(
      @ForAll @IntRange(min = 1, max = 1 << 20) int rank,
      @ForAll @IntRange(min = 1) int incarnation,
      @ForAll @IntRange(max = 5000) int length,
      @ForAll @IntRange(min = 1, max = 700) int segmentSize,
      @ForAll boolean ready)
      throws IOException {
    FileShape shape = FileShape.payload(length, segmentSize);
    Map<Integer, Digest> digests = shape.segmentCount() == 0 ? Map.of() : Map.of(0, DIGEST);
    JoinRequest join =
        new JoinRequest(
            new Member(Rank.peer(rank), incarnation),
            new Endpoint("host", 1 + rank % 65535),
            List.of(new HeldFile(1, shape, digests)),
            List.of(0),
            List.of(new Holding(0, BitSet.valueOf(new long[] {incarnation}))),
            ready);
    assertThat(
            TrackerWire.decode(JoinRequestProto.parseFrom(TrackerWire.encode(join).toByteArray())))
        .isEqualTo(join);
  }

  @Provide
  Arbitrary<Object> kinds() {
    SegmentRef segment = new SegmentRef(1, 7);
    FileShape inline = FileShape.inline(new int[] {3, 0, 5});
    BitSet bits = BitSet.valueOf(new long[] {0b1011});
    HeldFile held = new HeldFile(1, FileShape.payload(1000, 100), Map.of(3, DIGEST));
    JoinRequest join =
        new JoinRequest(
            MEMBER,
            new Endpoint("host", 9),
            List.of(held),
            List.of(0, 2),
            List.of(new Holding(0, bits)),
            true);
    Report report =
        new Report(
                List.of(new Acquired(segment, DIGEST)),
                List.of(1),
                true,
                List.of(new Complaint(new Member(Rank.peer(2), 3), segment, true)),
                List.of(segment))
            .numbered(8);
    RankStatus status =
        new RankStatus(
            RankPhase.EXCHANGING,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            List.of(new FileTraffic(1, 2, 3, true, 4, 5, 6)),
            9,
            10,
            11);
    return Arbitraries.of(
        new Kind(
            "join",
            TrackerWire.encode(join).toByteArray(),
            b -> TrackerWire.decode(JoinRequestProto.parseFrom(b))),
        new Kind(
            "report",
            TrackerWire.encode(MEMBER, report).toByteArray(),
            b -> TrackerWire.decode(ReportRequestProto.parseFrom(b))),
        new Kind(
            "described",
            TrackerWire.encode(new DescribedFile(1, inline, Map.of(1, DIGEST))).toByteArray(),
            b -> TrackerWire.decode(DescribedFileProto.parseFrom(b))),
        new Kind(
            "view",
            TrackerWire.encode(new SwarmView(3, SwarmPhase.FAILED, List.of(), "why")).toByteArray(),
            b -> TrackerWire.decode(WatchResponseProto.parseFrom(b))),
        new Kind(
            "status",
            StatusWire.encode(status).toByteArray(),
            b -> StatusWire.decode(RankStatusProto.parseFrom(b))),
        new Kind(
            "shape",
            ShapeWire.encode(inline).toByteArray(),
            b -> ShapeWire.decode(ShapeProto.parseFrom(b))),
        new Kind(
            "hello",
            PeerWire.encode(new Introduction(MEMBER, List.of(new Holding(0, bits)))).toByteArray(),
            b -> PeerWire.decode(HelloRequestProto.parseFrom(b))),
        new Kind(
            "fetch",
            PeerWire.encode(MEMBER, new FetchRequest(List.of(segment), 99, true)).toByteArray(),
            b -> PeerWire.decode(FetchRequestProto.parseFrom(b))),
        new Kind(
            "slot",
            PeerWire.encode(new ReserveAnswer.Busy(5)).toByteArray(),
            b -> PeerWire.slot(ReserveResponseProto.parseFrom(b))),
        new Kind(
            "served",
            PeerWire.encode(
                    new FetchAnswer.Served(
                        List.of(new SegmentData(segment, DIGEST, java.nio.ByteBuffer.allocate(4))),
                        true))
                .toByteArray(),
            b -> PeerWire.segments(FetchResponseProto.parseFrom(b))));
  }
}
