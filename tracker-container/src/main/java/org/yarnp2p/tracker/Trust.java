package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Complaint;
import org.yarnp2p.protocol.Report;

/**
 * What follows when peers say of others that they sent bad bytes: the others hash their own copies
 * again, and what nobody will give to a peer any more can be read from its origin. Not thread-safe.
 */
final class Trust {
  private final FileMap map;
  private final Membership members;
  private final Views views;
  private final Complaints complaints = new Complaints();
  private final Doubts doubts = new Doubts();

  Trust(FileMap map, Membership members, Views views) {
    this.map = map;
    this.members = members;
    this.views = views;
  }

  /** What is known of complaints. */
  Complaints complaints() {
    return complaints;
  }

  /** The segments of which a peer is to hash its own copies again. */
  List<SegmentRef> doubted(Rank rank) {
    return doubts.of(rank.value());
  }

  /**
   * Takes a report's complaints. What is said of a former life of a rank says nothing of the
   * present one.
   *
   * @return those whom nobody has complained about before
   */
  List<Rank> complained(PeerRecord by, List<Complaint> about) throws IOException {
    List<Rank> newlyAccused = new ArrayList<>();
    for (Complaint complaint : about) {
      PeerRecord accused = members.of(complaint.about().rank());
      if (complaints.count(accused.rank())) {
        newlyAccused.add(accused.rank());
      }
      if (!accused.isPresent() || !accused.isLife(complaint.about())) {
        continue;
      }
      boolean banned = bans(by, accused.rank().value());
      complaints.accuse(by.rank().value(), accused.rank().value(), complaint.ban());
      if (complaint.ban() && !banned) {
        views.extend(
            by,
            complaints.bannedBy(by.rank()),
            Comparator.comparing(other -> use(by, members.of(other))));
        views.extend(
            accused,
            complaints.bannersOf(accused.rank().value()),
            Comparator.comparing(other -> use(members.of(other), accused)));
      }
      ask(accused, complaint.segment());
    }
    return newlyAccused;
  }

  /**
   * A peer has come and has its neighbours: it is offered as one more to those who were left with
   * few that they take something from when they banned others.
   */
  void welcome(PeerRecord newcomer) {
    if (!complaints.anyBan()) {
      return;
    }
    for (PeerRecord other : members.all()) {
      if (other.isPresent() && other != newcomer) {
        BitSet refused = complaints.bannedBy(other.rank());
        refused.or(complaints.bannersOf(other.rank().value()));
        views.offer(newcomer, other, refused);
      }
    }
  }

  /**
   * Others have lost a neighbour: it may have been the one that a peer takes something from, or
   * gives something to, in the place of those with which it takes nothing from each other.
   *
   * @param others ranks whose neighbours have changed
   */
  void missed(BitSet others) {
    if (!complaints.anyBan()) {
      return;
    }
    for (PeerRecord other : members.all()) {
      int rank = other.rank().value();
      if (others.get(rank) && other.isPresent()) {
        if (refusesAny(other)) {
          views.extend(
              other,
              complaints.bannedBy(other.rank()),
              Comparator.comparing(from -> use(other, members.of(from))));
        }
        if (!complaints.bannersOf(rank).isEmpty()) {
          views.extend(
              other,
              complaints.bannersOf(rank),
              Comparator.comparing(to -> use(members.of(to), other)));
        }
      }
    }
  }

  private boolean bans(PeerRecord by, int holder) {
    return complaints.bans(by.rank().value(), holder);
  }

  /** How many segments that one peer wants and lacks another one holds. */
  private long use(PeerRecord to, PeerRecord from) {
    return to.wanted().stream()
        .map(map.files()::get)
        .mapToLong(file -> file.use(to.rank().value(), from.rank().value()))
        .sum();
  }

  /** Whom a peer takes nothing from. */
  IntPredicate refusedBy(PeerRecord peer) {
    return holder -> bans(peer, holder);
  }

  /** Whether a peer takes nothing from somebody. */
  boolean refusesAny(PeerRecord peer) {
    return !complaints.bannedBy(peer.rank()).isEmpty();
  }

  /** A peer is to hash its own copy of a segment again, if it has one. */
  void ask(PeerRecord peer, SegmentRef segment) {
    if (doubts.add(peer.rank().value(), segment)) {
      views.change(peer);
    }
  }

  /** Whether a peer has still to do so. */
  boolean isAsked(int rank, SegmentRef segment) {
    return doubts.isOpen(rank, segment);
  }

  /**
   * A peer has hashed its own copies again. One that has to fetch a wanted segment again is not
   * complete.
   */
  void rechecked(PeerRecord peer, Report report) throws IOException {
    for (SegmentRef segment : report.withdrawn()) {
      MappedFile file = map.file(segment.file());
      file.withdraw(peer.rank().value(), segment.segment());
      if (file.wanters().contains(peer.rank().value())) {
        members.setIncomplete(peer);
      }
    }
    doubts.settle(peer.rank().value(), report.checked());
  }

  /**
   * Who has still to hash again a segment of a file that it wants, in words. Of what a peer holds
   * from its input nothing is written, so nobody waits for that.
   */
  Optional<String> doubtedOutput() throws IOException {
    for (PeerRecord peer : members.all()) {
      for (SegmentRef doubted : doubted(peer.rank())) {
        MappedFile file = map.file(doubted.file());
        if (file.wanters().contains(peer.rank().value())) {
          return Optional.of(
              "%s has not said whether its copy of segment %d of %s is right, which others doubt"
                  .formatted(peer.rank(), doubted.segment() + 1, file.name()));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a peer will never get a segment from one of its holders: it takes nothing from any of
   * them any more, and they have found their own copies to be right.
   */
  boolean isRefused(int by, SegmentRef segment, BitSet holders) {
    return holders.stream()
        .allMatch(holder -> complaints.bans(by, holder) && !doubts.isOpen(holder, segment));
  }

  /** A life of a rank is over. */
  void forget(PeerRecord peer) {
    complaints.forget(peer.rank().value());
    doubts.forget(peer.rank().value());
  }
}
