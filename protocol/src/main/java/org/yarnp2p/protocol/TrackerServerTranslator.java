package org.yarnp2p.protocol;

import java.util.List;
import org.apache.hadoop.thirdparty.protobuf.RpcController;
import org.apache.hadoop.thirdparty.protobuf.ServiceException;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.proto.CommonProtos.EmptyProto;
import org.yarnp2p.protocol.proto.CommonProtos.FileMapRequestProto;
import org.yarnp2p.protocol.proto.CommonProtos.FileMapResponseProto;
import org.yarnp2p.protocol.proto.TrackerProtos.ClaimRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.ClaimResponseProto;
import org.yarnp2p.protocol.proto.TrackerProtos.DescribeRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.DescribeResponseProto;
import org.yarnp2p.protocol.proto.TrackerProtos.JoinRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.LeaveRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.ReadyRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.ReportRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.ReportResponseProto;
import org.yarnp2p.protocol.proto.TrackerProtos.WatchRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.WatchResponseProto;

/** The tracker's end of its protocol: checks callers and messages, then passes them on. */
public final class TrackerServerTranslator implements TrackerPB {
  private final TrackerProtocol tracker;
  private final SwarmWatch watch;

  /** Passes calls on to these two, which are called by several threads. */
  public TrackerServerTranslator(TrackerProtocol tracker, SwarmWatch watch) {
    this.tracker = tracker;
    this.watch = watch;
  }

  @Override
  public EmptyProto join(RpcController controller, JoinRequestProto request)
      throws ServiceException {
    return Answer.now(
        () -> {
          PeerCaller.check(request.getMember());
          tracker.join(TrackerWire.decode(request));
          return Answer.EMPTY;
        });
  }

  @Override
  public WatchResponseProto watch(RpcController controller, WatchRequestProto request)
      throws ServiceException {
    return Answer.later(
        WatchResponseProto.getDefaultInstance(),
        () -> {
          Member member = PeerCaller.check(request.getMember());
          return watch.watch(member, Check.notNegative("known_version", request.getKnownVersion()));
        },
        TrackerWire::encode);
  }

  @Override
  public EmptyProto ready(RpcController controller, ReadyRequestProto request)
      throws ServiceException {
    return Answer.now(
        () -> {
          tracker.ready(PeerCaller.check(request.getMember()));
          return Answer.EMPTY;
        });
  }

  @Override
  public DescribeResponseProto describe(RpcController controller, DescribeRequestProto request)
      throws ServiceException {
    return Answer.now(
        () -> {
          List<DescribedFile> files = tracker.describe(PeerCaller.check(request.getMember()));
          DescribeResponseProto.Builder answer = DescribeResponseProto.newBuilder();
          files.forEach(file -> answer.addFile(TrackerWire.encode(file)));
          return answer.build();
        });
  }

  @Override
  public ReportResponseProto report(RpcController controller, ReportRequestProto request)
      throws ServiceException {
    return Answer.now(
        () -> {
          Member member = PeerCaller.check(request.getMember());
          List<SegmentRef> refused = tracker.report(member, TrackerWire.decode(request));
          return ReportResponseProto.newBuilder()
              .addAllRefused(CommonWire.encodeSegments(refused))
              .build();
        });
  }

  @Override
  public ClaimResponseProto claim(RpcController controller, ClaimRequestProto request)
      throws ServiceException {
    return Answer.now(
        () -> {
          Member member = PeerCaller.check(request.getMember());
          int file = CommonWire.file("file", request.getFile());
          int most = Check.within("most", request.getMost(), 1, Limits.CLAIM);
          long mostBytes = Math.max(1, Check.notNegative("most_bytes", request.getMostBytes()));
          return encode(
              file,
              request.getAnew()
                  ? tracker.claimAnew(
                      member,
                      file,
                      most,
                      mostBytes,
                      CommonWire.decodeSegments(request.getOpenList()))
                  : tracker.claim(member, file, most, mostBytes));
        });
  }

  private static ClaimResponseProto encode(int file, List<SegmentRef> claimed) {
    ClaimResponseProto.Builder answer = ClaimResponseProto.newBuilder();
    for (SegmentRef segment : claimed) {
      if (segment.file() == file) {
        answer.addSegment(segment.segment());
      } else {
        answer.addFurther(CommonWire.encode(segment));
      }
    }
    return answer.build();
  }

  @Override
  public EmptyProto leave(RpcController controller, LeaveRequestProto request)
      throws ServiceException {
    return Answer.now(
        () -> {
          tracker.leave(PeerCaller.check(request.getMember()));
          return Answer.EMPTY;
        });
  }

  @Override
  public FileMapResponseProto fileMap(RpcController controller, FileMapRequestProto request)
      throws ServiceException {
    return Answer.now(() -> FileMapWire.answer(request, tracker::fileMap));
  }
}
