package org.yarnp2p.peer.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yarnp2p.model.SegmentRef;

/**
 * The requests of one connection that are not over. A request is over when all of it has been sent
 * and the asker has confirmed it, in either order, when it is refused, or when the connection ends:
 * once, whichever comes first. Thread-safe.
 */
final class OpenRequests {
  private final Map<Long, Asked> open = new LinkedHashMap<>();
  private boolean closed;

  /** What has become of a request. */
  private enum Stage {
    WAITING,
    SENDING,
    SENT
  }

  /** A request. Its state belongs to the requests of its connection. */
  static final class Asked {
    private final long number;
    private final int mostBytes;
    private final List<SegmentRef> candidates;
    private final boolean slot;
    private Stage stage = Stage.WAITING;

    /** Whether the asker has said that its slot may go on to another. */
    private boolean confirmed;

    private volatile boolean cancelled;

    /**
     * @param number the asker's
     * @param mostBytes that the source chooses, at least one segment though
     * @param candidates among which it chooses
     * @param slot whether it is under a slot
     */
    Asked(long number, int mostBytes, List<SegmentRef> candidates, boolean slot) {
      this.number = number;
      this.mostBytes = mostBytes;
      this.candidates = candidates;
      this.slot = slot;
    }

    long number() {
      return number;
    }

    int mostBytes() {
      return mostBytes;
    }

    List<SegmentRef> candidates() {
      return candidates;
    }

    boolean underSlot() {
      return slot;
    }

    boolean cancelled() {
      return cancelled;
    }
  }

  synchronized boolean isEmpty() {
    return open.isEmpty();
  }

  /**
   * Whether there is room for a request of this number.
   *
   * @throws StreamViolation when there is not
   */
  synchronized void admit(long number) throws StreamViolation {
    if (open.containsKey(number) || open.size() >= Frame.MOST_SEGMENTS) {
      throw new StreamViolation("request " + number + " too many");
    }
  }

  /** False when the connection has ended. */
  synchronized boolean add(Asked request) {
    if (!closed) {
      open.put(request.number, request);
    }
    return !closed;
  }

  /** The asker does not need the rest; nothing happens when the bytes were faster. */
  synchronized void cancel(long number) {
    Asked request = open.get(number);
    if (request != null) {
      request.cancelled = true;
    }
  }

  /** What was chosen begins to be sent; from now on it may be confirmed. */
  synchronized void sending(Asked request) {
    request.stage = Stage.SENDING;
  }

  /** The last bytes are on their way, or none will be. */
  synchronized void sent(Asked request) {
    request.stage = Stage.SENT;
    if (request.confirmed) {
      open.remove(request.number);
    }
  }

  /**
   * The asker confirms.
   *
   * @throws StreamViolation when there was nothing to confirm, or it did so before
   */
  synchronized Asked confirm(long number) throws StreamViolation {
    Asked request = open.get(number);
    if (request == null || request.stage == Stage.WAITING || request.confirmed) {
      throw new StreamViolation("has received request " + number + ", which was not sent");
    }
    request.confirmed = true;
    if (request.stage == Stage.SENT) {
      open.remove(number);
    }
    return request;
  }

  /** Takes out what will not be answered; false when the connection's end has done so. */
  synchronized boolean refuse(Asked request) {
    return open.remove(request.number) != null;
  }

  /** The connection has ended; those that were not confirmed. */
  synchronized List<Asked> close() {
    closed = true;
    List<Asked> left = new ArrayList<>(open.values());
    left.removeIf(request -> request.confirmed);
    open.clear();
    return left;
  }
}
