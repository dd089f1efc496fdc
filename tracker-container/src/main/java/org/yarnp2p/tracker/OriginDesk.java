package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.yarnp2p.model.SegmentRef;

/**
 * Gives out what is to be read from the origins of all files, and counts the bytes. Not
 * thread-safe.
 */
final class OriginDesk {
  private final FileMap map;
  private final Membership members;
  private final Trust trust;
  private final LocalityDelay delay;
  private long grantedBytes;

  /**
   * @param delay for peers that are near nothing of what is left
   */
  OriginDesk(FileMap map, Membership members, Trust trust, LocalityDelay delay) {
    this.map = map;
    this.members = members;
    this.trust = trust;
    this.delay = delay;
  }

  /** Whose peers read what is there. Nobody waits for those that have not come. */
  private Set<String> attendedHosts() {
    Set<String> attended = new HashSet<>();
    for (PeerRecord peer : members.all()) {
      if (peer.isPresent()) {
        attended.add(peer.endpoint().host());
      }
    }
    return attended;
  }

  private List<Integer> give(PeerRecord peer, MappedFile file, int most, Set<String> others) {
    return granted(
        file, file.origin().claim(peer.rank().value(), peer.endpoint().host(), most, others));
  }

  /** What others have from whom the peer takes nothing. */
  private List<Integer> giveRefused(PeerRecord peer, MappedFile file, int most) {
    return granted(
        file, file.origin().claimRefused(peer.rank().value(), trust.refusedBy(peer), most));
  }

  private List<Integer> granted(MappedFile file, List<Integer> claimed) {
    claimed.forEach(segment -> grantedBytes += file.segmentLength(segment));
    return claimed;
  }

  /**
   * Segments of one file and those after it that the peer wants, then those before it; first what
   * is near the peer, of all these files, then what is near to nobody; what is near to others when
   * it has asked for it in vain for long enough. When none is left, those that it takes from nobody
   * who holds them; then those that the peer was given and nobody holds yet: it may not have heard
   * of them.
   *
   * @param most the largest number to give, from 1
   * @param mostBytes of all together; one segment is always given if there is one
   */
  List<SegmentRef> claim(PeerRecord peer, int first, int most, long mostBytes) throws IOException {
    Grant grant = new Grant(peer, most, mostBytes);
    String host = peer.endpoint().host();
    OpenOrigins open = map.openOrigins();
    grant.take(first, open::nextPlaced, file -> file.origin().hasNear(host));
    if (!grant.claimed.isEmpty()) {
      delay.wasNear(peer.rank().value());
    }
    takeFar(grant, first);
    if (grant.claimed.isEmpty() && trust.refusesAny(peer)) {
      grant.takeRefused();
    }
    return grant.claimed.isEmpty() ? outstanding(peer, most) : grant.claimed;
  }

  private void takeFar(Grant grant, int first) throws IOException {
    int rank = grant.peer.rank().value();
    if (!delay.isOver(rank)) {
      grant.others = attendedHosts();
    }
    String host = grant.peer.endpoint().host();
    OpenOrigins open = map.openOrigins();
    grant.take(first, open::nextUnclaimed, file -> file.origin().hasFor(host, grant.others));
    if (grant.claimed.isEmpty() && grant.isLeft()) {
      delay.askedInVain(rank, grantedBytes);
    }
  }

  private List<SegmentRef> outstanding(PeerRecord peer, int most) throws IOException {
    List<SegmentRef> outstanding = new ArrayList<>();
    int rank = peer.rank().value();
    for (int id : map.openOrigins().given(rank)) {
      for (int segment : map.file(id).origin().outstanding(rank, trust.refusedBy(peer))) {
        outstanding.add(new SegmentRef(id, segment));
      }
    }
    return outstanding.subList(0, Math.min(most, outstanding.size()));
  }

  /** Finds the next of some files that a peer wants, from an id on; -1 for none. */
  @FunctionalInterface
  private interface Next {
    int from(int id, IntPredicate wanted);
  }

  /** What one claim brings. */
  private final class Grant {
    private final PeerRecord peer;
    private final int most;
    private final long mostBytes;
    private final List<SegmentRef> claimed = new ArrayList<>();
    private Set<String> others = Set.of();
    private long bytes;

    Grant(PeerRecord peer, int most, long mostBytes) {
      this.peer = peer;
      this.most = most;
      this.mostBytes = mostBytes;
    }

    /**
     * Takes from files as long as they give something and there is room.
     *
     * @param next finds the files that come into question
     * @param gives whether a file has a segment to give
     */
    void take(int first, Next next, Predicate<MappedFile> gives) throws IOException {
      if (takeFrom(first, Integer.MAX_VALUE, next, gives)) {
        takeFrom(0, first, next, gives);
      }
    }

    /** False when there is no room for more. */
    private boolean takeFrom(int from, int to, Next next, Predicate<MappedFile> gives)
        throws IOException {
      int id = next.from(from, this::isWanted);
      while (id >= 0 && id < to) {
        if (!takeOf(id, gives)) {
          return false;
        }
        id = next.from(id + 1, this::isWanted);
      }
      return true;
    }

    /** Whether the peer wants something that can be given to somebody. */
    boolean isLeft() {
      return map.openOrigins().nextUnclaimed(0, this::isWanted) >= 0;
    }

    private boolean isWanted(int file) {
      return peer.hasFile(file);
    }

    /** False when there is no room for more. */
    private boolean takeOf(int id, Predicate<MappedFile> gives) throws IOException {
      MappedFile file = map.file(id);
      while (gives.test(file)) {
        // The last segment of a file may be shorter: then a little less is given than could be.
        boolean full = bytes + file.segmentLength(0) > mostBytes || claimed.size() == most;
        if (full && !claimed.isEmpty()) {
          return false;
        }
        int segment = give(peer, file, 1, others).get(0);
        bytes += file.segmentLength(segment);
        claimed.add(new SegmentRef(id, segment));
      }
      return true;
    }

    /** Takes what the peer takes from nobody who holds it. */
    void takeRefused() throws IOException {
      for (int id : peer.files()) {
        MappedFile file = map.file(id);
        if (!file.hasOrigin() || file.segmentCount() == 0) {
          continue;
        }
        long room = (mostBytes - bytes) / file.segmentLength(0);
        int count =
            (int) Math.min(most - claimed.size(), Math.max(room, claimed.isEmpty() ? 1 : 0));
        if (count <= 0) {
          return;
        }
        for (int segment : giveRefused(peer, file, count)) {
          bytes += file.segmentLength(segment);
          claimed.add(new SegmentRef(id, segment));
        }
      }
    }
  }

  /** A peer cannot read what it was given. */
  void giveBack(PeerRecord peer, List<SegmentRef> unread) throws IOException {
    for (SegmentRef ref : unread) {
      map.file(ref.file()).origin().giveBack(peer.rank().value(), ref.segment());
    }
  }

  /** A peer has joined with what an earlier life of the tracker has given to it. */
  void restore(PeerRecord peer) throws IOException {
    for (SegmentRef ref : peer.claimed()) {
      map.file(ref.file()).origin().restore(peer.rank().value(), ref.segment());
    }
  }

  /**
   * A peer may not have heard of all that it was given.
   *
   * @param known what it has heard of and not read; the rest goes back
   */
  void giveBackAllBut(PeerRecord peer, Collection<SegmentRef> known) throws IOException {
    Set<SegmentRef> stays = Set.copyOf(known);
    int rank = peer.rank().value();
    for (int id : map.openOrigins().given(rank)) {
      FileOrigin origin = map.file(id).origin();
      origin.given(rank).stream()
          .filter(segment -> !stays.contains(new SegmentRef(id, segment)))
          .forEach(segment -> origin.giveBack(rank, segment));
    }
  }

  /** Bytes given out so far, those that were given out again counted again. */
  long grantedBytes() {
    return grantedBytes;
  }
}
