package org.yarnp2p.peer.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.RateLimit;
import org.yarnp2p.peer.store.SegmentStore;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.PeerProtocol.Introduction;
import org.yarnp2p.protocol.ReserveAnswer;

/** Serves one file to whoever asks, and writes down what happens. */
class FakeUploads implements StreamSource {
  /** Such as "begin", "ended", "sent 0 80". */
  final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  /** Connections of earlier lives are refused. */
  volatile int life = 1;

  volatile boolean slot = true;
  volatile boolean kept = true;
  volatile RateLimit rate = RateLimit.NONE;
  volatile CountDownLatch deaf = new CountDownLatch(0);
  volatile CompletableFuture<ReserveAnswer> answer = new CompletableFuture<>();

  /** Where somebody gives a slot back that takes its time. */
  final CountDownLatch releasing = new CountDownLatch(1);

  volatile CountDownLatch slow = new CountDownLatch(0);

  /** Where somebody begins to wait for a slot that takes its time. */
  final CountDownLatch reserving = new CountDownLatch(1);

  volatile CountDownLatch slowToReserve = new CountDownLatch(0);

  private final SegmentStore store;

  FakeUploads(SegmentStore store) {
    this.store = store;
  }

  /** The next that happens. */
  String next() throws InterruptedException {
    return heard.poll(20, TimeUnit.SECONDS);
  }

  @Override
  public void admit(Member asker) throws IOException {
    if (asker.incarnation() < life) {
      throw new FencedException(asker, life);
    }
  }

  @Override
  public CompletableFuture<ReserveAnswer> reserve(Rank asker) {
    reserving.countDown();
    await(slowToReserve);
    heard.add("reserve");
    return answer;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void introduced(Introduction asker) throws IOException {
    if (asker.holdings().stream().anyMatch(holding -> holding.file() != 0)) {
      throw new IOException("there is no such file");
    }
    heard.add(
        "hello %d %s"
            .formatted(
                asker.member().rank().value(),
                asker.holdings().stream().map(Holding::segments).toList()));
  }

  @Override
  public void announced(Member asker, List<SegmentRef> segments) throws IOException {
    if (segments.stream().anyMatch(segment -> segment.file() != 0)) {
      throw new IOException("there is no such file");
    }
    try {
      deaf.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
    heard.add(
        "have " + asker.rank().value() + " " + segments.stream().map(SegmentRef::segment).toList());
  }

  @Override
  public void foretold(Member asker, List<SegmentRef> segments) {
    heard.add(
        "coming "
            + asker.rank().value()
            + " "
            + segments.stream().map(SegmentRef::segment).toList());
  }

  @Override
  public void withdraw(Rank asker) {
    heard.add("withdraw");
  }

  @Override
  public boolean begin(Rank asker, List<SegmentRef> candidates) throws IOException {
    for (SegmentRef segment : candidates) {
      if (segment.file() != 0 || segment.segment() >= store.shape().segmentCount()) {
        throw new IOException("there is no " + segment);
      }
    }
    heard.add("begin");
    return slot;
  }

  @Override
  public Choice choose(Rank asker, List<SegmentRef> candidates, int mostBytes) {
    List<Piece> pieces = new ArrayList<>();
    long bytes = 0;
    for (SegmentRef segment : candidates) {
      int length = store.shape().segmentLength(segment.segment());
      bytes += length;
      if (store.digest(segment.segment()).isPresent() && (pieces.isEmpty() || bytes <= mostBytes)) {
        pieces.add(
            new Piece(segment, length, store.digest(segment.segment()).orElseThrow(), store));
      }
    }
    return new Choice(pieces, kept);
  }

  @Override
  public RateLimit rate() {
    return rate;
  }

  @Override
  public void sent(SegmentRef segment, long bytes) {
    heard.add("sent " + segment.segment() + " " + bytes);
  }

  @Override
  public void unreadable(SegmentRef segment) {
    heard.add("unreadable " + segment.segment());
  }

  @Override
  public void unsent(SegmentRef segment) {
    heard.add("unsent " + segment.segment());
  }

  @Override
  public void ended(Rank asker) {
    heard.add("ended");
  }

  @Override
  public void release(Rank asker) {
    releasing.countDown();
    await(slow);
    heard.add("release");
  }
}
