package org.yarnp2p.bench.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.LeastSent;
import org.yarnp2p.peer.swarm.Outcome;
import org.yarnp2p.peer.swarm.SlotAnswer;
import org.yarnp2p.peer.swarm.UploadSlots;

/** The upload side of a simulated peer: the product's slots and choice, with virtual I/O. */
final class Uploads {
  private final SimulatedPeer owner;
  private final VirtualTime time;
  private final World world;
  private final FileShape shape;
  private final int most;
  private final UploadSlots slots;
  private final LeastSent leastSent = new LeastSent();
  private final Gate gate;
  private final Map<Rank, Pipe> pipes = new HashMap<>();
  private long sentBytes;

  Uploads(SimulatedPeer owner, World world, Policy policy, RandomGenerator random) {
    this.owner = owner;
    this.time = world.strands().time(owner.host());
    this.world = world;
    this.shape = world.shape();
    most = policy.uploadSlots();
    slots = policy.slots(random);
    gate = new Gate(policy.sending());
  }

  long sentBytes() {
    return sentBytes;
  }

  void nearest(Set<Rank> ranks) {
    slots.nearest(ranks);
  }

  void want(Rank asker) {
    slots.want(asker);
    grant();
  }

  void release(Rank asker) {
    slots.release(asker);
    grant();
  }

  /** A peer is gone, and the connection to it. */
  void forget(Rank peer) {
    slots.forget(peer);
    gate.forget(peer);
    pipes.remove(peer);
    grant();
  }

  void serve(SimulatedPeer asker, Action.Fetch fetch) {
    Rank rank = asker.rank();
    if (!slots.begin(rank, time.now())) {
      owner.message(asker, () -> asker.downloads().end(fetch.request(), new Outcome.Busy(0)));
      return;
    }
    fetch.candidates().forEach(owner::checkHolds);
    pipes
        .computeIfAbsent(rank, r -> new Pipe())
        .add(arrived -> gate.enter(rank, () -> answer(asker, fetch, arrived)));
  }

  private void answer(SimulatedPeer asker, Action.Fetch fetch, Runnable arrived) {
    List<SegmentRef> chosen =
        leastSent.choose(
            fetch.candidates(), ref -> shape.segmentLength(ref.segment()), fetch.mostBytes());
    boolean kept = slots.keeps(asker.rank(), time.now());
    owner.message(asker, () -> asker.downloads().bound(fetch.request(), chosen, kept));
    send(asker, fetch, chosen, arrived);
  }

  private void send(
      SimulatedPeer asker, Action.Fetch fetch, List<SegmentRef> chosen, Runnable arrived) {
    long bytes = chosen.stream().mapToLong(ref -> shape.segmentLength(ref.segment())).sum();
    sentBytes += bytes;
    world
        .network()
        .send(
            owner.host(),
            asker.host(),
            bytes,
            bytes * fetch.lastPercent() / 100,
            () -> {
              asker.downloads().arriving(fetch.request());
              asker.message(owner, () -> end(asker.rank()));
            },
            () -> {
              asker.downloads().receive(fetch.request(), chosen);
              asker.message(owner, () -> next(arrived));
            });
  }

  /** So much has arrived that others may be served. */
  private void end(Rank asker) {
    if (!owner.lost()) {
      gate.leave(asker);
      slots.end(asker, time.now());
      grant();
    }
  }

  /** All has arrived. */
  private void next(Runnable arrived) {
    if (!owner.lost()) {
      arrived.run();
    }
  }

  private void grant() {
    for (Rank rank : slots.grant(time.now())) {
      Event clear = new Event.SlotAnswered(owner.rank(), new SlotAnswer.Clear());
      SimulatedPeer asker = world.peer(rank);
      owner.message(asker, () -> asker.apply(clear));
    }
    owner.check(slots.inUse() <= most, () -> "more peers are served than there are slots");
  }
}
