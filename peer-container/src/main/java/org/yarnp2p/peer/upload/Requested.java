package org.yarnp2p.peer.upload;

import java.io.IOException;
import java.util.List;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.protocol.Holding;

/** Checks what other ranks name; a message names who asked for what. */
final class Requested {
  private final Rank self;
  private final SharedFiles files;

  Requested(Rank self, SharedFiles files) {
    this.self = self;
    this.files = files;
  }

  /**
   * A file that this peer shares.
   *
   * @throws IOException when it does not, or the file has no such segment
   */
  SharedFile file(Rank asker, SegmentRef segment) throws IOException {
    SharedFile file = files.get(segment.file());
    if (file == null) {
      throw new IOException(
          "%s asked for file %d, which %s does not share".formatted(asker, segment.file(), self));
    }
    mustExist(asker, file, segment.segment());
    return file;
  }

  /** Announcements may be about files that this peer has nothing to do with. */
  void checkAnnounced(Rank speaker, List<SegmentRef> segments) throws IOException {
    for (SegmentRef segment : segments) {
      SharedFile file = files.get(segment.file());
      if (file != null) {
        mustExist(speaker, file, segment.segment());
      }
    }
  }

  /** As for announcements. */
  void checkHeld(Rank speaker, List<Holding> holdings) throws IOException {
    for (Holding holding : holdings) {
      SharedFile file = files.get(holding.file());
      if (file != null && !holding.segments().isEmpty()) {
        mustExist(speaker, file, holding.segments().length() - 1);
      }
    }
  }

  private static void mustExist(Rank speaker, SharedFile file, int segment) throws IOException {
    int count = file.shape().segmentCount();
    if (segment >= count) {
      throw new IOException(
          "%s named segment %d of file %s, which has %d"
              .formatted(speaker, segment, file.plan().name(), count));
    }
  }
}
