package org.yarnp2p.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.thirdparty.protobuf.UnsafeByteOperations;
import org.yarnp2p.protocol.FetchAnswer.Busy;
import org.yarnp2p.protocol.FetchAnswer.Missing;
import org.yarnp2p.protocol.FetchAnswer.Served;
import org.yarnp2p.protocol.proto.PeerProtos.FetchResponseProto;
import org.yarnp2p.protocol.proto.PeerProtos.SegmentDataProto;

/**
 * The answer to a fetch, to the wire and back. A segment's bytes are wrapped, not copied: they are
 * read when the answer is serialised and belong to the receiver's message afterwards.
 */
final class PeerWire {
  private PeerWire() {}

  static FetchResponseProto encode(FetchAnswer answer) {
    FetchResponseProto.Builder message = FetchResponseProto.newBuilder();
    if (answer instanceof Served served) {
      message.setOutcome(FetchResponseProto.Outcome.SERVED);
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

  static FetchAnswer decode(FetchResponseProto answer) throws IOException {
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
    return new Served(segments);
  }
}
