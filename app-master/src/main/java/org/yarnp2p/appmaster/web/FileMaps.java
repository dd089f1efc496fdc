package org.yarnp2p.appmaster.web;

import java.io.Closeable;
import java.io.IOException;
import org.yarnp2p.model.Rank;

/** Asks the job's processes for their file maps. Thread-safe. */
interface FileMaps extends Closeable {
  /**
   * What the tracker knows; the form is that of {@link
   * org.yarnp2p.protocol.TrackerProtocol#fileMap}.
   *
   * @param name of one file, or null for all
   * @throws IOException when it does not run or does not answer
   */
  String ofTracker(String name) throws IOException;

  /**
   * What a peer has; the form is that of {@link org.yarnp2p.protocol.PeerProtocol#fileMap}.
   *
   * @param name of one file, or null for all
   * @throws IOException when it does not run or does not answer
   */
  String ofPeer(Rank peer, String name) throws IOException;

  /** Questions under way end with an IOException. */
  @Override
  void close();
}
