package org.yarnp2p.ipc;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.FetchAnswer;
import org.yarnp2p.protocol.FetchRequest;
import org.yarnp2p.protocol.PeerProtocol;
import org.yarnp2p.protocol.ReserveAnswer;
import org.yarnp2p.protocol.SlotQueue;

/** A peer that writes down what arrives and answers as told. */
class FakePeer implements PeerProtocol, SlotQueue {
  final List<Object> received = new CopyOnWriteArrayList<>();
  volatile Introduction introduction = new Introduction(TestJob.RANK_2, List.of());
  volatile CompletableFuture<ReserveAnswer> slot = new CompletableFuture<>();
  volatile FetchAnswer answer = new FetchAnswer.Missing();

  @Override
  public Introduction hello(Introduction caller) throws IOException {
    received.add(caller);
    return introduction;
  }

  @Override
  public void have(Member member, List<SegmentRef> segments) throws IOException {
    received.add(List.of("have", member, segments));
  }

  @Override
  public CompletableFuture<ReserveAnswer> reserve(Member member) throws IOException {
    received.add(List.of("reserve", member));
    return slot;
  }

  @Override
  public void release(Member member) throws IOException {
    received.add(List.of("release", member));
  }

  @Override
  public FetchAnswer fetch(Member member, FetchRequest request) throws IOException {
    received.add(List.of("fetch", member, request));
    return answer;
  }

  @Override
  public String fileMap(String name) throws IOException {
    received.add(Arrays.asList("fileMap", name));
    return "{\"" + name + "\":[]}";
  }
}
