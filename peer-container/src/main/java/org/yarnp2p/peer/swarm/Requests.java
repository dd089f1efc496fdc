package org.yarnp2p.peer.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is in flight: each request with the segments it still has to bring. */
final class Requests {
  private final SegmentTable table;
  private final Map<Long, Request> byId = new LinkedHashMap<>();

  /** Segments with one request or two, the most there may be. */
  private final BitSet flying = new BitSet();

  /** Segments with two. */
  private final BitSet doubled = new BitSet();

  private long lastId;
  private long bytes;

  Requests(SegmentTable table) {
    this.table = table;
  }

  /** One request; source is null when it goes to the file's origin. */
  static final class Request {
    final long id;
    final Source source;
    final boolean eager;
    final long startedAt;
    final BitSet remaining;

    /** Whether the source had no other to answer before it. */
    final boolean alone;

    private long bytes;
    private boolean bound;
    private boolean underSlot;
    private long storedBytes;
    private boolean refused;
    private boolean cancelled;

    private Request(
        long id, Source source, boolean eager, long startedAt, BitSet remaining, long bytes) {
      this.id = id;
      this.source = source;
      this.eager = eager;
      underSlot = source != null && !eager;
      alone = source != null && source.outstanding() == 0;
      this.startedAt = startedAt;
      this.bytes = bytes;
      this.remaining = remaining;
    }

    /** Bytes that it brings in all, or will bring at most as long as it is not bound. */
    long bytes() {
      return bytes;
    }

    /** Whether the source has chosen. */
    boolean bound() {
      return bound;
    }

    /** Bytes that it has brought. */
    long storedBytes() {
      return storedBytes;
    }

    /** Whether it has brought wrong bytes. */
    boolean refused() {
      return refused;
    }

    /** Whether another request was faster. */
    boolean cancelled() {
      return cancelled;
    }
  }

  /**
   * Begins a request.
   *
   * @param source null for the file's origin
   * @param segments among which the source chooses
   * @param mostBytes that it will choose at most, unless one segment is longer
   * @param eager whether it needs no slot
   */
  Request open(Source source, List<Integer> segments, long mostBytes, boolean eager, long now) {
    BitSet remaining = new BitSet();
    long sum = 0;
    long longest = 0;
    for (int segment : segments) {
      if (flying.get(segment)) {
        doubled.set(segment);
      }
      flying.set(segment);
      remaining.set(segment);
      sum += table.length(segment);
      longest = Math.max(longest, table.length(segment));
    }
    long expected = Math.min(sum, Math.max(longest, mostBytes));
    Request request = new Request(++lastId, source, eager, now, remaining, expected);
    byId.put(request.id, request);
    bytes += expected;
    if (source != null) {
      source.asked(expected, request.underSlot);
    }
    return request;
  }

  /**
   * The source has chosen.
   *
   * @return the candidates that it has not chosen
   */
  BitSet bind(Request request, BitSet chosen) {
    BitSet dropped = (BitSet) request.remaining.clone();
    dropped.andNot(chosen);
    request.remaining.and(chosen);
    land(dropped);
    long sum = 0;
    for (int i = request.remaining.nextSetBit(0); i >= 0; i = request.remaining.nextSetBit(i + 1)) {
      sum += table.length(i);
    }
    request.source.rebound(sum - request.bytes);
    bytes += sum - request.bytes;
    request.bytes = sum;
    request.bound = true;
    return dropped;
  }

  /** The request, or null when it is over. */
  Request get(long id) {
    return byId.get(id);
  }

  /** Ends a request; its remaining segments are no longer in flight through it. */
  Request close(long id) {
    Request request = byId.remove(id);
    if (request != null) {
      bytes -= request.bytes;
      land(request.remaining);
      if (request.source != null) {
        freeSlot(request);
        request.source.ended(request.bytes);
      }
    }
    return request;
  }

  /** A request does not take up a slot any more; null when it is over. */
  void freeSlot(Request request) {
    if (request != null && request.underSlot) {
      request.underSlot = false;
      request.source.slotFreed();
    }
  }

  /**
   * A segment is here, or will not come by this request.
   *
   * @param stored whether it is here
   */
  void arrived(Request request, int segment, boolean stored) {
    if (request.remaining.get(segment)) {
      request.remaining.clear(segment);
      flying.set(segment, doubled.get(segment));
      doubled.clear(segment);
    }
    if (stored) {
      request.storedBytes += table.length(segment);
    } else {
      request.refused = true;
    }
  }

  /** Takes a segment out of all requests; returns those that have nothing left to bring. */
  List<Request> withdraw(int segment) {
    if (!flying.get(segment)) {
      return List.of();
    }
    flying.clear(segment);
    doubled.clear(segment);
    List<Request> idle = new ArrayList<>();
    for (Request request : byId.values()) {
      if (request.remaining.get(segment)) {
        request.remaining.clear(segment);
        if (idle(request)) {
          idle.add(request);
        }
      }
    }
    return idle;
  }

  /** Segments with two requests at once; not to be changed. */
  BitSet doubled() {
    return doubled;
  }

  /** Whether a request has become idle now: it has nothing left to bring. */
  boolean idle(Request request) {
    boolean now = request.remaining.isEmpty() && !request.cancelled;
    request.cancelled |= now;
    return now;
  }

  /** Segments that a request is to bring; not to be changed. */
  BitSet inFlight() {
    return flying;
  }

  /** These do not come by one of their requests any more. */
  private void land(BitSet segments) {
    BitSet last = (BitSet) segments.clone();
    last.andNot(doubled);
    flying.andNot(last);
    doubled.andNot(segments);
  }

  /** Whether a segment is being read from its file's origin. */
  boolean readsFromOrigin(int segment) {
    for (Request request : byId.values()) {
      if (request.source == null && request.remaining.get(segment)) {
        return true;
      }
    }
    return false;
  }

  /** Segments of a request that no second request asks for. */
  BitSet single(Request request) {
    BitSet single = (BitSet) request.remaining.clone();
    single.andNot(doubled);
    return single;
  }

  Iterable<Request> all() {
    return byId.values();
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  /** Bytes asked for, of requests that are not over. */
  long bytes() {
    return bytes;
  }
}
