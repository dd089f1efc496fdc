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

  /** Segments with two requests at once, the most there may be. */
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
    final long startedAt;
    final long bytes;
    final BitSet remaining;
    private long storedBytes;
    private boolean refused;
    private boolean cancelled;

    private Request(long id, Source source, long startedAt, long bytes, BitSet remaining) {
      this.id = id;
      this.source = source;
      this.startedAt = startedAt;
      this.bytes = bytes;
      this.remaining = remaining;
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

  Request open(Source source, List<Integer> segments, long now) {
    BitSet remaining = new BitSet();
    long sum = 0;
    for (int segment : segments) {
      if (inFlight(segment)) {
        doubled.set(segment);
      }
      remaining.set(segment);
      sum += table.length(segment);
    }
    Request request = new Request(++lastId, source, now, sum, remaining);
    byId.put(request.id, request);
    bytes += sum;
    if (source != null) {
      source.asked(sum);
    }
    return request;
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
      doubled.andNot(request.remaining);
      if (request.source != null) {
        request.source.ended(request.bytes);
      }
    }
    return request;
  }

  /**
   * A segment is here, or will not come by this request.
   *
   * @param stored whether it is here
   */
  void arrived(Request request, int segment, boolean stored) {
    request.remaining.clear(segment);
    doubled.clear(segment);
    if (stored) {
      request.storedBytes += table.length(segment);
    } else {
      request.refused = true;
    }
  }

  /** Takes a segment out of all requests; returns those that have nothing left to bring. */
  List<Request> withdraw(int segment) {
    doubled.clear(segment);
    List<Request> idle = new ArrayList<>();
    for (Request request : byId.values()) {
      if (request.remaining.get(segment)) {
        request.remaining.clear(segment);
        if (request.remaining.isEmpty() && !request.cancelled) {
          request.cancelled = true;
          idle.add(request);
        }
      }
    }
    return idle;
  }

  boolean inFlight(int segment) {
    for (Request request : byId.values()) {
      if (request.remaining.get(segment)) {
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
