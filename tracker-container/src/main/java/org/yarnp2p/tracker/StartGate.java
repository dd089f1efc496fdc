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
   * Those that are given up count for nothing.
   *
   * @param again whether an earlier life of the tracker may have opened the gate: then segments
   *     that nobody holds are for {@link Losses} to judge
   * @param borne whether the job goes on without what is lost: then so are files that nobody knows
   * @return what stands in the way of the exchange: that, or an {@link #obstacle}
   */
  static Optional<String> restore(
      Membership members, FileMap map, MessageCheck check, boolean again, boolean borne)
      throws IOException {
    for (PeerRecord peer : present(members)) {
      Optional<String> beyondEnd = check.beyondEnd(peer, peer.acquired());
      if (beyondEnd.isPresent()) {
        return beyondEnd;
      }
      map.restore(peer);
      if (again) {
        map.expectToTell(peer);
      }
    }
    return obstacle(members, map, again, borne);
  }

  private static List<PeerRecord> present(Membership members) {
    return members.all().stream().filter(PeerRecord::isPresent).toList();
  }

  /** What stands in the way when all peers have joined: files that nobody can get in full. */
  private static Optional<String> obstacle(
      Membership members, FileMap map, boolean again, boolean borne) throws IOException {
    List<String> found = new ArrayList<>();
    int more = 0;
    for (PeerRecord peer : present(members)) {
      for (int id : peer.wanted()) {
        MappedFile file = map.file(id);
        boolean mayBeLost = again && (borne || file.isKnown());
        Optional<String> gap = mayBeLost ? Optional.empty() : file.gap();
        if (gap.isPresent() && found.size() < MOST_NAMED) {
          found.add("%s wants %s, %s".formatted(peer.rank(), file.name(), gap.get()));
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
