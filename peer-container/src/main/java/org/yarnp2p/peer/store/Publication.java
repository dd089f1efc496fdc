package org.yarnp2p.peer.store;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import org.yarnp2p.model.Digest;

/** Learns what is hashed, while the rest still is. By several threads; may make them wait. */
public interface Publication {
  /**
   * Digests are computed. The segments are not given to anybody before this returns.
   *
   * @param file id in the job's plan
   * @param digests by segment
   */
  void tell(int file, SortedMap<Integer, Digest> digests) throws IOException, InterruptedException;

  /** The store now holds these segments, as told before. */
  void held(int file, Map<Integer, Digest> digests);

  /** Nobody wants to know. */
  Publication NONE =
      new Publication() {
        @Override
        public void tell(int file, SortedMap<Integer, Digest> digests) {}

        @Override
        public void held(int file, Map<Integer, Digest> digests) {}
      };
}
