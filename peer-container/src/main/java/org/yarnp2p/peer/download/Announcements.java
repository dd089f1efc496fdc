package org.yarnp2p.peer.download;

import java.util.List;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Holding;

/** How neighbours hear what is new here without a call for it. Thread-safe. */
public interface Announcements {
  /**
   * Tells a neighbour all that this peer holds, before what is announced later, without waiting.
   *
   * @param heard called by another thread when the neighbour has taken it in
   * @param lost as with {@link #announce}
   * @return false when that is not possible now; the neighbour is then to be called
   */
  boolean introduce(Rank to, List<Holding> holdings, Runnable heard, Runnable lost);

  /**
   * Tells a neighbour that these segments are here, without waiting.
   *
   * @param lost called by another thread, once at most, when the neighbour may not have heard this
   *     and what was announced before
   * @return false when that is not possible now; the neighbour is then to be called
   */
  boolean announce(Rank to, List<SegmentRef> segments, Runnable lost);

  /**
   * Tells a neighbour that these segments come here, if that is possible now, without waiting. It
   * may not hear it.
   */
  void foretell(Rank to, List<SegmentRef> segments);
}
