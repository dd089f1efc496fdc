package org.yarnp2p.peer.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.yarnp2p.model.Digest;

/**
 * Takes a segment in as its bytes arrive. For one thread; several writers may be at work on one
 * segment, and none can spoil what another has brought and verified.
 */
public interface SegmentWriter extends Closeable {
  /**
   * Takes the next bytes.
   *
   * @param part its position moves to its limit
   * @throws IOException when the disk fails or is full
   * @throws IllegalArgumentException when there are more bytes than the segment has
   */
  void write(ByteBuffer part) throws IOException;

  /**
   * All bytes have been written and their digest is right: the segment is held. Not when it was
   * discarded while it was written.
   *
   * @param digest of the bytes, checked by the caller
   * @return whether it is held by this and was not before
   * @throws IOException when the disk fails or is full
   */
  boolean commit(Digest digest) throws IOException;

  /** No further bytes; what was written and not committed counts for nothing. */
  @Override
  void close();
}
