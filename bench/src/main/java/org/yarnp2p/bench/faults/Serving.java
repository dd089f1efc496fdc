package org.yarnp2p.bench.faults;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.yarnp2p.bench.faults.Fault.Kind;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.LeastSent;
import org.yarnp2p.peer.swarm.Outcome;
import org.yarnp2p.peer.swarm.SlotAnswer;
import org.yarnp2p.peer.swarm.SlotCount;
import org.yarnp2p.peer.swarm.UploadSlots;
import org.yarnp2p.protocol.FencedException;

/** The upload side of a peer: the product's slots and choice, on connections that may break. */
final class Serving {
  private static final double BYTES_PER_NANO = 0.0125;
  private static final long TURN_NANOS = 20_000_000L;
  private static final long IDLE_NANOS = 2_000_000_000L;
  private static final long WAIT_NANOS = 5_000_000_000L;

  private final Life owner;
  private final Swarm swarm;
  private final int most;
  private final UploadSlots slots;
  private final LeastSent leastSent = new LeastSent();
  private final double bytesPerNano;
  private final boolean lies;
  private final Map<Rank, Stream> waiting = new HashMap<>();
  private final Map<Stream, Map<Long, Request>> open = new LinkedHashMap<>();
  private final Map<Rank, Integer> lives = new HashMap<>();
  private final Set<Rank> met = new HashSet<>();
  private long uplinkFreeAt;
  private long sentBytes;
  private boolean isOpen;
  private boolean looking;

  private static final class Request {
    private final Action.Fetch fetch;
    private boolean cancelled;
    private boolean answering;

    Request(Action.Fetch fetch) {
      this.fetch = fetch;
    }
  }

  Serving(Life owner, Swarm swarm) {
    this.owner = owner;
    this.swarm = swarm;
    most = owner.settings().downloadSlots();
    slots =
        new UploadSlots(
            new SlotCount(owner.settings().leastSlots(), most),
            TURN_NANOS,
            IDLE_NANOS,
            new SplittableRandom(swarm.random().nextLong()));
    int rank = owner.rank().value();
    boolean slow = swarm.plan().has(Kind.SLOW, rank);
    bytesPerNano = BYTES_PER_NANO * (slow ? swarm.plan().amount(Kind.SLOW) : 1);
    lies =
        swarm.plan().has(Kind.LIAR, rank)
            || (owner.isFirst() && swarm.plan().has(Kind.BAD_SENDER, rank));
  }

  long sentBytes() {
    return sentBytes;
  }

  boolean lies() {
    return lies;
  }

  /** From now on slots are given. */
  void open() {
    isOpen = true;
    serve();
  }

  void close() {
    List.copyOf(open.keySet()).forEach(Stream::cut);
  }

  List<Stream> all() {
    return List.copyOf(open.keySet());
  }

  /** Those that are not neighbours any more, and former lives, get nothing. */
  void neighbours(Collection<Member> members) {
    Set<Rank> ranks = new HashSet<>();
    for (Member member : members) {
      ranks.add(member.rank());
      try {
        note(member);
      } catch (FencedException e) {
        // The tracker has not heard of its next life yet.
      }
    }
    for (Rank known : List.copyOf(met)) {
      if (!ranks.contains(known)) {
        met.remove(known);
        forget(known);
      }
    }
  }

  /** A peer has introduced itself. */
  void greeted(Member member) throws FencedException {
    note(member);
    met.add(member.rank());
  }

  /** A life of a peer speaks, or is spoken of; it ends what the lives before it had here. */
  void note(Member member) throws FencedException {
    int known = lives.getOrDefault(member.rank(), member.incarnation());
    if (known > member.incarnation()) {
      throw new FencedException(member, known);
    }
    lives.put(member.rank(), member.incarnation());
    if (known < member.incarnation()) {
      all().stream()
          .filter(stream -> stream.asker().rank().equals(member.rank()))
          .filter(stream -> !stream.asker().member().equals(member))
          .forEach(Stream::cut);
      forget(member.rank());
    }
  }

  /** News on a connection. */
  void announced(Stream stream, List<SegmentRef> segments) {
    try {
      owner.hear(stream.asker(), segments);
    } catch (FencedException e) {
      stream.cut();
    }
  }

  /** What comes at the other end of a connection. */
  void foretold(Stream stream, List<SegmentRef> segments) {
    owner.apply(new Event.Coming(stream.asker().member(), segments));
  }

  private void forget(Rank peer) {
    slots.forget(peer);
    Stream former = waiting.remove(peer);
    if (former != null) {
      busy(former);
    }
    serve();
  }

  private void busy(Stream stream) {
    stream.toAsker(() -> stream.asker().asking().answered(stream, new SlotAnswer.Busy(0)));
  }

  /** A peer waits for a slot. */
  void want(Stream stream) {
    Rank asker = stream.asker().rank();
    open.computeIfAbsent(stream, s -> new LinkedHashMap<>());
    slots.want(asker);
    Stream former = waiting.put(asker, stream);
    if (former != null) {
      busy(former);
    }
    owner
        .process()
        .after(
            WAIT_NANOS,
            () -> {
              if (waiting.remove(asker, stream)) {
                slots.withdraw(asker);
                busy(stream);
              }
            });
    serve();
  }

  void release(Rank asker) {
    slots.release(asker);
    serve();
  }

  /** Gives free slots, and those that nobody uses, to those who wait. */
  private void serve() {
    if (!isOpen) {
      return;
    }
    for (Rank rank : slots.grant(swarm.time().now())) {
      Stream stream = waiting.remove(rank);
      stream.toAsker(() -> stream.asker().asking().answered(stream, new SlotAnswer.Clear()));
    }
    swarm.audit().require(slots.inUse() <= most, owner, "has %d slots in use", slots.inUse());
    if (!waiting.isEmpty() && !looking) {
      looking = true;
      owner
          .process()
          .after(
              IDLE_NANOS / 4,
              () -> {
                looking = false;
                serve();
              });
    }
  }

  /** A peer asks under its slot. */
  void ask(Stream stream, Action.Fetch fetch) {
    Rank asker = stream.asker().rank();
    if (!isOpen || !slots.begin(asker, swarm.time().now())) {
      stream.toAsker(() -> stream.asker().asking().end(fetch.request(), new Outcome.Busy(0)));
      return;
    }
    open.computeIfAbsent(stream, s -> new LinkedHashMap<>())
        .put(fetch.request(), new Request(fetch));
    answerNext(stream);
  }

  /** One answer after the other. */
  private void answerNext(Stream stream) {
    Map<Long, Request> requests = open.getOrDefault(stream, Map.of());
    if (requests.values().stream().anyMatch(request -> request.answering)) {
      return;
    }
    requests.values().stream()
        .filter(request -> !request.answering)
        .findFirst()
        .ifPresent(request -> answer(stream, request));
  }

  private void answer(Stream stream, Request request) {
    Life asker = stream.asker();
    long number = request.fetch.request();
    request.answering = true;
    List<SegmentRef> chosen =
        request.cancelled ? List.of() : choose(request.fetch, request.fetch.mostBytes());
    boolean kept = slots.keeps(asker.rank(), swarm.time().now());
    if (chosen.isEmpty()) {
      received(stream, number);
      stream.toAsker(() -> asker.asking().end(number, new Outcome.Missing()));
      return;
    }
    stream.toAsker(() -> asker.asking().bound(number, chosen, kept));
    send(stream, request, chosen, 0);
  }

  private List<SegmentRef> choose(Action.Fetch fetch, long mostBytes) {
    List<SegmentRef> held = fetch.candidates().stream().filter(owner.disk()::holds).toList();
    return leastSent.choose(held, swarm.content()::length, mostBytes);
  }

  private void send(Stream stream, Request request, List<SegmentRef> chosen, int next) {
    Life asker = stream.asker();
    long number = request.fetch.request();
    if (stream.broken()) {
      return;
    }
    if (next == chosen.size()) {
      stream.toAsker(() -> asker.asking().received(stream, number));
      return;
    }
    if (request.cancelled) {
      received(stream, number);
      stream.toAsker(() -> asker.asking().end(number, new Outcome.Done()));
      return;
    }
    SegmentRef segment = chosen.get(next);
    long bytes = swarm.content().length(segment);
    uplinkFreeAt =
        Math.max(uplinkFreeAt, swarm.time().now()) + (long) Math.ceil(bytes / bytesPerNano);
    owner
        .process()
        .after(
            uplinkFreeAt - swarm.time().now(),
            () -> {
              sentBytes += bytes;
              if (owner.disk().holds(segment)) {
                Asking.Data data = data(segment);
                stream.toAsker(() -> asker.asking().receive(number, data));
              }
              send(stream, request, chosen, next + 1);
            });
  }

  private Asking.Data data(SegmentRef segment) {
    Digest bytes = lies ? Content.wrong(segment) : owner.disk().read(segment);
    return new Asking.Data(segment, bytes, owner.disk().verified(segment));
  }

  /** A peer has what it asked for, or needs it no more. */
  void received(Stream stream, long request) {
    Map<Long, Request> requests = open.get(stream);
    if (requests != null && requests.remove(request) != null) {
      slots.end(stream.asker().rank(), swarm.time().now());
      serve();
      answerNext(stream);
    }
  }

  void cancel(Stream stream, long request) {
    Request one = open.getOrDefault(stream, Map.of()).get(request);
    if (one != null) {
      one.cancelled = true;
    }
  }

  /** A connection has broken. */
  void lost(Stream stream) {
    Rank asker = stream.asker().rank();
    Map<Long, Request> requests = open.remove(stream);
    if (requests == null) {
      return; // nothing was ever said on it
    }
    requests.forEach((number, request) -> slots.end(asker, swarm.time().now()));
    if (waiting.remove(asker, stream)) {
      slots.withdraw(asker);
    }
    slots.release(asker);
    serve();
  }

  /** Small segments, without a slot; empty when none of them is held. */
  List<Asking.Data> eager(Action.Fetch fetch) {
    return choose(fetch, fetch.mostBytes()).stream().map(this::data).toList();
  }
}
