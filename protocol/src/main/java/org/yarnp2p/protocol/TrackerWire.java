package org.yarnp2p.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.thirdparty.protobuf.ByteString;
import org.apache.hadoop.thirdparty.protobuf.UnsafeByteOperations;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.proto.CommonProtos.ContactProto;
import org.yarnp2p.protocol.proto.TrackerProtos.AcquiredProto;
import org.yarnp2p.protocol.proto.TrackerProtos.ComplaintProto;
import org.yarnp2p.protocol.proto.TrackerProtos.DescribedFileProto;
import org.yarnp2p.protocol.proto.TrackerProtos.HeldFileProto;
import org.yarnp2p.protocol.proto.TrackerProtos.JoinRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.KnownFileProto;
import org.yarnp2p.protocol.proto.TrackerProtos.ReportRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.WatchResponseProto;

/** Messages of {@code tracker.proto}, to the wire and back. */
final class TrackerWire {
  private TrackerWire() {}

  static JoinRequestProto encode(JoinRequest request) {
    JoinRequestProto.Builder message =
        JoinRequestProto.newBuilder()
            .setMember(CommonWire.encode(request.member()))
            .setEndpoint(CommonWire.encode(request.endpoint()))
            .addAllWanted(request.wanted())
            .addAllAcquired(CommonWire.encodeHoldings(request.acquired()))
            .setReady(request.ready())
            .addAllClaimed(CommonWire.encodeSegments(request.claimed()));
    request
        .shapes()
        .forEach(
            (file, shape) ->
                message.addKnown(
                    KnownFileProto.newBuilder().setFile(file).setShape(ShapeWire.encode(shape))));
    for (HeldFile held : request.held()) {
      message.addHeld(
          HeldFileProto.newBuilder()
              .setFile(held.file())
              .setShape(ShapeWire.encode(held.shape()))
              .setKnown(known(held.digests()))
              .setDigests(inOrder(held.digests())));
    }
    return message.build();
  }

  static JoinRequest decode(JoinRequestProto request) throws IOException {
    List<HeldFile> held = new ArrayList<>(request.getHeldCount());
    for (HeldFileProto file : request.getHeldList()) {
      FileShape shape = ShapeWire.decode(file.getShape());
      held.add(
          new HeldFile(
              CommonWire.file("held.file", file.getFile()),
              shape,
              digests("held", shape, file.getKnown(), file.getDigests())));
    }
    Map<Integer, FileShape> shapes = new HashMap<>();
    for (KnownFileProto file : request.getKnownList()) {
      shapes.put(CommonWire.file("known.file", file.getFile()), ShapeWire.decode(file.getShape()));
    }
    return new JoinRequest(
        CommonWire.decode(request.getMember()),
        CommonWire.decode(request.getEndpoint()),
        held,
        CommonWire.files("wanted", request.getWantedList()),
        CommonWire.decodeHoldings(request.getAcquiredList()),
        request.getReady(),
        CommonWire.decodeSegments(request.getClaimedList()),
        shapes);
  }

  static WatchResponseProto encode(SwarmView view) {
    WatchResponseProto.Builder message =
        WatchResponseProto.newBuilder()
            .setVersion(view.version())
            .setPhase(encode(view.phase()))
            .addAllDoubted(CommonWire.encodeSegments(view.doubted()))
            .addAllLostFile(view.lost());
    for (Contact neighbour : view.neighbours()) {
      message.addNeighbour(CommonWire.encode(neighbour));
    }
    if (view.failure() != null) {
      message.setFailure(Limits.shorten(view.failure()));
    }
    return message.build();
  }

  static SwarmView decode(WatchResponseProto view) throws IOException {
    List<Contact> neighbours = new ArrayList<>(view.getNeighbourCount());
    for (ContactProto neighbour : view.getNeighbourList()) {
      neighbours.add(CommonWire.decode(neighbour));
    }
    return new SwarmView(
        Check.notNegative("version", view.getVersion()),
        decode(view.getPhase()),
        neighbours,
        view.hasFailure() ? view.getFailure() : null,
        CommonWire.decodeSegments(view.getDoubtedList()),
        CommonWire.files("lost_file", view.getLostFileList()));
  }

  static DescribedFileProto encode(DescribedFile file) {
    return DescribedFileProto.newBuilder()
        .setFile(file.file())
        .setShape(ShapeWire.encode(file.shape()))
        .setKnown(known(file.digests()))
        .setDigests(inOrder(file.digests()))
        .build();
  }

  static DescribedFile decode(DescribedFileProto file) throws IOException {
    FileShape shape = ShapeWire.decode(file.getShape());
    return new DescribedFile(
        CommonWire.file("described.file", file.getFile()),
        shape,
        digests("described", shape, file.getKnown(), file.getDigests()));
  }

  private static ByteString known(Map<Integer, Digest> digests) {
    BitSet known = new BitSet();
    digests.keySet().forEach(known::set);
    return UnsafeByteOperations.unsafeWrap(known.toByteArray());
  }

  private static ByteString inOrder(Map<Integer, Digest> digests) {
    return CommonWire.encodeDigests(new TreeMap<>(digests).values());
  }

  private static Map<Integer, Digest> digests(
      String field, FileShape shape, ByteString knownBits, ByteString inOrder) throws IOException {
    BitSet known = BitSet.valueOf(knownBits.asReadOnlyByteBuffer());
    if (known.length() > shape.segmentCount()) {
      throw Check.malformed(
          field + ".known", "segment " + (known.length() - 1), shape.segmentCount() + " segments");
    }
    List<Digest> digests =
        CommonWire.decodeDigests(field + ".digests", inOrder, known.cardinality());
    Map<Integer, Digest> bySegment = new HashMap<>();
    int next = 0;
    for (int segment = known.nextSetBit(0); segment >= 0; segment = known.nextSetBit(segment + 1)) {
      bySegment.put(segment, digests.get(next++));
    }
    return bySegment;
  }

  static ReportRequestProto encode(Member member, Report report) {
    ReportRequestProto.Builder message =
        ReportRequestProto.newBuilder()
            .setMember(CommonWire.encode(member))
            .addAllFinishedFile(report.finished())
            .setComplete(report.complete())
            .setNumber(report.number())
            .addAllUnread(CommonWire.encodeSegments(report.unread()))
            .addAllChecked(CommonWire.encodeSegments(report.checked()))
            .addAllWithdrawn(CommonWire.encodeSegments(report.withdrawn()));
    if (report.hopeless() != null) {
      message.setHopeless(Limits.shorten(report.hopeless()));
    }
    Map<Integer, List<Acquired>> byFile = new LinkedHashMap<>();
    for (Acquired acquired : report.acquired()) {
      byFile.computeIfAbsent(acquired.segment().file(), file -> new ArrayList<>()).add(acquired);
    }
    byFile.forEach((file, acquired) -> message.addAcquired(encode(file, acquired)));
    for (Complaint complaint : report.complaints()) {
      message.addComplaint(
          ComplaintProto.newBuilder()
              .setAboutRank(complaint.about().rank().value())
              .setAboutIncarnation(complaint.about().incarnation())
              .setSegment(CommonWire.encode(complaint.segment()))
              .setBan(complaint.ban()));
    }
    return message.build();
  }

  private static AcquiredProto encode(int file, List<Acquired> acquired) {
    return AcquiredProto.newBuilder()
        .setFile(file)
        .addAllSegment(acquired.stream().map(one -> one.segment().segment()).toList())
        .setDigests(CommonWire.encodeDigests(acquired.stream().map(Acquired::digest).toList()))
        .build();
  }

  static Report decode(ReportRequestProto report) throws IOException {
    List<Acquired> acquired = new ArrayList<>();
    for (AcquiredProto file : report.getAcquiredList()) {
      decode(file, acquired);
    }
    List<Complaint> complaints = new ArrayList<>(report.getComplaintCount());
    for (ComplaintProto complaint : report.getComplaintList()) {
      int about = Check.within("complaint.about_rank", complaint.getAboutRank(), 1, Limits.RANK);
      int life =
          Check.within(
              "complaint.about_incarnation", complaint.getAboutIncarnation(), 1, Integer.MAX_VALUE);
      complaints.add(
          new Complaint(
              new Member(Rank.peer(about), life),
              CommonWire.decode(complaint.getSegment()),
              complaint.getBan()));
    }
    return new Report(
        acquired,
        CommonWire.files("finished_file", report.getFinishedFileList()),
        report.getComplete(),
        complaints,
        CommonWire.decodeSegments(report.getUnreadList()),
        CommonWire.decodeSegments(report.getCheckedList()),
        CommonWire.decodeSegments(report.getWithdrawnList()),
        report.hasHopeless() ? Check.text("hopeless", report.getHopeless(), Limits.TEXT) : null,
        Check.notNegative("number", report.getNumber()));
  }

  private static void decode(AcquiredProto file, List<Acquired> target) throws IOException {
    int id = CommonWire.file("acquired.file", file.getFile());
    List<Digest> digests =
        CommonWire.decodeDigests("acquired.digests", file.getDigests(), file.getSegmentCount());
    for (int i = 0; i < digests.size(); i++) {
      target.add(
          new Acquired(new SegmentRef(id, CommonWire.index(file.getSegment(i))), digests.get(i)));
    }
  }

  private static WatchResponseProto.Phase encode(SwarmPhase phase) {
    return switch (phase) {
      case GATHERING -> WatchResponseProto.Phase.GATHERING;
      case MEETING -> WatchResponseProto.Phase.MEETING;
      case EXCHANGE -> WatchResponseProto.Phase.EXCHANGE;
      case DRAIN -> WatchResponseProto.Phase.DRAIN;
      case FAILED -> WatchResponseProto.Phase.FAILED;
    };
  }

  private static SwarmPhase decode(WatchResponseProto.Phase phase) {
    return switch (phase) {
      case GATHERING -> SwarmPhase.GATHERING;
      case MEETING -> SwarmPhase.MEETING;
      case EXCHANGE -> SwarmPhase.EXCHANGE;
      case DRAIN -> SwarmPhase.DRAIN;
      case FAILED -> SwarmPhase.FAILED;
    };
  }
}
