package org.yarnp2p.peer.download;

import java.io.IOException;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Contact;

/** Knows where the neighbours of this peer are. */
@FunctionalInterface
public interface ContactDirectory {
  /**
   * Where a neighbour is, and the token to call it with.
   *
   * @throws IOException when the rank is not a neighbour
   */
  Contact contact(Rank rank) throws IOException;
}
