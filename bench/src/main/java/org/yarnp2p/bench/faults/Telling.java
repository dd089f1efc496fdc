package org.yarnp2p.bench.faults;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.protocol.Holding;

/**
 * What a peer tells its neighbours: first all that it holds, by a call, then each new segment, on
 * the connection to it or else by calls; after a failure all again.
 */
final class Telling {
  private static final long BACKOFF_NANOS = 100_000_000L;
  private static final int MOST_DOUBLINGS = 5;

  private final Life owner;
  private final Swarm swarm;
  private final Map<Rank, Link> links = new LinkedHashMap<>();
  private Runnable met;

  Telling(Life owner, Swarm swarm) {
    this.owner = owner;
    this.swarm = swarm;
  }

  private final class Link {
    private final Member member;
    private final Life neighbour;
    private final Set<SegmentRef> told = new HashSet<>();
    private final Set<SegmentRef> pending = new LinkedHashSet<>();
    private boolean greet = true;
    private boolean busy;
    private boolean tried;
    private boolean closed;
    private int failures;
    private Stream announcedOn;

    Link(Member member) {
      this.member = member;
      neighbour = swarm.life(member);
    }

    void work() {
      if (busy || closed) {
        return;
      }
      if (greet) {
        hello();
      } else if (!pending.isEmpty()) {
        have();
      }
    }

    private void hello() {
      busy = true;
      greet = false;
      pending.clear();
      List<SegmentRef> all = owner.disk().all();
      List<Holding> holdings = owner.disk().holdings(swarm.content().files().size());
      swarm
          .calls()
          .call(
              owner.process(),
              neighbour.process(),
              () -> {
                neighbour.serving().greeted(owner.member());
                neighbour.apply(new Event.Introduced(owner.member(), holdings));
                return true;
              },
              heard -> {
                told.addAll(all);
                succeeded();
                catchUp();
              },
              failure -> failed());
    }

    private void have() {
      List<SegmentRef> batch = List.copyOf(pending);
      pending.clear();
      Stream stream = owner.asking().open(member.rank());
      if (stream != null && !stream.broken()) {
        announcedOn = stream;
        stream.toSource(() -> stream.source().serving().announced(stream, batch));
        return;
      }
      busy = true;
      swarm
          .calls()
          .call(
              owner.process(),
              neighbour.process(),
              () -> {
                neighbour.hear(owner, batch);
                return true;
              },
              heard -> {
                succeeded();
                work();
              },
              failure -> failed());
    }

    private void succeeded() {
      busy = false;
      tried = true;
      failures = 0;
      meet();
    }

    private void failed() {
      busy = false;
      tried = true;
      again();
      meet();
    }

    private void again() {
      greet = true;
      long pause = BACKOFF_NANOS << Math.min(failures++, MOST_DOUBLINGS);
      owner.process().after(pause, this::work);
    }

    void catchUp() {
      if (!greet && !busy) {
        announce(owner.disk().all().stream().filter(one -> !told.contains(one)).toList());
      }
    }

    void announce(List<SegmentRef> segments) {
      told.addAll(segments);
      pending.addAll(segments);
      work();
    }

    void introduceAgain() {
      greet = true;
      work();
    }

    void lost(Stream stream) {
      if (announcedOn == stream) {
        announcedOn = null;
        again();
      }
    }
  }

  /** These are the neighbours now; new ones, and new lives, are introduced. */
  void neighbours(Collection<Member> members) {
    Map<Rank, Link> former = new LinkedHashMap<>(links);
    links.clear();
    for (Member member : members) {
      Link link = former.get(member.rank());
      if (link != null && link.member.equals(member)) {
        former.remove(member.rank());
      } else {
        link = new Link(member);
        link.work();
      }
      links.put(member.rank(), link);
    }
    former.values().forEach(link -> link.closed = true);
  }

  /** Runs when each neighbour has been introduced to, or could not be at the first attempt. */
  void whenMet(Runnable then) {
    met = then;
    meet();
  }

  private void meet() {
    if (met != null && links.values().stream().allMatch(link -> link.tried)) {
      Runnable then = met;
      met = null;
      then.run();
    }
  }

  void announce(SegmentRef segment, List<Rank> to) {
    for (Rank rank : to) {
      Link link = links.get(rank);
      if (link != null) {
        link.announce(List.of(segment));
      }
    }
  }

  /** Segments come: told on connections only. */
  void foretell(List<SegmentRef> segments, List<Rank> to) {
    for (Rank rank : to) {
      Stream stream = links.containsKey(rank) ? owner.asking().open(rank) : null;
      if (stream != null && !stream.broken()) {
        stream.toSource(() -> stream.source().serving().foretold(stream, segments));
      }
    }
  }

  /** What became new between an introduction and this moment. */
  void catchUp() {
    links.values().forEach(Link::catchUp);
  }

  /** Something is not held any more: all neighbours hear what still is. */
  void introduceAgain() {
    links.values().forEach(Link::introduceAgain);
  }

  /** A connection has broken, and nobody knows what was heard on it. */
  void lost(Stream stream) {
    links.values().forEach(link -> link.lost(stream));
  }
}
