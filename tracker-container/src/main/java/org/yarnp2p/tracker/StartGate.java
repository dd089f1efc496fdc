package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Whether the exchange may begin, and if not, why: in words for people. */
final class StartGate {
  private static final int MOST_NAMED = 5;

  private StartGate() {}

  /**
   * Notes what peers acquired before the tracker was restarted, now that all shapes are known.
   *
   * @return what stands in the way of the exchange: that, or an {@link #obstacle}
   */
  static Optional<String> restore(Membership members, FileMap map, MessageCheck check)
      throws IOException {
    for (PeerRecord peer : members.all().stream().filter(PeerRecord::isPresent).toList()) {
      Optional<String> beyondEnd = check.beyondEnd(peer, peer.acquired());
      if (beyondEnd.isPresent()) {
        return beyondEnd;
      }
      map.restore(peer);
    }
    return obstacle(members, map);
  }

  /** What stands in the way when all peers have joined: files that nobody can get in full. */
  private static Optional<String> obstacle(Membership members, FileMap map) throws IOException {
    List<String> found = new ArrayList<>();
    int more = 0;
    for (PeerRecord peer : members.all().stream().filter(PeerRecord::isPresent).toList()) {
      for (int id : peer.wanted()) {
        Optional<String> gap = map.file(id).gap();
        if (gap.isPresent() && found.size() < MOST_NAMED) {
          found.add("%s wants %s, %s".formatted(peer.rank(), map.file(id).name(), gap.get()));
        } else if (gap.isPresent()) {
          more++;
        }
      }
    }
    if (more > 0) {
      found.add(more + " more");
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", found));
  }

  /**
   * Why the job fails when not all have joined in time.
   *
   * @param limit the time, and how to change it
   */
  static String overdue(BitSet missing, int peers, String limit) {
    return "%s of %d did not join the tracker within %s; see their logs"
        .formatted(RankList.of(missing), peers, limit);
  }
}
