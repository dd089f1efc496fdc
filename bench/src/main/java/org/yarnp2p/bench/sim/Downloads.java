package org.yarnp2p.bench.sim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.Outcome;
import org.yarnp2p.peer.swarm.SlotAnswer;

/** The download side of a simulated peer: what it has asked its sources for, with virtual I/O. */
final class Downloads {
  /** A request, and the one duplicate that is allowed at the end. */
  private static final int MOST_REQUESTS = 2;

  private final SimulatedPeer owner;
  private final World world;

  /** Requests that are not over, with the segments that they still may bring. */
  private final Map<Long, Asked> asked = new HashMap<>();

  /** How many requests may bring each segment. */
  private final byte[] requests;

  private record Asked(Rank source, BitSet segments) {}

  Downloads(SimulatedPeer owner, World world, int segments) {
    this.owner = owner;
    this.world = world;
    requests = new byte[segments];
  }

  void reserve(Rank source) {
    call(
        source,
        uploads -> uploads.want(owner.rank()),
        () -> owner.apply(new Event.SlotAnswered(source, new SlotAnswer.Failed())));
  }

  void release(Rank source) {
    call(source, uploads -> uploads.release(owner.rank()), () -> {});
  }

  void fetch(Action.Fetch fetch) {
    BitSet segments = new BitSet();
    for (SegmentRef ref : fetch.candidates()) {
      segments.set(ref.segment());
      owner.check(
          ++requests[ref.segment()] <= MOST_REQUESTS,
          () -> ref + " is asked for more than twice at once");
    }
    asked.put(fetch.request(), new Asked(fetch.source(), segments));
    call(
        fetch.source(),
        uploads -> uploads.serve(owner, fetch),
        () -> end(fetch.request(), new Outcome.Failed()));
  }

  /**
   * Calls a source.
   *
   * @param refused what happens instead when it is lost
   */
  private void call(Rank rank, Consumer<Uploads> call, Runnable refused) {
    SimulatedPeer source = world.peer(rank);
    owner.message(
        source,
        () -> {
          if (source.lost()) {
            source.message(owner, refused);
          } else {
            call.accept(source.uploads());
          }
        });
  }

  /** The source has chosen. */
  void bound(long request, List<SegmentRef> chosen, boolean kept) {
    Asked one = asked.get(request);
    if (one != null) {
      BitSet dropped = (BitSet) one.segments().clone();
      chosen.forEach(ref -> dropped.clear(ref.segment()));
      dropped.stream().forEach(segment -> requests[segment]--);
      one.segments().andNot(dropped);
      owner.apply(new Event.Bound(request, chosen, kept));
    }
  }

  /** Most of what the source has chosen is here. */
  void arriving(long request) {
    if (asked.containsKey(request)) {
      owner.apply(new Event.Arriving(request));
    }
  }

  /** What the source has chosen is here, of no use when the request was cancelled or broken. */
  void receive(long request, List<SegmentRef> chosen) {
    if (asked.containsKey(request)) {
      List<Event> events = new ArrayList<>();
      chosen.forEach(segment -> events.add(owner.store(request, segment)));
      events.add(over(request, new Outcome.Done()));
      owner.apply(events);
    }
  }

  /** A request is over. */
  void end(long request, Outcome outcome) {
    if (asked.containsKey(request)) {
      owner.apply(over(request, outcome));
    }
  }

  private Event over(long request, Outcome outcome) {
    asked.remove(request).segments().stream().forEach(segment -> requests[segment]--);
    return new Event.RequestEnded(request, outcome);
  }

  /** The connection to a source has broken, with all that was asked of it. */
  void fail(Rank source) {
    owner.apply(new Event.SlotAnswered(source, new SlotAnswer.Failed()));
    asked.entrySet().stream()
        .filter(request -> request.getValue().source().equals(source))
        .map(Map.Entry::getKey)
        .sorted()
        .toList()
        .forEach(request -> end(request, new Outcome.Failed()));
  }
}
