package org.yarnp2p.peer.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;

/** What a journal says about one copy of a file. For one thread. */
public final class RecordedFile {
  private final FileShape shape;
  private final long sourceTime;
  private final Map<Integer, Digest> digests = new HashMap<>();

  /** Bytes of an inline file's segments, unless they are in the input. */
  private final Map<Integer, byte[]> lines = new HashMap<>();

  RecordedFile(FileShape shape, long sourceTime) {
    this.shape = shape;
    this.sourceTime = sourceTime;
  }

  /** How the file is cut. */
  public FileShape shape() {
    return shape;
  }

  /** Modification time of what was copied, in ms; 0 when it came from the swarm. */
  public long sourceTime() {
    return sourceTime;
  }

  /** By segment; null for one that was not held. A new list. */
  public List<Digest> digests() {
    List<Digest> all = new ArrayList<>(Collections.nCopies(shape.segmentCount(), null));
    digests.forEach(all::set);
    return all;
  }

  /** Bytes of a wanted inline file's segments that were held. */
  Map<Integer, byte[]> lines() {
    return lines;
  }

  /** False when that cannot be. */
  boolean segment(int segment, Digest digest) {
    boolean possible = exists(segment);
    if (possible) {
      digests.put(segment, digest);
    }
    return possible;
  }

  /** False when that cannot be. */
  boolean line(int segment, byte[] bytes) {
    boolean possible =
        shape.kind() == FileKind.INLINE
            && exists(segment)
            && bytes.length == shape.segmentLength(segment);
    if (possible) {
      digests.put(segment, Digest.of(ByteBuffer.wrap(bytes)));
      lines.put(segment, bytes);
    }
    return possible;
  }

  /** False when that cannot be. */
  boolean drop(int segment) {
    digests.remove(segment);
    lines.remove(segment);
    return exists(segment);
  }

  private boolean exists(int segment) {
    return segment >= 0 && segment < shape.segmentCount();
  }
}
