package org.yarnp2p.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.thirdparty.protobuf.ByteString;
import org.apache.hadoop.thirdparty.protobuf.UnsafeByteOperations;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.proto.CommonProtos.ContactProto;
import org.yarnp2p.protocol.proto.CommonProtos.EndpointProto;
import org.yarnp2p.protocol.proto.CommonProtos.HoldingProto;
import org.yarnp2p.protocol.proto.CommonProtos.JobTokenProto;
import org.yarnp2p.protocol.proto.CommonProtos.MemberProto;
import org.yarnp2p.protocol.proto.CommonProtos.SegmentRefProto;
import org.yarnp2p.security.JobTokenIdentifier;

/** Values of {@code common.proto}: {@code encode} makes the message, {@code decode} checks it. */
final class CommonWire {
  private CommonWire() {}

  static MemberProto encode(Member member) {
    return MemberProto.newBuilder()
        .setRank(member.rank().value())
        .setIncarnation(member.incarnation())
        .build();
  }

  static Member decode(MemberProto member) throws IOException {
    int rank = Check.within("member.rank", member.getRank(), 0, Limits.RANK);
    int incarnation =
        Check.within("member.incarnation", member.getIncarnation(), 1, Integer.MAX_VALUE);
    return new Member(new Rank(rank), incarnation);
  }

  static EndpointProto encode(Endpoint endpoint) {
    EndpointProto.Builder message =
        EndpointProto.newBuilder().setHost(endpoint.host()).setPort(endpoint.port());
    if (endpoint.streamPort() != 0) {
      message.setStreamPort(endpoint.streamPort());
    }
    return message.build();
  }

  static Endpoint decode(EndpointProto endpoint) throws IOException {
    String host = Check.text("endpoint.host", endpoint.getHost(), Limits.HOST);
    if (host.isBlank()) {
      throw Check.malformed("endpoint.host", "'" + host + "'", "a name or address");
    }
    return new Endpoint(
        host,
        Check.within("endpoint.port", endpoint.getPort(), 1, 65535),
        Check.within("endpoint.stream_port", endpoint.getStreamPort(), 0, 65535));
  }

  static ContactProto encode(Contact contact) {
    Token<JobTokenIdentifier> token = contact.token();
    return ContactProto.newBuilder()
        .setMember(encode(contact.member()))
        .setEndpoint(encode(contact.endpoint()))
        .setToken(
            JobTokenProto.newBuilder()
                .setIdentifier(ByteString.copyFrom(token.getIdentifier()))
                .setPassword(ByteString.copyFrom(token.getPassword())))
        .setDistance(contact.distance())
        .build();
  }

  static Contact decode(ContactProto contact) throws IOException {
    JobTokenProto token = contact.getToken();
    return new Contact(
        decode(contact.getMember()),
        decode(contact.getEndpoint()),
        new Token<>(
            token.getIdentifier().toByteArray(),
            token.getPassword().toByteArray(),
            JobTokenIdentifier.KIND,
            new Text()),
        contact.hasDistance()
            ? Check.within(
                "contact.distance", contact.getDistance(), Contact.SAME_HOST, Contact.ELSEWHERE)
            : Contact.ELSEWHERE);
  }

  static SegmentRefProto encode(SegmentRef segment) {
    return SegmentRefProto.newBuilder()
        .setFile(segment.file())
        .setSegment(segment.segment())
        .build();
  }

  static SegmentRef decode(SegmentRefProto segment) throws IOException {
    return new SegmentRef(file("segment.file", segment.getFile()), index(segment.getSegment()));
  }

  static List<SegmentRefProto> encodeSegments(Collection<SegmentRef> segments) {
    return segments.stream().map(CommonWire::encode).toList();
  }

  static List<SegmentRef> decodeSegments(List<SegmentRefProto> segments) throws IOException {
    List<SegmentRef> decoded = new ArrayList<>(segments.size());
    for (SegmentRefProto segment : segments) {
      decoded.add(decode(segment));
    }
    return decoded;
  }

  static HoldingProto encode(Holding holding) {
    return HoldingProto.newBuilder()
        .setFile(holding.file())
        .setSegments(UnsafeByteOperations.unsafeWrap(holding.segments().toByteArray()))
        .build();
  }

  static Holding decode(HoldingProto holding) throws IOException {
    ByteString bits = holding.getSegments();
    Check.within("holding.segments (bytes)", bits.size(), 0, Limits.SEGMENTS / Byte.SIZE);
    return new Holding(
        file("holding.file", holding.getFile()), BitSet.valueOf(bits.asReadOnlyByteBuffer()));
  }

  static List<HoldingProto> encodeHoldings(List<Holding> holdings) {
    return holdings.stream().map(CommonWire::encode).toList();
  }

  static List<Holding> decodeHoldings(List<HoldingProto> holdings) throws IOException {
    List<Holding> decoded = new ArrayList<>(holdings.size());
    for (HoldingProto holding : holdings) {
      decoded.add(decode(holding));
    }
    return decoded;
  }

  /** Digests behind one another. */
  static ByteString encodeDigests(Collection<Digest> digests) {
    ByteBuffer bytes = ByteBuffer.allocate(digests.size() * Digest.LENGTH);
    digests.forEach(digest -> digest.putInto(bytes));
    return UnsafeByteOperations.unsafeWrap(bytes.flip());
  }

  /** So many digests, neither more nor fewer. */
  static List<Digest> decodeDigests(String field, ByteString bytes, int count) throws IOException {
    if (bytes.size() != (long) count * Digest.LENGTH) {
      throw Check.malformed(
          field, bytes.size() + " bytes", Digest.LENGTH + " for each of " + count + " segments");
    }
    List<Digest> digests = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      digests.add(digest(field, bytes.substring(i * Digest.LENGTH, (i + 1) * Digest.LENGTH)));
    }
    return digests;
  }

  static ByteString encode(Digest digest) {
    return UnsafeByteOperations.unsafeWrap(digest.toBytes());
  }

  static Digest digest(String field, ByteString bytes) throws IOException {
    if (bytes.size() != Digest.LENGTH) {
      throw Check.malformed(field, bytes.size() + " bytes", Digest.LENGTH + " bytes");
    }
    return Digest.copyOf(bytes.toByteArray());
  }

  /** The id of a file. */
  static int file(String field, int id) throws IOException {
    return Check.within(field, id, 0, Limits.FILES - 1);
  }

  static List<Integer> files(String field, List<Integer> ids) throws IOException {
    for (int id : ids) {
      file(field, id);
    }
    return ids;
  }

  /** The index of a segment. */
  static int index(int segment) throws IOException {
    return Check.within("segment", segment, 0, Limits.SEGMENTS - 1);
  }
}
