package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.yarnp2p.model.SegmentRef;

/**
 * Gives out what is to be read from the origins of all files, and counts the bytes. Not
 * thread-safe.
 */
final class OriginDesk {
  private final FileMap map;
  private long grantedBytes;

  OriginDesk(FileMap map) {
    this.map = map;
  }

  /** Segments of one file for a peer to read. */
  List<Integer> claim(PeerRecord peer, MappedFile file, int most) {
    List<Integer> claimed = file.claim(peer.rank().value(), most);
    claimed.forEach(segment -> grantedBytes += file.segmentLength(segment));
    return claimed;
  }

  /**
   * Segments of one file and those after it that the peer wants, then those before it.
   *
   * @param most the largest number to give, from 1
   * @param mostBytes of all together; one segment is always given if there is one
   */
  List<SegmentRef> claim(PeerRecord peer, int first, int most, long mostBytes) throws IOException {
    List<Integer> wanted = peer.files();
    int start = Collections.binarySearch(wanted, first);
    List<SegmentRef> claimed = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < wanted.size() && claimed.size() < most; i++) {
      int id = wanted.get((start + i) % wanted.size());
      MappedFile file = map.file(id);
      while (claimed.size() < most && !file.isClaimed()) {
        // The last segment of a file may be shorter: then a little less is given than could be.
        if (!claimed.isEmpty() && bytes + file.segmentLength(0) > mostBytes) {
          return claimed;
        }
        int segment = claim(peer, file, 1).get(0);
        bytes += file.segmentLength(segment);
        claimed.add(new SegmentRef(id, segment));
      }
    }
    return claimed;
  }

  /** A peer cannot read what it was given. */
  void giveBack(PeerRecord peer, List<SegmentRef> unread) throws IOException {
    for (SegmentRef ref : unread) {
      map.file(ref.file()).giveBack(peer.rank().value(), ref.segment());
    }
  }

  /** Bytes given out so far, those that were given out again counted again. */
  long grantedBytes() {
    return grantedBytes;
  }
}
