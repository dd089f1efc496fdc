package org.yarnp2p.protocol;

import java.io.IOException;
import org.yarnp2p.model.Member;

/** Another peer, as its client sees it. */
public interface PeerCalls extends PeerProtocol {
  /** Asks for an upload slot and waits until there is one, or it is clear that there is none. */
  ReserveAnswer reserve(Member member) throws IOException;
}
