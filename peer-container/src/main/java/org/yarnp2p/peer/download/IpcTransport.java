package org.yarnp2p.peer.download;

import java.io.IOException;
import java.util.List;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.FetchAnswer;

/** Segments inside the answers of Hadoop IPC. */
public final class IpcTransport implements SegmentTransport {
  private final Member self;
  private final PeerDirectory peers;

  /**
   * @param self who asks
   * @param peers whom to ask
   */
  public IpcTransport(Member self, PeerDirectory peers) {
    this.self = self;
    this.peers = peers;
  }

  @Override
  public FetchAnswer fetch(Rank source, List<SegmentRef> segments) throws IOException {
    return peers.peer(source).fetch(self, segments);
  }
}
