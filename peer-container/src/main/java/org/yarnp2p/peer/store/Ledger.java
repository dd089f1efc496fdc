package org.yarnp2p.peer.store;

import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.yarnp2p.model.Digest;

/** Which segments a store holds: those whose digest is entered. Thread-safe without locks. */
final class Ledger {
  private final AtomicReferenceArray<Digest> digests;
  private final SegmentLog log;

  /**
   * @param log told what is entered and struck
   */
  Ledger(int segments, SegmentLog log) {
    digests = new AtomicReferenceArray<>(segments);
    this.log = log;
  }

  /** Whether the segment was not held before. */
  boolean enter(int segment, Digest digest) {
    boolean fresh = digests.getAndSet(segment, digest) == null;
    log.held(segment, digest);
    return fresh;
  }

  /** Whether the segment was held before. */
  boolean strike(int segment) {
    boolean held = digests.getAndSet(segment, null) != null;
    if (held) {
      log.dropped(segment);
    }
    return held;
  }

  Optional<Digest> digest(int segment) {
    return Optional.ofNullable(digests.get(segment));
  }

  BitSet held() {
    BitSet held = new BitSet(digests.length());
    for (int i = 0; i < digests.length(); i++) {
      if (digests.get(i) != null) {
        held.set(i);
      }
    }
    return held;
  }

  void mustHold(int segment, Object file) throws IOException {
    if (digests.get(segment) == null) {
      throw new IOException(file + ": segment " + segment + " is not held");
    }
  }

  /**
   * Makes sure that nothing has been struck since all was held.
   *
   * @throws DamagedSegmentsException names what has been
   */
  void mustHoldAll(Object file) throws DamagedSegmentsException {
    BitSet lacking = held();
    lacking.flip(0, digests.length());
    if (!lacking.isEmpty()) {
      throw new DamagedSegmentsException(lacking, file);
    }
  }
}
