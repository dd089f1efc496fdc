package org.yarnp2p.peer.download;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.TrackerProtocol;

/** A tracker that keeps the reports it gets. */
final class ReportingTracker implements TrackerProtocol {
  final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
  volatile List<SegmentRef> refused = List.of();

  /** Of all attempts. */
  final List<Long> numbers = new CopyOnWriteArrayList<>();

  final AtomicInteger failures = new AtomicInteger();

  @Override
  public List<SegmentRef> report(Member member, Report report) throws IOException {
    if (failures.getAndDecrement() > 0) {
      numbers.add(report.number());
      throw new IOException("not there");
    }
    numbers.add(report.number());
    reports.add(report.numbered(0));
    gate.join();
    return refused;
  }

  @Override
  public void join(JoinRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void ready(Member member) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<DescribedFile> describe(Member member) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<SegmentRef> claim(Member member, int file, int most, long mostBytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<SegmentRef> claimAnew(
      Member member, int file, int most, long mostBytes, List<SegmentRef> open) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void leave(Member member) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String fileMap(String name) {
    throw new UnsupportedOperationException();
  }
}
