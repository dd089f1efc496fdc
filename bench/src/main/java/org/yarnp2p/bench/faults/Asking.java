package org.yarnp2p.bench.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yarnp2p.bench.faults.Fault.Kind;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.Outcome;
import org.yarnp2p.peer.swarm.SlotAnswer;

/** The download side of a peer: what it has asked for, and the connections on which it comes. */
final class Asking {
  /** A request, and the one duplicate that is allowed. */
  private static final int MOST_REQUESTS = 2;

  /** Of an origin, in ns for a segment. */
  private static final long READ_NANOS = 50_000_000L;

  private final Life owner;
  private final Swarm swarm;
  private final boolean spoils;
  private final Map<Rank, Stream> streams = new LinkedHashMap<>();

  /** Requests that are not over, the oldest first. */
  private final Map<Long, Asked> asked = new LinkedHashMap<>();

  private final Map<SegmentRef, Integer> requests = new HashMap<>();

  /** A request; the stream is null where it is a call or goes to an origin. */
  private static final class Asked {
    private final Stream stream;
    private final Set<SegmentRef> segments;
    private boolean cancelled;

    Asked(Stream stream, List<SegmentRef> segments) {
      this.stream = stream;
      this.segments = new HashSet<>(segments);
    }
  }

  /** Some segments with the bytes that a source has sent for them, and those it thinks they are. */
  record Data(SegmentRef segment, Digest bytes, Digest claimed) {}

  Asking(Life owner, Swarm swarm) {
    this.owner = owner;
    this.swarm = swarm;
    spoils = owner.isFirst() && swarm.plan().has(Kind.BAD_RECEIVER, owner.rank().value());
  }

  /**
   * The connection to a source, whatever incarnation is at its other end; null when there is none.
   */
  Stream open(Rank source) {
    return streams.get(source);
  }

  List<Stream> all() {
    return List.copyOf(streams.values());
  }

  /** Connections to those that the tracker does not name end. */
  void neighbours() {
    for (Stream stream : all()) {
      if (owner.neighbour(stream.source().rank()) != stream.source()) {
        stream.cut();
      }
    }
  }

  void close() {
    all().forEach(Stream::cut);
  }

  /** Whether something is to come on a connection. */
  boolean awaits(Stream stream) {
    return stream.wanted || asked.values().stream().anyMatch(one -> one.stream == stream);
  }

  void reserve(Rank source) {
    Stream stream = open(source);
    if (stream == null) {
      stream = connect(source);
    }
    if (stream == null) {
      owner.process().after(0, () -> answer(source, new SlotAnswer.Failed()));
      return;
    }
    Stream used = stream;
    used.wanted = true;
    used.toSource(() -> used.source().serving().want(used));
  }

  /** Null when the source is no neighbour, or nobody listens there. */
  private Stream connect(Rank source) {
    Life neighbour = owner.neighbour(source);
    Stream former = streams.get(source);
    if (former != null && former.source() == neighbour) {
      return former;
    }
    if (neighbour == null || !neighbour.alive()) {
      return null;
    }
    if (former != null) {
      former.cut(); // another one takes its place
    }
    Stream stream = new Stream(owner, neighbour, swarm);
    streams.put(source, stream);
    return stream;
  }

  private void answer(Rank source, SlotAnswer answer) {
    owner.apply(new Event.SlotAnswered(source, answer));
  }

  /** A source has answered on a connection. */
  void answered(Stream stream, SlotAnswer answer) {
    if (stream.wanted) {
      stream.wanted = false;
      answer(stream.source().rank(), answer);
    } else if (answer instanceof SlotAnswer.Clear) {
      stream.toSource(() -> stream.source().serving().release(owner.rank()));
    }
  }

  void release(Rank source) {
    Stream stream = open(source);
    if (stream != null) {
      stream.toSource(() -> stream.source().serving().release(owner.rank()));
    }
  }

  void fetch(Action.Fetch fetch) {
    for (SegmentRef segment : fetch.candidates()) {
      int now = requests.merge(segment, 1, Integer::sum);
      swarm.audit().require(now <= MOST_REQUESTS, owner, "asks for %s %d times", segment, now);
      swarm
          .audit()
          .require(!owner.disk().holds(segment), owner, "asks for %s, which it holds", segment);
    }
    if (fetch.eager()) {
      call(fetch);
      return;
    }
    Stream stream = connect(fetch.source());
    asked.put(fetch.request(), new Asked(stream, fetch.candidates()));
    if (stream == null) {
      owner.process().after(0, () -> end(fetch.request(), new Outcome.Failed()));
    } else {
      stream.toSource(() -> stream.source().serving().ask(stream, fetch));
    }
  }

  private void call(Action.Fetch fetch) {
    asked.put(fetch.request(), new Asked(null, fetch.candidates()));
    Life source = owner.neighbour(fetch.source());
    if (source == null) {
      owner.process().after(0, () -> end(fetch.request(), new Outcome.Failed()));
      return;
    }
    swarm
        .calls()
        .<List<Data>>call(
            owner.process(),
            source.process(),
            () -> source.serving().eager(fetch),
            data -> {
              if (data.isEmpty()) {
                end(fetch.request(), new Outcome.Missing());
                return;
              }
              bound(fetch.request(), data.stream().map(Data::segment).toList(), true);
              data.forEach(one -> receive(fetch.request(), one));
              end(fetch.request(), new Outcome.Done());
            },
            (IOException failure) -> end(fetch.request(), new Outcome.Failed()));
  }

  void cancel(long request) {
    Asked one = asked.get(request);
    swarm.audit().require(one != null, owner, "cancels %d, which is over", request);
    one.cancelled = true;
    if (one.stream != null) {
      one.stream.toSource(() -> one.stream.source().serving().cancel(one.stream, request));
    }
  }

  /** The source has chosen. */
  void bound(long request, List<SegmentRef> chosen, boolean kept) {
    Asked one = asked.get(request);
    if (one != null) {
      List<SegmentRef> dropped =
          one.segments.stream().filter(segment -> !chosen.contains(segment)).toList();
      dropped.forEach(segment -> requests.merge(segment, -1, Integer::sum));
      one.segments.retainAll(chosen);
      owner.apply(new Event.Bound(request, chosen, kept));
    }
  }

  /** Bytes of a peer have come. */
  void receive(long request, Data data) {
    take(request, data, !spoils);
  }

  /** Bytes are looked at before anything else. */
  private void take(long request, Data data, boolean asSent) {
    Asked one = asked.get(request);
    if (one == null || !one.segments.remove(data.segment())) {
      return;
    }
    requests.merge(data.segment(), -1, Integer::sum);
    if (asSent && data.bytes().equals(owner.knowledge().expected(data.segment(), data.claimed()))) {
      owner.store(request, data.segment(), data.bytes());
    } else {
      owner.apply(new Event.SegmentRefused(request, data.segment()));
    }
  }

  /** All that the source has chosen is here. */
  void received(Stream stream, long request) {
    stream.toSource(() -> stream.source().serving().received(stream, request));
    if (asked.containsKey(request)) {
      owner.apply(new Event.Arriving(request));
      end(request, new Outcome.Done());
    }
  }

  /** A request is over. */
  void end(long request, Outcome outcome) {
    Asked one = asked.remove(request);
    if (one != null) {
      one.segments.forEach(segment -> requests.merge(segment, -1, Integer::sum));
      Outcome told = one.cancelled ? new Outcome.Done() : outcome;
      owner.apply(new Event.RequestEnded(request, told));
    }
  }

  /** A connection has broken, with all that was asked for on it. */
  void lost(Stream stream) {
    Rank source = stream.source().rank();
    streams.remove(source, stream);
    List<Long> over = new ArrayList<>();
    asked.forEach(
        (request, one) -> {
          if (one.stream == stream) {
            over.add(request);
          }
        });
    over.forEach(request -> end(request, new Outcome.Failed()));
    if (stream.wanted) {
      stream.wanted = false;
      answer(source, new SlotAnswer.Failed());
    }
    owner.telling().lost(stream);
  }

  void readOrigin(Action.ReadOrigin read) {
    SegmentRef segment = read.segment();
    asked.put(read.request(), new Asked(null, List.of(segment)));
    requests.merge(segment, 1, Integer::sum);
    swarm.audit().reads(owner, segment);
    owner
        .process()
        .after(
            READ_NANOS,
            () -> {
              Digest right = swarm.content().right().get(segment);
              take(read.request(), new Data(segment, right, right), true);
              owner.line().read(segment);
              end(read.request(), new Outcome.Done());
            });
  }
}
