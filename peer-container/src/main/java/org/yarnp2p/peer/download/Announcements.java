package org.yarnp2p.peer.download;

import java.util.List;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;

/** How neighbours hear what is new here without a call for it. Thread-safe. */
public interface Announcements {
  /**
   * A neighbour has been greeted and takes connections.
   *
   * @param streamPort where; 0 for nowhere
   */
  void meet(Member neighbour, int streamPort);

  /**
   * Tells a neighbour that these segments are here, without waiting.
   *
   * @param lost called by another thread, once at most, when the neighbour may not have heard this
   *     and what was announced before
   * @return false when that is not possible now; the neighbour is then to be called
   */
  boolean announce(Rank to, List<SegmentRef> segments, Runnable lost);
}
