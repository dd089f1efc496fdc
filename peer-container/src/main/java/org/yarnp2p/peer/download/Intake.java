package org.yarnp2p.peer.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.protocol.Acquired;

/** The gate to the stores: verifies a segment's bytes before they are stored. Thread-safe. */
final class Intake {
  private final Rank self;
  private final SharedFiles files;
  private final Progress progress;
  private final Consumer<Acquired> acquired;

  /**
   * @param acquired told of every segment that is new here
   */
  Intake(Rank self, SharedFiles files, Progress progress, Consumer<Acquired> acquired) {
    this.self = self;
    this.files = files;
    this.progress = progress;
    this.acquired = acquired;
  }

  /**
   * Verifies and stores a segment. Where the tracker has not told the digest, the one that came
   * with the bytes must match, and the tracker judges later.
   *
   * @param claimed digest that came with the bytes
   * @return false when the bytes are not the segment's
   * @throws IOException when they cannot be stored; says who, what and where
   */
  boolean take(SegmentRef segment, Digest claimed, ByteBuffer data) throws IOException {
    SharedFile file = files.get(segment.file());
    if (data.remaining() != file.shape().segmentLength(segment.segment())) {
      return false;
    }
    Digest expected = file.manifest().expected(segment.segment()).orElse(claimed);
    if (holds(segment)) {
      return true; // a second request for it was faster
    }
    Digest actual = Digest.of(data);
    if (!actual.equals(expected)) {
      return false;
    }
    int length = data.remaining();
    try {
      if (file.store().write(segment.segment(), actual, data)) {
        progress.acquired(length);
        acquired.accept(new Acquired(segment, actual));
      }
    } catch (IOException e) {
      throw new IOException(
          "%s could not store %s in %s: %s; make room or name another disk in p2p.peer.work.dirs"
              .formatted(self, describe(segment), file.store(), e.getMessage()),
          e);
    }
    return true;
  }

  /** Whether the segment is here. */
  boolean holds(SegmentRef segment) {
    return files.get(segment.file()).holds(segment.segment());
  }

  /** For messages. */
  String describe(SegmentRef segment) {
    return "segment " + segment.segment() + " of " + files.get(segment.file()).plan().name();
  }
}
