package org.yarnp2p.container;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.UmbilicalProtocol;

/** An ApplicationMaster's end of the umbilical that writes down all calls but heartbeats. */
class FakeMaster implements UmbilicalProtocol {
  final List<Object> received = new CopyOnWriteArrayList<>();

  @Override
  public void register(Member member, Endpoint endpoint) throws IOException {
    received.add(List.of("register", member, endpoint));
  }

  @Override
  public HeartbeatAnswer heartbeat(Member member, RankStatus status) throws IOException {
    return HeartbeatAnswer.of(Order.CONTINUE);
  }

  @Override
  public void done(Member member, RankStatus status) throws IOException {
    received.add(List.of("done", member, status));
  }

  @Override
  public void failed(Member member, String message, Cure cure) throws IOException {
    received.add(List.of("failed", member, message, cure));
  }

  @Override
  public String jobStatus() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void kill(String reason) {
    throw new UnsupportedOperationException();
  }
}
