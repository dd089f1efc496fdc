package org.yarnp2p.protocol;

import org.apache.hadoop.thirdparty.protobuf.RpcController;
import org.apache.hadoop.thirdparty.protobuf.ServiceException;
import org.yarnp2p.model.Member;
import org.yarnp2p.protocol.proto.CommonProtos.EmptyProto;
import org.yarnp2p.protocol.proto.CommonProtos.FileMapRequestProto;
import org.yarnp2p.protocol.proto.CommonProtos.FileMapResponseProto;
import org.yarnp2p.protocol.proto.PeerProtos.FetchRequestProto;
import org.yarnp2p.protocol.proto.PeerProtos.FetchResponseProto;
import org.yarnp2p.protocol.proto.PeerProtos.HaveRequestProto;
import org.yarnp2p.protocol.proto.PeerProtos.HelloRequestProto;
import org.yarnp2p.protocol.proto.PeerProtos.HelloResponseProto;
import org.yarnp2p.protocol.proto.PeerProtos.ReleaseRequestProto;
import org.yarnp2p.protocol.proto.PeerProtos.ReserveRequestProto;
import org.yarnp2p.protocol.proto.PeerProtos.ReserveResponseProto;

/**
 * A peer's end of the calls of other peers: checks callers and messages, then passes them on. The
 * bytes of a segment that is served are read after {@link PeerProtocol#fetch} has returned, so
 * their buffer must not be used for anything else afterwards.
 */
public final class PeerServerTranslator implements PeerPB {
  private final PeerProtocol peer;
  private final SlotQueue slots;

  /** Passes calls on to these two, which are called by several threads. */
  public PeerServerTranslator(PeerProtocol peer, SlotQueue slots) {
    this.peer = peer;
    this.slots = slots;
  }

  @Override
  public HelloResponseProto hello(RpcController controller, HelloRequestProto request)
      throws ServiceException {
    return Answer.now(
        () -> {
          PeerCaller.check(request.getMember());
          return PeerWire.answer(peer.hello(PeerWire.decode(request)));
        });
  }

  @Override
  public EmptyProto have(RpcController controller, HaveRequestProto request)
      throws ServiceException {
    return Answer.now(
        () -> {
          Member member = PeerCaller.check(request.getMember());
          peer.have(member, CommonWire.decodeSegments(request.getSegmentList()));
          return Answer.EMPTY;
        });
  }

  @Override
  public ReserveResponseProto reserve(RpcController controller, ReserveRequestProto request)
      throws ServiceException {
    return Answer.later(
        ReserveResponseProto.getDefaultInstance(),
        () -> slots.reserve(PeerCaller.check(request.getMember())),
        PeerWire::encode);
  }

  @Override
  public EmptyProto release(RpcController controller, ReleaseRequestProto request)
      throws ServiceException {
    return Answer.now(
        () -> {
          peer.release(PeerCaller.check(request.getMember()));
          return Answer.EMPTY;
        });
  }

  @Override
  public FetchResponseProto fetch(RpcController controller, FetchRequestProto request)
      throws ServiceException {
    return Answer.now(
        () -> {
          Member member = PeerCaller.check(request.getMember());
          return PeerWire.encode(peer.fetch(member, PeerWire.decode(request)));
        });
  }

  @Override
  public FileMapResponseProto fileMap(RpcController controller, FileMapRequestProto request)
      throws ServiceException {
    return Answer.now(() -> FileMapWire.answer(request, peer::fileMap));
  }
}
