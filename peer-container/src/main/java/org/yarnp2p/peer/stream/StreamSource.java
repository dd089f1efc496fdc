package org.yarnp2p.peer.stream;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.RateLimit;
import org.yarnp2p.peer.store.SegmentStore;
import org.yarnp2p.protocol.PeerProtocol.Introduction;
import org.yarnp2p.protocol.ReserveAnswer;

/** What the source's end of a connection serves, and by which rules. Thread-safe. */
public interface StreamSource {
  /**
   * A segment to send.
   *
   * @param length bytes of it
   * @param digest as this peer knows it
   * @param store has it
   */
  record Piece(SegmentRef segment, int length, Digest digest, SegmentStore store) {}

  /**
   * What is sent for a request.
   *
   * @param pieces in order; empty when none of the candidates is held
   * @param kept whether the slot stays for a further request
   */
  record Choice(List<Piece> pieces, boolean kept) {}

  /**
   * A peer has connected and proven who it is.
   *
   * @throws IOException when its rank has a later life
   */
  void admit(Member asker) throws IOException;

  /**
   * A peer says all that it holds.
   *
   * @param asker the peer that has connected
   * @throws IOException when that does not exist, or there is no room for the news: the connection
   *     ends then
   */
  void introduced(Introduction asker) throws IOException;

  /**
   * A peer has verified and stored these segments.
   *
   * @throws IOException when they do not exist, or there is no room for the news: the connection
   *     ends then
   */
  void announced(Member asker, List<SegmentRef> segments) throws IOException;

  /**
   * These segments come to a peer.
   *
   * @throws IOException when they do not exist, or there is no room for the news: the connection
   *     ends then
   */
  void foretold(Member asker, List<SegmentRef> segments) throws IOException;

  /**
   * A peer wants a slot.
   *
   * @return completes when it has one, or when no slot became free in time; {@link #withdraw} ends
   *     the wait
   */
  CompletableFuture<ReserveAnswer> reserve(Rank asker);

  /** A peer does not wait for a slot any more. */
  void withdraw(Rank asker);

  /**
   * A peer asks for segments.
   *
   * @return whether it has a slot; then {@link #ended} follows, once
   * @throws IOException when it names what does not exist
   */
  boolean begin(Rank asker, List<SegmentRef> candidates) throws IOException;

  /**
   * Chooses what is sent, when that begins.
   *
   * @param candidates those with which the request {@link #begin began}
   */
  Choice choose(Rank asker, List<SegmentRef> candidates, int mostBytes) throws IOException;

  /** What is sent keeps to this, on all connections together. */
  RateLimit rate();

  /** Bytes of a segment have gone out. */
  void sent(SegmentRef segment, long bytes);

  /** A chosen segment cannot be read. */
  void unreadable(SegmentRef segment);

  /** A chosen segment has not gone out. */
  void unsent(SegmentRef segment);

  /** What a peer has asked for with its oldest request has arrived, or will not come. */
  void ended(Rank asker);

  /** A peer gives its slot back. */
  void release(Rank asker);
}
