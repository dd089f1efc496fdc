package org.yarnp2p.peer.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Holding;

/** One peer of a {@link RandomSwarm}: asks, serves, and checks what must hold at all times. */
final class RandomPeer {
  private static final long SECOND = 1_000_000_000L;

  private final Rank rank;
  private final RandomSwarm swarm;
  private final SwarmState state;
  private final UploadSlots slots;
  private final LeastSent sent = new LeastSent();
  private final Map<Integer, BitSet> held = new HashMap<>();
  private final Map<Long, Asked> asked = new HashMap<>();
  private final Set<Rank> met = new HashSet<>();
  private final List<Rank> waiting = new ArrayList<>();
  private final List<Integer> finishedFiles = new ArrayList<>();
  private final Map<Rank, Long> lastArrival = new HashMap<>();
  private int lies;
  private boolean started;

  /** A request that is not over, and what it may still bring. */
  private record Asked(Action.Fetch fetch, Set<SegmentRef> segments) {}

  RandomPeer(Rank rank, RandomSwarm swarm) {
    this.rank = rank;
    this.swarm = swarm;
    state = new SwarmState(swarm.settings, swarm.random.split());
    int most = 1 + swarm.random.nextInt(2);
    slots = new UploadSlots(new SlotCount(most, most), SECOND / 20, SECOND, swarm.random.split());
    for (SwarmFile file : swarm.shapes) {
      held.put(
          file.id(),
          Bits.upTo(swarm.random.nextInt(3) * file.shape().segmentCount() / 4)); // a prefix
    }
  }

  Rank rank() {
    return rank;
  }

  /** Holds all of a file from the start. */
  void hold(int file) {
    held.get(file).set(0, swarm.shapes.get(file).shape().segmentCount());
  }

  boolean holds(SegmentRef segment) {
    return held.get(segment.file()).get(segment.segment());
  }

  void start() {
    started = true;
    apply(
        new Event.FilesDescribed(
            swarm.shapes.stream()
                .map(
                    file ->
                        new SwarmFile(
                            file.id(),
                            file.shape(),
                            true,
                            (BitSet) held.get(file.id()).clone(),
                            false))
                .toList()));
    meet();
    if (swarm.bad(2)) {
      swarm.at(swarm.now() + swarm.random.nextLong(SECOND), this::leaveSome);
    }
  }

  boolean finished() {
    return started && state.complete();
  }

  /** Some neighbours are not named for a time. */
  private void leaveSome() {
    List<Neighbour> some =
        swarm.neighboursOf(this).stream().filter(n -> swarm.random.nextBoolean()).toList();
    met.removeIf(known -> some.stream().noneMatch(named -> named.rank().equals(known)));
    apply(new Event.NeighboursChanged(some));
    swarm.at(swarm.now() + swarm.random.nextLong(SECOND), this::meet);
  }

  private void meet() {
    List<Neighbour> all = swarm.neighboursOf(this);
    apply(new Event.NeighboursChanged(all));
    for (Neighbour other : all) {
      if (met.add(other.rank())) {
        RandomPeer peer = swarm.peer(other.rank());
        send(peer, () -> peer.greeted(rank, holdings()));
        send(
            peer,
            () -> peer.send(this, () -> apply(new Event.Introduced(peer.rank, peer.holdings()))));
      }
    }
  }

  private void greeted(Rank by, List<Holding> holdings) {
    apply(new Event.Introduced(by, holdings));
  }

  private List<Holding> holdings() {
    return held.entrySet().stream()
        .map(entry -> new Holding(entry.getKey(), (BitSet) entry.getValue().clone()))
        .toList();
  }

  /** Does something at another peer later; a message that finds nobody waits. */
  private void send(RandomPeer to, Runnable work) {
    long delay =
        1 + swarm.random.nextLong(swarm.random.nextInt(8) == 0 ? SECOND / 10 : SECOND / 1000);
    long arrival = Math.max(swarm.now() + delay, lastArrival.getOrDefault(to.rank, 0L));
    lastArrival.put(to.rank, arrival);
    swarm.at(arrival, () -> to.take(work));
  }

  private void take(Runnable work) {
    if (started) {
      work.run();
    } else {
      swarm.at(swarm.now() + SECOND / 100, () -> take(work));
    }
  }

  private List<Action> apply(Event event) {
    boolean waits = event instanceof Event.Announced && state.newsCanWait();
    List<Action> actions = state.apply(event, swarm.now());
    swarm.check(!waits || actions.isEmpty(), rank + " could not wait for news: " + actions);
    for (Action action : actions) {
      perform(action);
    }
    long most = swarm.shapes.stream().mapToInt(file -> file.shape().segmentSize()).max().orElse(0);
    swarm.check(
        state.bytesInFlight()
            <= swarm.settings.maxBytesInFlight() + Math.max(most, swarm.settings.bundleBytes()),
        rank + " has too many bytes in flight");
    return actions;
  }

  private void perform(Action action) {
    if (action instanceof Action.Reserve reserve) {
      reserve(swarm.peer(reserve.source()));
    } else if (action instanceof Action.Release release) {
      RandomPeer source = swarm.peer(release.source());
      send(source, () -> source.released(rank));
    } else if (action instanceof Action.Fetch fetch) {
      fetch(fetch);
    } else if (action instanceof Action.Cancel cancel) {
      swarm.check(asked.containsKey(cancel.request()), rank + " cancels what is over");
    } else if (action instanceof Action.Announce announce) {
      announce(announce);
    } else if (action instanceof Action.Foretell foretell) {
      Event coming = new Event.Coming(new Member(rank, 1), foretell.segments());
      foretell.to().stream().map(swarm::peer).forEach(to -> send(to, () -> to.apply(coming)));
    } else if (action instanceof Action.FileFinished file) {
      swarm.check(!finishedFiles.contains(file.file()), rank + " finished a file twice");
      finishedFiles.add(file.file());
    } else if (action instanceof Action.WakeAt wake) {
      swarm.at(wake.nanos(), () -> apply(new Event.Tick()));
    } else if (!(action instanceof Action.Complain)) {
      throw new AssertionError("without origin: " + action);
    }
  }

  private void announce(Action.Announce announce) {
    SegmentRef segment = announce.segment();
    swarm.check(held.get(segment.file()).get(segment.segment()), "announced before it is stored");
    for (Rank to : announce.to()) {
      RandomPeer other = swarm.peer(to);
      send(other, () -> other.apply(new Event.Announced(rank, List.of(segment))));
    }
  }

  private void reserve(RandomPeer source) {
    if (swarm.bad(10)) {
      send(source, () -> source.send(this, () -> answered(source, new SlotAnswer.Failed())));
    } else if (swarm.bad(10)) {
      send(source, () -> source.send(this, () -> answered(source, new SlotAnswer.Busy(3))));
    } else {
      send(source, () -> source.wanted(this));
    }
  }

  private void answered(RandomPeer source, SlotAnswer answer) {
    List<Action> actions = apply(new Event.SlotAnswered(source.rank, answer));
    swarm.check(
        !actions.contains(new Action.Release(source.rank))
            || !actions.contains(new Action.Reserve(source.rank)),
        rank + " gives a slot of " + source.rank + " back and wants it again");
  }

  /** Another peer waits for a slot here. */
  private void wanted(RandomPeer asker) {
    swarm.check(!waiting.contains(asker.rank), asker.rank + " wants two slots of " + rank);
    waiting.add(asker.rank);
    slots.want(asker.rank);
    grant();
    swarm.at(swarm.now() + 2 * SECOND, this::grant);
  }

  private void released(Rank asker) {
    slots.release(asker);
    grant();
  }

  private void grant() {
    for (Rank next : slots.grant(swarm.now())) {
      waiting.remove(next);
      RandomPeer asker = swarm.peer(next);
      send(asker, () -> asker.answered(this, new SlotAnswer.Clear()));
    }
  }

  private void fetch(Action.Fetch fetch) {
    swarm.check(!fetch.candidates().isEmpty(), "a request for nothing");
    swarm.check(
        fetch.eager() || fetch.candidates().size() <= swarm.settings.candidates(),
        "too many candidates");
    asked.put(fetch.request(), new Asked(fetch, new HashSet<>(fetch.candidates())));
    for (SegmentRef segment : fetch.candidates()) {
      swarm.check(!held.get(segment.file()).get(segment.segment()), "asks for what it holds");
      List<Rank> sources =
          asked.values().stream()
              .filter(one -> one.segments().contains(segment))
              .map(one -> one.fetch().source())
              .toList();
      swarm.check(
          sources.size() <= 2 && sources.stream().distinct().count() == sources.size(),
          rank + " asks for " + segment + " of " + sources);
    }
    RandomPeer source = swarm.peer(fetch.source());
    send(source, () -> source.serve(this, fetch));
  }

  private void serve(RandomPeer asker, Action.Fetch fetch) {
    boolean begun = fetch.eager() || slots.begin(asker.rank, swarm.now());
    if (!begun) {
      send(asker, () -> asker.ended(fetch, new Outcome.Busy(0)));
      return;
    }
    if (swarm.bad(12)) {
      send(asker, () -> asker.ended(fetch, new Outcome.Failed()));
      end(asker, fetch);
      return;
    }
    if (swarm.bad(12)) {
      send(asker, () -> asker.ended(fetch, new Outcome.Done()));
      end(asker, fetch);
      return;
    }
    List<SegmentRef> chosen = sent.choose(fetch.candidates(), this::length, fetch.mostBytes());
    boolean kept = !fetch.eager() && slots.keeps(asker.rank, swarm.now());
    send(asker, () -> asker.bound(fetch, chosen, kept));
    boolean stuck = swarm.bad(10);
    for (SegmentRef segment : chosen) {
      boolean lie = swarm.bad(40) && asker.lies < 1 && swarm.othersHold(segment, this, asker);
      asker.lies += lie ? 1 : 0;
      if (!stuck) {
        send(asker, () -> asker.receive(fetch, segment, lie));
      }
    }
    if (stuck) {
      swarm.at(swarm.now() + 10 * SECOND, () -> asker.ended(fetch, new Outcome.Failed()));
      swarm.at(swarm.now() + 10 * SECOND, () -> end(asker, fetch));
    } else {
      send(asker, () -> asker.arriving(fetch));
      send(asker, () -> asker.ended(fetch, new Outcome.Done()));
    }
  }

  private int length(SegmentRef segment) {
    return swarm.shapes.get(segment.file()).shape().segmentLength(segment.segment());
  }

  private void end(RandomPeer asker, Action.Fetch fetch) {
    if (!fetch.eager()) {
      slots.end(asker.rank, swarm.now());
      grant();
    }
  }

  private void bound(Action.Fetch fetch, List<SegmentRef> chosen, boolean kept) {
    Asked one = asked.get(fetch.request());
    if (one != null) {
      one.segments().retainAll(chosen);
      apply(new Event.Bound(fetch.request(), chosen, kept));
    }
  }

  private void receive(Action.Fetch fetch, SegmentRef segment, boolean wrong) {
    Asked one = asked.get(fetch.request());
    if (one == null) {
      return;
    }
    one.segments().remove(segment);
    if (wrong) {
      apply(new Event.SegmentRefused(fetch.request(), segment));
    } else {
      held.get(segment.file()).set(segment.segment());
      apply(new Event.SegmentStored(fetch.request(), segment));
    }
  }

  private void arriving(Action.Fetch fetch) {
    RandomPeer source = swarm.peer(fetch.source());
    send(source, () -> source.end(this, fetch));
    if (!fetch.eager() && asked.containsKey(fetch.request())) {
      apply(new Event.Arriving(fetch.request()));
    }
  }

  private void ended(Action.Fetch fetch, Outcome outcome) {
    if (asked.remove(fetch.request()) != null) {
      apply(new Event.RequestEnded(fetch.request(), outcome));
    }
  }

  /** All is done, and what was under way has come. */
  void checkAtRest() {
    swarm.check(asked.isEmpty(), rank + " has requests under way: " + asked);
    swarm.check(state.bytesInFlight() == 0, rank + " counts bytes in flight");
    // Slots of neighbours that left are taken back only when somebody waits.
    swarm.check(swarm.faults() || slots.inUse() == 0, rank + " keeps slots");
  }
}
