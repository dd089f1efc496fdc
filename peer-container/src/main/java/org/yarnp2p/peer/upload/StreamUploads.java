package org.yarnp2p.peer.upload;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.RateLimit;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.store.SegmentStore;
import org.yarnp2p.peer.stream.StreamSource;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.PeerProtocol.Introduction;
import org.yarnp2p.protocol.ReserveAnswer;

/** What is sent on stream connections. Thread-safe. */
final class StreamUploads implements StreamSource {
  private final SlotDesk desk;
  private final Supplier<Shelf> shelf;
  private final RateLimit rate;
  private final Progress progress;
  private final Visitors visitors;

  /** Knows whose connections are taken, and hears what they hold. */
  interface Visitors {
    /**
     * A peer has connected.
     *
     * @throws FencedException when it is an earlier life of its rank
     */
    void note(Member asker) throws FencedException;

    /**
     * All that a peer holds.
     *
     * @throws IOException when that does not exist, or this peer is overloaded
     */
    void introduced(Introduction asker) throws IOException;

    /**
     * These are new there.
     *
     * @throws IOException when they do not exist, or this peer is overloaded
     */
    void have(Member asker, List<SegmentRef> segments) throws IOException;

    /**
     * These come there.
     *
     * @throws IOException when they do not exist, or this peer is overloaded
     */
    void coming(Member asker, List<SegmentRef> segments) throws IOException;
  }

  /**
   * @param shelf what there is to send; null as long as no slot is given
   * @param rate of all that is sent
   */
  StreamUploads(
      SlotDesk desk, Supplier<Shelf> shelf, RateLimit rate, Progress progress, Visitors visitors) {
    this.desk = desk;
    this.shelf = shelf;
    this.rate = rate;
    this.progress = progress;
    this.visitors = visitors;
  }

  @Override
  public void admit(Member asker) throws IOException {
    visitors.note(asker);
  }

  @Override
  public void announced(Member asker, List<SegmentRef> segments) throws IOException {
    visitors.have(asker, segments);
  }

  @Override
  public void foretold(Member asker, List<SegmentRef> segments) throws IOException {
    visitors.coming(asker, segments);
  }

  @Override
  public void introduced(Introduction asker) throws IOException {
    visitors.introduced(asker);
  }

  @Override
  public RateLimit rate() {
    return rate;
  }

  @Override
  public CompletableFuture<ReserveAnswer> reserve(Rank asker) {
    return desk.reserve(asker);
  }

  @Override
  public void withdraw(Rank asker) {
    desk.withdraw(asker);
  }

  @Override
  public boolean begin(Rank asker, List<SegmentRef> candidates) throws IOException {
    Shelf now = shelf.get();
    if (now == null) {
      return false;
    }
    now.mustExist(asker, candidates);
    return desk.begin(asker);
  }

  @Override
  public Choice choose(Rank asker, List<SegmentRef> candidates, int mostBytes) throws IOException {
    Shelf now = shelf.get();
    List<Piece> pieces = new ArrayList<>();
    for (SegmentRef segment : desk.choose(now.held(asker, candidates), now::length, mostBytes)) {
      SegmentStore store = now.file(segment).store();
      store
          .digest(segment.segment())
          .ifPresentOrElse(
              digest -> pieces.add(new Piece(segment, now.length(segment), digest, store)),
              () -> desk.unsent(segment)); // dropped just now
    }
    return new Choice(pieces, desk.keeps(asker));
  }

  @Override
  public void sent(SegmentRef segment, long bytes) {
    progress.sent(segment.file(), bytes);
  }

  @Override
  public void unreadable(SegmentRef segment) {
    shelf.get().unreadable().accept(segment);
  }

  @Override
  public void unsent(SegmentRef segment) {
    desk.unsent(segment);
  }

  @Override
  public void ended(Rank asker) {
    desk.ended(asker);
  }

  @Override
  public void release(Rank asker) {
    desk.release(asker);
  }
}
