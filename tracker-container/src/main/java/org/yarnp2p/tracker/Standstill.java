package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Who waits for what from whom, in words for people. */
final class Standstill {
  private static final int MOST_NAMED = 5;

  private final FileMap map;
  private final Membership members;

  Standstill(FileMap map, Membership members) {
    this.map = map;
    this.members = members;
  }

  /**
   * Looks at all peers; linear in segments and peers.
   *
   * @return empty when no peer that is there waits for a segment
   */
  Optional<String> describe() throws IOException {
    List<String> found = new ArrayList<>();
    int more = 0;
    for (PeerRecord peer : members.all()) {
      if (!peer.isPresent()) {
        continue;
      }
      for (int id : peer.wanted()) {
        BitSet missing = map.file(id).missing(peer.rank().value());
        if (missing.isEmpty() || !map.file(id).wanters().waiting().get(peer.rank().value())) {
          continue;
        }
        if (found.size() < MOST_NAMED) {
          found.add(describe(peer, map.file(id), missing));
        } else {
          more++;
        }
      }
    }
    if (more > 0) {
      found.add(more + " more");
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", found));
  }

  private static String describe(PeerRecord peer, MappedFile file, BitSet missing) {
    int first = missing.nextSetBit(0);
    BitSet holders = file.holdersOf(first);
    String verb = holders.cardinality() == 1 ? " holds" : " hold";
    return "%s waits for %d of %d segments of %s, of which %s segment %d"
        .formatted(
            peer.rank(),
            missing.cardinality(),
            file.segmentCount(),
            file.name(),
            holders.isEmpty() ? "only the origin has" : RankList.of(holders) + verb,
            first + 1);
  }
}
