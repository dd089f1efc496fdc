package org.yarnp2p.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.thirdparty.protobuf.UnsafeByteOperations;
import org.yarnp2p.model.Member;
import org.yarnp2p.protocol.FetchAnswer.Busy;
import org.yarnp2p.protocol.FetchAnswer.Missing;
import org.yarnp2p.protocol.FetchAnswer.Served;
import org.yarnp2p.protocol.PeerProtocol.Introduction;
import org.yarnp2p.protocol.proto.PeerProtos.FetchRequestProto;
import org.yarnp2p.protocol.proto.PeerProtos.FetchResponseProto;
import org.yarnp2p.protocol.proto.PeerProtos.HelloRequestProto;
import org.yarnp2p.protocol.proto.PeerProtos.HelloResponseProto;
import org.yarnp2p.protocol.proto.PeerProtos.ReserveResponseProto;
import org.yarnp2p.protocol.proto.PeerProtos.SegmentDataProto;

/**
 * Requests for slots and segments and their answers, to the wire and back. A segment's bytes are
 * wrapped, not copied: they are read when the answer is serialised and belong to the receiver's
 * message afterwards.
 */
final class PeerWire {
  private PeerWire() {}

  static HelloRequestProto encode(Introduction caller) {
    return HelloRequestProto.newBuilder()
        .setMember(CommonWire.encode(caller.member()))
        .addAllHolding(CommonWire.encodeHoldings(caller.holdings()))
        .build();
  }

  static HelloResponseProto answer(Introduction called) {
    return HelloResponseProto.newBuilder()
        .setMember(CommonWire.encode(called.member()))
        .addAllHolding(CommonWire.encodeHoldings(called.holdings()))
        .build();
  }

  static Introduction decode(HelloRequestProto request) throws IOException {
    return new Introduction(
        CommonWire.decode(request.getMember()),
        CommonWire.decodeHoldings(request.getHoldingList()));
  }

  static Introduction decode(HelloResponseProto answer) throws IOException {
    return new Introduction(
        CommonWire.decode(answer.getMember()), CommonWire.decodeHoldings(answer.getHoldingList()));
  }

  static FetchRequestProto encode(Member member, FetchRequest request) {
    return FetchRequestProto.newBuilder()
        .setMember(CommonWire.encode(member))
        .addAllSegment(CommonWire.encodeSegments(request.candidates()))
        .setMostBytes(request.mostBytes())
        .setEager(request.eager())
        .build();
  }

  static FetchRequest decode(FetchRequestProto request) throws IOException {
    Check.within("segment (entries)", request.getSegmentCount(), 1, Limits.FETCH);
    return new FetchRequest(
        CommonWire.decodeSegments(request.getSegmentList()),
        Check.notNegative("most_bytes", request.getMostBytes()),
        request.getEager());
  }

  static ReserveResponseProto encode(ReserveAnswer answer) {
    ReserveResponseProto.Builder message = ReserveResponseProto.newBuilder();
    if (answer instanceof ReserveAnswer.Clear) {
      message.setOutcome(ReserveResponseProto.Outcome.CLEAR);
    } else if (answer instanceof ReserveAnswer.Busy busy) {
      message
          .setOutcome(ReserveResponseProto.Outcome.BUSY)
          .setRetryAfterMs(busy.retryAfterMillis());
    }
    return message.build();
  }

  static ReserveAnswer slot(ReserveResponseProto answer) throws IOException {
    return switch (answer.getOutcome()) {
      case CLEAR -> new ReserveAnswer.Clear();
      case BUSY ->
          new ReserveAnswer.Busy(Check.notNegative("retry_after_ms", answer.getRetryAfterMs()));
    };
  }

  static FetchResponseProto encode(FetchAnswer answer) {
    FetchResponseProto.Builder message = FetchResponseProto.newBuilder();
    if (answer instanceof Served served) {
      message.setOutcome(FetchResponseProto.Outcome.SERVED).setKept(served.kept());
      for (SegmentData data : served.segments()) {
        message.addData(
            SegmentDataProto.newBuilder()
                .setSegment(CommonWire.encode(data.segment()))
                .setDigest(CommonWire.encode(data.digest()))
                .setData(UnsafeByteOperations.unsafeWrap(data.data().slice())));
      }
    } else if (answer instanceof Busy busy) {
      message.setOutcome(FetchResponseProto.Outcome.BUSY).setRetryAfterMs(busy.retryAfterMillis());
    } else {
      message.setOutcome(FetchResponseProto.Outcome.MISSING);
    }
    return message.build();
  }

  static FetchAnswer segments(FetchResponseProto answer) throws IOException {
    return switch (answer.getOutcome()) {
      case SERVED -> served(answer);
      case BUSY -> new Busy(Check.notNegative("retry_after_ms", answer.getRetryAfterMs()));
      case MISSING -> new Missing();
    };
  }

  private static Served served(FetchResponseProto answer) throws IOException {
    if (answer.getDataCount() == 0) {
      throw Check.malformed("data", "no segment", "at least one in an answer SERVED");
    }
    List<SegmentData> segments = new ArrayList<>(answer.getDataCount());
    for (SegmentDataProto data : answer.getDataList()) {
      segments.add(
          new SegmentData(
              CommonWire.decode(data.getSegment()),
              CommonWire.digest("data.digest", data.getDigest()),
              data.getData().asReadOnlyByteBuffer()));
    }
    return new Served(segments, answer.getKept());
  }
}
