package org.yarnp2p.protocol;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.proto.CommonProtos.MemberProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.AwaitTrackerRequestProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.AwaitTrackerResponseProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.DoneRequestProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.FailedRequestProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.HeartbeatRequestProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.HeartbeatResponseProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.KillRequestProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.RegisterRequestProto;

/**
 * The umbilical at the end of a container or of the client. Thread-safe. Errors are those of {@link
 * Line#call}.
 */
public final class UmbilicalClient implements UmbilicalProtocol, Closeable {
  private final Line<UmbilicalPB> calls;
  private final Line<UmbilicalPB> polls;

  /**
   * @param calls for all calls but one
   * @param polls for the long poll, with the time for it
   */
  public UmbilicalClient(Line<UmbilicalPB> calls, Line<UmbilicalPB> polls) {
    this.calls = calls;
    this.polls = polls;
  }

  @Override
  public void register(Member member, Endpoint endpoint) throws IOException {
    RegisterRequestProto request =
        RegisterRequestProto.newBuilder()
            .setMember(CommonWire.encode(member))
            .setEndpoint(CommonWire.encode(endpoint))
            .build();
    calls.call("register", umbilical -> umbilical.register(null, request));
  }

  /**
   * Where the tracker listens, with a token to call it. Waits at the ApplicationMaster until a
   * newer tracker than the caller knows is there, at most for the time of a long poll.
   *
   * @param newerThan incarnation of the tracker that the caller knows; 0 for none
   * @return empty when the time is over: ask again
   */
  public Optional<Contact> awaitTracker(Member member, int newerThan) throws IOException {
    AwaitTrackerRequestProto request =
        AwaitTrackerRequestProto.newBuilder()
            .setMember(CommonWire.encode(member))
            .setNewerThan(newerThan)
            .build();
    AwaitTrackerResponseProto answer =
        polls.call("awaitTracker", umbilical -> umbilical.awaitTracker(null, request));
    return answer.hasTracker()
        ? Optional.of(CommonWire.decode(answer.getTracker()))
        : Optional.empty();
  }

  @Override
  public HeartbeatAnswer heartbeat(Member member, RankStatus status) throws IOException {
    HeartbeatRequestProto request =
        HeartbeatRequestProto.newBuilder()
            .setMember(CommonWire.encode(member))
            .setStatus(StatusWire.encode(status))
            .build();
    HeartbeatResponseProto answer =
        calls.call("heartbeat", umbilical -> umbilical.heartbeat(null, request));
    Order order =
        switch (answer.getOrder()) {
          case CONTINUE -> Order.CONTINUE;
          case STOP -> Order.STOP;
          case REGISTER -> Order.REGISTER;
        };
    Set<Rank> gone = new HashSet<>();
    for (int rank : answer.getGoneList()) {
      gone.add(Rank.peer(Check.within("gone", rank, 1, Limits.RANK)));
    }
    Set<Member> lost = members(answer.getLostList());
    return new HeartbeatAnswer(order, gone, lost, members(answer.getLeavingList()));
  }

  private static Set<Member> members(List<MemberProto> lives) throws IOException {
    Set<Member> members = new HashSet<>();
    for (MemberProto life : lives) {
      members.add(CommonWire.decode(life));
    }
    return members;
  }

  @Override
  public void done(Member member, RankStatus status) throws IOException {
    DoneRequestProto request =
        DoneRequestProto.newBuilder()
            .setMember(CommonWire.encode(member))
            .setStatus(StatusWire.encode(status))
            .build();
    calls.call("done", umbilical -> umbilical.done(null, request));
  }

  /** A very long message is cut. */
  @Override
  public void failed(Member member, String message, Cure cure) throws IOException {
    FailedRequestProto request =
        FailedRequestProto.newBuilder()
            .setMember(CommonWire.encode(member))
            .setMessage(Limits.shorten(message))
            .setCure(
                switch (cure) {
                  case RESTART -> FailedRequestProto.Cure.RESTART;
                  case ELSEWHERE -> FailedRequestProto.Cure.ELSEWHERE;
                  case NONE -> FailedRequestProto.Cure.NONE;
                })
            .build();
    calls.call("failed", umbilical -> umbilical.failed(null, request));
  }

  @Override
  public String jobStatus() throws IOException {
    return calls
        .call("jobStatus", umbilical -> umbilical.jobStatus(null, Answer.EMPTY))
        .getReportJson();
  }

  /** A very long reason is cut. */
  @Override
  public void kill(String reason) throws IOException {
    KillRequestProto request =
        KillRequestProto.newBuilder().setReason(Limits.shorten(reason)).build();
    calls.call("kill", umbilical -> umbilical.kill(null, request));
  }

  /** Ends the connections; calls under way end with an IOException. */
  @Override
  public void close() {
    calls.close();
    polls.close();
  }
}
