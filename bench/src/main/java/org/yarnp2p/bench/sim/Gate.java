package org.yarnp2p.bench.sim;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import org.yarnp2p.model.Rank;

/**
 * A simulated source sends to few at a time; the others are next, in their order. The counterpart
 * of the product's gate, which waits for the system's buffers: here a place is free when the last
 * part of a transfer is on its way.
 */
final class Gate {
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private final Map<Rank, Integer> sending = new HashMap<>();
  private int places;

  private record Waiting(Rank asker, Runnable transfer) {}

  /**
   * @param places transfers at a time, from 1
   */
  Gate(int places) {
    this.places = places;
  }

  /** Begins the transfer now or later. */
  void enter(Rank asker, Runnable transfer) {
    waiting.add(new Waiting(asker, transfer));
    begin();
  }

  /** A transfer to this peer needs its place no more. */
  void leave(Rank asker) {
    if (sending.containsKey(asker)) { // else it was forgotten
      sending.computeIfPresent(asker, (rank, count) -> count == 1 ? null : count - 1);
      places++;
      begin();
    }
  }

  /** A peer is gone. */
  void forget(Rank peer) {
    for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
      if (each.next().asker().equals(peer)) {
        each.remove();
      }
    }
    Integer gone = sending.remove(peer);
    places += gone == null ? 0 : gone;
    begin();
  }

  private void begin() {
    while (places > 0 && !waiting.isEmpty()) {
      Waiting next = waiting.remove();
      places--;
      sending.merge(next.asker(), 1, Integer::sum);
      next.transfer().run();
    }
  }
}
