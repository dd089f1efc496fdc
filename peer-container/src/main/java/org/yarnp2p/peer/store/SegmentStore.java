package org.yarnp2p.peer.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.BitSet;
import java.util.Optional;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

/**
 * The segments of one file that this peer holds, with their digests. Nothing is held that has not
 * been verified: the caller of {@link #write} and {@link SegmentWriter#commit} vouches for the
 * digest. All methods may be called by any thread at the same time.
 */
public interface SegmentStore extends Closeable {
  /** How the file is cut. */
  FileShape shape();

  /** The segments held now; a new set. */
  BitSet held();

  /** The digest of a segment, empty when it is not held. */
  Optional<Digest> digest(int segment);

  /**
   * The bytes of a segment.
   *
   * @return from position to limit, not to be changed
   * @throws IOException when the segment is not held or the disk fails
   */
  ByteBuffer read(int segment) throws IOException;

  /**
   * Takes a segment in; it is held when this returns.
   *
   * @param digest of the data, checked by the caller
   * @param data exactly the segment's bytes; the position may move
   * @return whether it was not held before
   * @throws IOException when the disk fails or is full
   */
  boolean write(int segment, Digest digest, ByteBuffer data) throws IOException;

  /**
   * Takes a segment in as its bytes arrive, at its place.
   *
   * @return empty when another writer is at work there, or the segment is held
   */
  Optional<SegmentWriter> begin(int segment);

  /**
   * As {@link #begin} while another writer is at work: gathers the bytes, in as much memory as the
   * segment has bytes, until they are known to be right.
   *
   * @return empty when another writer gathers, or the segment is held
   */
  Optional<SegmentWriter> gather(int segment);

  /**
   * Makes sure that a segment can be sent.
   *
   * @throws IOException when it is not held, or its file is not as long as it was
   */
  void check(int segment) throws IOException;

  /**
   * Sends bytes of a segment.
   *
   * @param offset within the segment
   * @param count bytes to send, from 1
   * @param target takes them, and waits when it cannot
   * @throws IOException when the segment is not held, or reading or sending fails
   */
  void send(int segment, int offset, int count, WritableByteChannel target) throws IOException;

  /**
   * Forgets a segment; it may be written again.
   *
   * @return whether it was held before
   */
  boolean discard(int segment);

  /**
   * Writes the file as people get it: the bytes of a payload file, the lines of an inline file with
   * LF between two.
   *
   * @throws DamagedSegmentsException when the bytes of segments are not those that were verified
   *     any more, or segments have been discarded since all were held
   * @throws IOException when reading or writing fails
   */
  void writeOutput(OutputStream out) throws IOException;

  /**
   * Whether the bytes of a segment are still those of its digest; takes as much memory as the
   * segment has bytes.
   *
   * @throws IOException when it is not held, or cannot be read
   */
  default boolean isSound(int segment) throws IOException {
    Optional<Digest> digest = digest(segment);
    return Digest.of(read(segment)).equals(digest.orElse(null));
  }

  /** Whether segments can be written here, and not only read. */
  default boolean takesSegments() {
    return true;
  }

  /**
   * Makes sure that the file this store was made from is still the same.
   *
   * @throws SourceChangedException when it is not; says what has changed
   */
  default void mustBeUnchanged() throws IOException {}

  /** Whether all segments are held. */
  default boolean complete() {
    return held().cardinality() == shape().segmentCount();
  }
}
