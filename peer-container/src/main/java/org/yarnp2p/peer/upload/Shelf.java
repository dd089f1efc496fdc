package org.yarnp2p.peer.upload;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.protocol.SegmentData;

/**
 * The segments that this peer can give. Those asked for must exist, though they need not be here.
 *
 * @param self whose they are
 * @param files all that it shares
 * @param unreadable told of segments that cannot be read
 */
record Shelf(Rank self, SharedFiles files, Consumer<SegmentRef> unreadable) {
  /**
   * Those of some segments that are here, each once, in the same order.
   *
   * @throws IOException when one does not exist
   */
  List<SegmentRef> held(Rank asker, List<SegmentRef> segments) throws IOException {
    Requested requested = new Requested(self, files);
    LinkedHashSet<SegmentRef> held = new LinkedHashSet<>();
    for (SegmentRef segment : segments) {
      if (requested.file(asker, segment).holds(segment.segment())) {
        held.add(segment);
      }
    }
    return List.copyOf(held);
  }

  /**
   * Segments may be asked for that are not here, but not others.
   *
   * @throws IOException when one does not exist
   */
  void mustExist(Rank asker, List<SegmentRef> segments) throws IOException {
    Requested requested = new Requested(self, files);
    for (SegmentRef segment : segments) {
      requested.file(asker, segment);
    }
  }

  /** Bytes of a segment. */
  int length(SegmentRef segment) {
    return files.get(segment.file()).shape().segmentLength(segment.segment());
  }

  /**
   * Small segments need no slot.
   *
   * @throws IOException when one is not small
   */
  void mustBeSmall(Rank asker, List<SegmentRef> segments, int most) throws IOException {
    for (SegmentRef segment : segments) {
      if (length(segment) > most) {
        throw new IOException(
            "%s asked %s without a slot for segment %d of file %s, which has %d bytes; p2p.transport.eager-limit is %d"
                .formatted(
                    asker,
                    self,
                    segment.segment(),
                    file(segment).plan().name(),
                    length(segment),
                    most));
      }
    }
  }

  /** A segment with its bytes. */
  SegmentData read(SegmentRef segment) throws IOException {
    SharedFile file = file(segment);
    try {
      return new SegmentData(
          segment,
          file.store()
              .digest(segment.segment())
              .orElseThrow(() -> new IOException("it has just been dropped")),
          file.store().read(segment.segment()));
    } catch (IOException e) {
      unreadable.accept(segment);
      throw new IOException(
          "%s cannot read segment %d of file %s: %s"
              .formatted(self, segment.segment(), file.plan().name(), e.getMessage()),
          e);
    }
  }

  SharedFile file(SegmentRef segment) {
    return files.get(segment.file());
  }
}
