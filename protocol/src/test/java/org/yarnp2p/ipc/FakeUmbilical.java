package org.yarnp2p.ipc;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.TrackerLocator;
import org.yarnp2p.protocol.UmbilicalProtocol;

/** An ApplicationMaster's end that writes down what arrives and answers as told. */
class FakeUmbilical implements UmbilicalProtocol, TrackerLocator {
  final List<Object> received = new CopyOnWriteArrayList<>();
  volatile Order order = Order.CONTINUE;
  volatile Set<Rank> gone = Set.of();
  volatile Set<Member> lost = Set.of();
  volatile Set<Member> leaving = Set.of();
  volatile CompletableFuture<Optional<Contact>> tracker = new CompletableFuture<>();

  @Override
  public void register(Member member, Endpoint endpoint) throws IOException {
    received.add(List.of("register", member, endpoint));
  }

  @Override
  public HeartbeatAnswer heartbeat(Member member, RankStatus status) throws IOException {
    received.add(List.of("heartbeat", member, status));
    return new HeartbeatAnswer(order, gone, lost, leaving);
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
  public String jobStatus() throws IOException {
    return "{\"state\":\"RUNNING\"}";
  }

  @Override
  public void kill(String reason) throws IOException {
    received.add(List.of("kill", reason));
  }

  @Override
  public CompletableFuture<Optional<Contact>> awaitTracker(Member member, int newerThan)
      throws IOException {
    received.add(List.of("awaitTracker", member, newerThan));
    return tracker;
  }
}
