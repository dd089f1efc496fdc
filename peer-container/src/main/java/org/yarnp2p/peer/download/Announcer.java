package org.yarnp2p.peer.download;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Holding;

/**
 * Tells the neighbours what this peer holds: at once where the link has been quiet, together with
 * what comes meanwhile where something was said just now. Thread-safe.
 */
final class Announcer {
  private final Member self;
  private final NeighbourLink.Outlets outlets;
  private final Supplier<List<Holding>> holdings;
  private final Pace pace;
  private final Executor calls;
  private final ScheduledExecutorService timer;
  private final Map<Rank, NeighbourLink> links = new HashMap<>();
  private boolean closed;

  /**
   * @param holdings what this peer holds now, an entry for each file
   * @param calls runs as many calls at a time as there are neighbours
   * @param timer for repetitions and intervals
   */
  Announcer(
      Member self,
      NeighbourLink.Outlets outlets,
      Supplier<List<Holding>> holdings,
      Pace pace,
      Executor calls,
      ScheduledExecutorService timer) {
    this.self = self;
    this.outlets = outlets;
    this.holdings = holdings;
    this.pace = pace;
    this.calls = calls;
    this.timer = timer;
  }

  /** These are the neighbours now; new ones, and new lives, are introduced. */
  synchronized void neighbours(Collection<Member> members) {
    if (closed) {
      return;
    }
    Map<Rank, NeighbourLink> former = new HashMap<>(links);
    links.clear();
    for (Member member : members) {
      NeighbourLink link = former.get(member.rank());
      if (link != null && link.neighbour().equals(member)) {
        former.remove(member.rank());
      } else {
        link = link(member);
        link.open();
      }
      links.put(member.rank(), link);
    }
    former.values().forEach(NeighbourLink::close);
  }

  /**
   * Completes when each of the present neighbours has been introduced to, or could not be at the
   * first attempt.
   */
  synchronized CompletableFuture<Void> met() {
    return CompletableFuture.allOf(
        links.values().stream().map(NeighbourLink::met).toArray(CompletableFuture[]::new));
  }

  /** A segment is new here. */
  synchronized void announce(SegmentRef segment, List<Rank> to) {
    for (Rank rank : to) {
      NeighbourLink link = links.get(rank);
      if (link != null) {
        link.announce(List.of(segment));
      }
    }
  }

  /**
   * The swarm now knows what a neighbour holds and will name it in announcements. What became new
   * between the introduction and this moment would be lost without this call.
   */
  synchronized void introduced(Rank rank) {
    NeighbourLink link = links.get(rank);
    if (link != null) {
      link.catchUp();
    }
  }

  /**
   * The swarm now names these neighbours in announcements. What became new since their introduction
   * would be lost without this call.
   */
  synchronized void catchUp() {
    links.values().forEach(NeighbourLink::catchUp);
  }

  /** Something is not held any more: all neighbours hear what still is. */
  synchronized void introduceAgain() {
    links.values().forEach(NeighbourLink::introduceAgain);
  }

  /** No further calls. */
  synchronized void close() {
    closed = true;
    links.values().forEach(NeighbourLink::close);
    links.clear();
  }

  private NeighbourLink link(Member neighbour) {
    return new NeighbourLink(self, neighbour, outlets, holdings, pace, calls, timer);
  }
}
