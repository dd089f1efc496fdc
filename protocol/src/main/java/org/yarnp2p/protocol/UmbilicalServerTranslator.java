package org.yarnp2p.protocol;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.thirdparty.protobuf.RpcController;
import org.apache.hadoop.thirdparty.protobuf.ServiceException;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.proto.CommonProtos.EmptyProto;
import org.yarnp2p.protocol.proto.CommonProtos.MemberProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.AwaitTrackerRequestProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.AwaitTrackerResponseProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.DoneRequestProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.FailedRequestProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.HeartbeatRequestProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.HeartbeatResponseProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.JobStatusResponseProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.KillRequestProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.RegisterRequestProto;
import org.yarnp2p.security.Caller;

/**
 * The ApplicationMaster's end of the umbilical: checks callers and messages, then passes them on.
 */
public final class UmbilicalServerTranslator implements UmbilicalPB {
  private final UmbilicalProtocol umbilical;
  private final TrackerLocator locator;

  /** Passes calls on to these two, which are called by several threads. */
  public UmbilicalServerTranslator(UmbilicalProtocol umbilical, TrackerLocator locator) {
    this.umbilical = umbilical;
    this.locator = locator;
  }

  @Override
  public EmptyProto register(RpcController controller, RegisterRequestProto request)
      throws ServiceException {
    return Answer.now(
        () -> {
          Member member = caller(request.getMember());
          Endpoint endpoint = CommonWire.decode(request.getEndpoint());
          umbilical.register(member, endpoint);
          return Answer.EMPTY;
        });
  }

  @Override
  public AwaitTrackerResponseProto awaitTracker(
      RpcController controller, AwaitTrackerRequestProto request) throws ServiceException {
    return Answer.later(
        AwaitTrackerResponseProto.getDefaultInstance(),
        () ->
            locator.awaitTracker(
                caller(request.getMember()),
                Check.notNegative("newer_than", request.getNewerThan())),
        UmbilicalServerTranslator::encode);
  }

  @Override
  public HeartbeatResponseProto heartbeat(RpcController controller, HeartbeatRequestProto request)
      throws ServiceException {
    return Answer.now(
        () -> {
          Member member = caller(request.getMember());
          HeartbeatAnswer answer =
              umbilical.heartbeat(member, StatusWire.decode(request.getStatus()));
          return HeartbeatResponseProto.newBuilder()
              .setOrder(encode(answer.order()))
              .addAllGone(answer.gone().stream().map(Rank::value).sorted().toList())
              .addAllLost(answer.lost().stream().map(CommonWire::encode).toList())
              .addAllLeaving(answer.leaving().stream().map(CommonWire::encode).toList())
              .build();
        });
  }

  @Override
  public EmptyProto done(RpcController controller, DoneRequestProto request)
      throws ServiceException {
    return Answer.now(
        () -> {
          Member member = caller(request.getMember());
          umbilical.done(member, StatusWire.decode(request.getStatus()));
          return Answer.EMPTY;
        });
  }

  @Override
  public EmptyProto failed(RpcController controller, FailedRequestProto request)
      throws ServiceException {
    return Answer.now(
        () -> {
          Member member = caller(request.getMember());
          umbilical.failed(
              member,
              Check.text("message", request.getMessage(), Limits.TEXT),
              decode(request.getCure()));
          return Answer.EMPTY;
        });
  }

  @Override
  public JobStatusResponseProto jobStatus(RpcController controller, EmptyProto request)
      throws ServiceException {
    return Answer.now(
        () -> {
          Caller.mustBe(Rank.CLIENT);
          return JobStatusResponseProto.newBuilder().setReportJson(umbilical.jobStatus()).build();
        });
  }

  @Override
  public EmptyProto kill(RpcController controller, KillRequestProto request)
      throws ServiceException {
    return Answer.now(
        () -> {
          Caller.mustBe(Rank.CLIENT);
          umbilical.kill(Check.text("reason", request.getReason(), Limits.TEXT));
          return Answer.EMPTY;
        });
  }

  private static Member caller(MemberProto message) throws IOException {
    Member member = CommonWire.decode(message);
    Caller.mustBe(member.rank());
    return member;
  }

  private static AwaitTrackerResponseProto encode(Optional<Contact> tracker) {
    AwaitTrackerResponseProto.Builder message = AwaitTrackerResponseProto.newBuilder();
    tracker.map(CommonWire::encode).ifPresent(message::setTracker);
    return message.build();
  }

  private static Cure decode(FailedRequestProto.Cure cure) {
    return switch (cure) {
      case RESTART -> Cure.RESTART;
      case ELSEWHERE -> Cure.ELSEWHERE;
      case NONE -> Cure.NONE;
    };
  }

  private static HeartbeatResponseProto.Order encode(Order order) {
    return switch (order) {
      case CONTINUE -> HeartbeatResponseProto.Order.CONTINUE;
      case STOP -> HeartbeatResponseProto.Order.STOP;
      case REGISTER -> HeartbeatResponseProto.Order.REGISTER;
    };
  }
}
