package org.yarnp2p.ipc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmView;
import org.yarnp2p.protocol.SwarmWatch;
import org.yarnp2p.protocol.TrackerProtocol;

/** A tracker that writes down what arrives and answers as told. */
class FakeTracker implements TrackerProtocol, SwarmWatch {
  final List<Object> received = new CopyOnWriteArrayList<>();
  volatile CompletableFuture<SwarmView> view = new CompletableFuture<>();
  volatile List<DescribedFile> files = new ArrayList<>();
  volatile List<SegmentRef> refused = new ArrayList<>();
  volatile List<SegmentRef> claimed = List.of();

  @Override
  public void join(JoinRequest request) throws IOException {
    received.add(request);
  }

  @Override
  public CompletableFuture<SwarmView> watch(Member member, long knownVersion) throws IOException {
    received.add(List.of("watch", member, knownVersion));
    return view;
  }

  @Override
  public void ready(Member member) throws IOException {
    received.add(List.of("ready", member));
  }

  @Override
  public List<DescribedFile> describe(Member member) throws IOException {
    received.add(List.of("describe", member));
    return files;
  }

  @Override
  public List<SegmentRef> report(Member member, Report report) throws IOException {
    received.add(List.of("report", member, report));
    return refused;
  }

  @Override
  public List<SegmentRef> claimAnew(
      Member member, int file, int most, long mostBytes, List<SegmentRef> open) throws IOException {
    received.add(List.of("claimAnew", member, file, most, mostBytes, open));
    return claimed;
  }

  @Override
  public List<SegmentRef> claim(Member member, int file, int most, long mostBytes)
      throws IOException {
    received.add(List.of("claim", member, file, most, mostBytes));
    return claimed;
  }

  @Override
  public void leave(Member member) throws IOException {
    received.add(List.of("leave", member));
  }

  @Override
  public String fileMap(String name) throws IOException {
    received.add(Arrays.asList("fileMap", name));
    return "{\"" + name + "\":[]}";
  }
}
