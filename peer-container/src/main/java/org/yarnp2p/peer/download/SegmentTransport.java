package org.yarnp2p.peer.download;

import java.io.IOException;
import java.util.List;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.FetchAnswer;

/**
 * How the bytes of segments come from another peer. Thread-safe; a call may be interrupted and then
 * throws.
 */
public interface SegmentTransport {
  /**
   * Asks a peer for segments and waits for the answer. The bytes are as they came: not verified.
   *
   * @param source a neighbour
   * @param segments from 1; the answer may hold fewer, the first of them
   * @throws IOException when there is no answer in time
   */
  FetchAnswer fetch(Rank source, List<SegmentRef> segments) throws IOException;
}
