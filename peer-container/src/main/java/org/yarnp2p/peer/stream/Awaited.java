package org.yarnp2p.peer.stream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.yarnp2p.peer.download.Receiver;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.SlotAnswer;

/**
 * What an asker waits for on one connection, and whether the source is there as long as that is
 * anything. Used under the connection's lock, but for {@link #moved}.
 */
final class Awaited {
  private final News news;
  private final LongSupplier nanoClock;
  private final Liveness liveness;

  /** Requests that are not over, the oldest first. */
  private final Map<Long, Asked> requests = new LinkedHashMap<>();

  /** Told when the source has a slot for this peer; null when none is wanted. */
  private Consumer<SlotAnswer> slot;

  /** Whether the source is asked if it is there, for no other reason than a long silence. */
  private boolean sign;

  /** A request that is not over. */
  record Asked(Action.Fetch fetch, Receiver receiver) {}

  /**
   * @param news on the same connection: an introduction is awaited to be heard
   */
  Awaited(StreamSettings settings, News news, LongSupplier nanoClock) {
    this.news = news;
    this.nanoClock = nanoClock;
    liveness = new Liveness(settings, nanoClock.getAsLong());
  }

  boolean anything() {
    return sign || !requests.isEmpty() || slot != null || news.introducing();
  }

  /** To be called before something more is awaited. */
  void more() {
    if (!anything()) {
      liveness.awaits(nanoClock.getAsLong());
    }
  }

  /** What is awaited has moved on. Any thread. */
  void moved() {
    liveness.moved(nanoClock.getAsLong());
  }

  /** See {@link Liveness#look}. */
  Liveness.Verdict look(long now, OptionalLong readingSince) {
    return liveness.look(now, readingSince);
  }

  /** A slot; false when one is awaited already. */
  boolean slot(Consumer<SlotAnswer> answered) {
    if (slot != null) {
      return false;
    }
    more();
    slot = answered;
    return true;
  }

  /** Whom to tell of a slot's answer, which is not awaited any more; empty when nobody is. */
  Optional<Consumer<SlotAnswer>> slotAnswered() {
    Optional<Consumer<SlotAnswer>> waiting = Optional.ofNullable(slot);
    slot = null;
    return waiting;
  }

  /** An answer to a request. */
  void request(Action.Fetch fetch, Receiver receiver) {
    more();
    requests.put(fetch.request(), new Asked(fetch, receiver));
  }

  boolean awaits(long request) {
    return requests.containsKey(request);
  }

  /**
   * A request that is not over.
   *
   * @throws StreamViolation when it is none
   */
  Asked asked(long request) throws StreamViolation {
    Asked found = requests.get(request);
    if (found == null) {
      throw new StreamViolation("answer to request " + request + ", which is none");
    }
    return found;
  }

  void over(long request) {
    requests.remove(request);
  }

  /** No request is answered any more; those that were not over. */
  List<Asked> end() {
    List<Asked> left = List.copyOf(requests.values());
    requests.clear();
    return left;
  }

  /** A sign that the source is there. */
  void sign() {
    more();
    sign = true;
  }

  /** The source is there. */
  void signed() {
    sign = false;
  }
}
