package org.yarnp2p.protocol;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.proto.PeerProtos.FetchRequestProto;
import org.yarnp2p.protocol.proto.PeerProtos.HaveRequestProto;
import org.yarnp2p.protocol.proto.PeerProtos.HelloRequestProto;
import org.yarnp2p.protocol.proto.PeerProtos.HelloResponseProto;
import org.yarnp2p.protocol.proto.PeerProtos.ReleaseRequestProto;
import org.yarnp2p.protocol.proto.PeerProtos.ReserveRequestProto;

/**
 * Another peer. Segments come over a connection of their own, so that announcements do not wait
 * behind them. Thread-safe. Errors are those of {@link Line#call}.
 */
public final class PeerClient implements PeerCalls, Closeable {
  private final Line<PeerPB> calls;
  private final Line<PeerPB> polls;
  private final Line<PeerPB> fetches;

  /**
   * @param calls for all calls but two
   * @param polls for waiting for a slot, with the time for that
   * @param fetches for segments that are not eager, with the time for them
   */
  public PeerClient(Line<PeerPB> calls, Line<PeerPB> polls, Line<PeerPB> fetches) {
    this.calls = calls;
    this.polls = polls;
    this.fetches = fetches;
  }

  @Override
  public Introduction hello(Introduction caller) throws IOException {
    HelloRequestProto request = PeerWire.encode(caller);
    HelloResponseProto answer = calls.call("hello", peer -> peer.hello(null, request));
    return PeerWire.decode(answer);
  }

  @Override
  public void have(Member member, List<SegmentRef> segments) throws IOException {
    HaveRequestProto request =
        HaveRequestProto.newBuilder()
            .setMember(CommonWire.encode(member))
            .addAllSegment(CommonWire.encodeSegments(segments))
            .build();
    calls.call("have", peer -> peer.have(null, request));
  }

  @Override
  public ReserveAnswer reserve(Member member) throws IOException {
    ReserveRequestProto request =
        ReserveRequestProto.newBuilder().setMember(CommonWire.encode(member)).build();
    return PeerWire.slot(polls.call("reserve", peer -> peer.reserve(null, request)));
  }

  @Override
  public void release(Member member) throws IOException {
    ReleaseRequestProto request =
        ReleaseRequestProto.newBuilder().setMember(CommonWire.encode(member)).build();
    calls.call("release", peer -> peer.release(null, request));
  }

  /**
   * {@inheritDoc} The bytes are views of the one message that came in, which stays in memory as
   * long as any of them. Interrupting the calling thread gives the fetch up.
   */
  @Override
  public FetchAnswer fetch(Member member, FetchRequest request) throws IOException {
    FetchRequestProto message = PeerWire.encode(member, request);
    // What is small holds up nobody, and a connection of its own would cost more than it brings.
    Line<PeerPB> line = request.eager() ? calls : fetches;
    return PeerWire.segments(line.call("fetch", peer -> peer.fetch(null, message)));
  }

  @Override
  public String fileMap(String name) throws IOException {
    return calls.call("fileMap", peer -> peer.fileMap(null, FileMapWire.encode(name))).getJson();
  }

  /** Ends the connections; calls under way end with an IOException. */
  @Override
  public void close() {
    calls.close();
    polls.close();
    fetches.close();
  }
}
