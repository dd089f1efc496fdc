package org.yarnp2p.peer.store;

import org.yarnp2p.model.Digest;

/** Learns which segments a store holds, when their bytes are in place. By any thread. */
public interface SegmentLog {
  /** A segment is held now. */
  void held(int segment, Digest digest);

  /** A segment is held no more. */
  void dropped(int segment);

  /** Nobody wants to know. */
  SegmentLog NONE =
      new SegmentLog() {
        @Override
        public void held(int segment, Digest digest) {}

        @Override
        public void dropped(int segment) {}
      };
}
