package org.yarnp2p.peer.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Outcome;

/**
 * Takes what a source sends for one request: what it has chosen, then each chosen segment, then the
 * end. By one thread at a time. After an exception the rest is not to be read.
 */
public interface Receiver {
  /**
   * The source has chosen.
   *
   * @throws IOException when it has chosen what was not among the candidates
   */
  void bound(List<SegmentRef> segments, boolean slotKept) throws IOException;

  /**
   * A chosen segment begins to arrive.
   *
   * @param length bytes that the source says it has
   * @param claimed digest that the source says it has
   * @throws IOException when the segment is not due or has another length
   */
  Arrival begin(SegmentRef segment, int length, Digest claimed) throws IOException;

  /** Most of the bytes have come, and the source has been told to give its slot to another. */
  void arriving();

  /** The request is over. Calls after the first do nothing. */
  void ended(Outcome outcome);

  /** The bytes of one segment. */
  interface Arrival {
    /**
     * The next bytes.
     *
     * @param bytes read until the call returns, not longer
     * @throws IOException when they cannot be stored
     */
    void part(ByteBuffer bytes) throws IOException;

    /**
     * All bytes have come: they are compared with their digest.
     *
     * @throws IOException when they cannot be stored
     */
    void end() throws IOException;

    /** The rest will not come. */
    void cutOff();
  }
}
