package org.yarnp2p.peer.upload;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.yarnp2p.model.Rank;

/**
 * Answers of Hadoop IPC that hold segments, so that memory and slots are taken until they have
 * arrived. Hadoop IPC does not tell when an answer has left. So a delivery ends when the receiver
 * says so, when it asks for more than may be outstanding, or when its time is over. Thread-safe.
 */
final class Deliveries {
  private final int requestsPerPeer;
  private final long mostBytes;
  private final long patienceNanos;
  private final LongSupplier nanoClock;
  private final Consumer<Rank> slotEnded;
  private final Map<Rank, Deque<Delivery>> underWay = new HashMap<>();
  private long bytes;

  /** An answer on its way. */
  static final class Delivery {
    private final long bytes;
    private final boolean slot;
    private final long since;

    private Delivery(long bytes, boolean slot, long since) {
      this.bytes = bytes;
      this.slot = slot;
      this.since = since;
    }
  }

  /**
   * @param requestsPerPeer that a peer keeps outstanding
   * @param mostBytes on their way at the same time; one delivery is always allowed
   * @param patienceMillis after this time a receiver has given up, in ms
   * @param slotEnded told the receiver of each delivery under a slot when it ends, not under the
   *     lock
   */
  Deliveries(
      int requestsPerPeer,
      long mostBytes,
      long patienceMillis,
      LongSupplier nanoClock,
      Consumer<Rank> slotEnded) {
    this.requestsPerPeer = requestsPerPeer;
    this.mostBytes = mostBytes;
    patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    this.nanoClock = nanoClock;
    this.slotEnded = slotEnded;
  }

  /** An answer is about to be made; empty when there is no room for it. */
  Optional<Delivery> begin(Rank receiver, long size, boolean slot) {
    Delivery delivery = new Delivery(size, slot, nanoClock.getAsLong());
    boolean room;
    int ended;
    synchronized (this) {
      Deque<Delivery> own = underWay.computeIfAbsent(receiver, r -> new ArrayDeque<>());
      // Answers arrive in order, and a peer has no more requests outstanding than agreed: so with
      // one more request the oldest answer has arrived.
      ended = own.size() >= requestsPerPeer ? end(own, 1) : 0;
      room = bytes == 0 || bytes + size <= mostBytes;
      if (room) {
        own.add(delivery);
        bytes += size;
      }
    }
    tell(receiver, ended);
    return room ? Optional.of(delivery) : Optional.empty();
  }

  /** An answer could not be made: it ends, unless it was given up before. */
  void withdraw(Rank receiver, Delivery delivery) {
    boolean there;
    synchronized (this) {
      there = underWay.getOrDefault(receiver, new ArrayDeque<>()).remove(delivery);
      bytes -= there ? delivery.bytes : 0;
    }
    tell(receiver, there && delivery.slot ? 1 : 0);
  }

  /** All that was on its way to a peer has arrived, or is lost. */
  void arrived(Rank receiver) {
    int ended;
    synchronized (this) {
      Deque<Delivery> own = underWay.remove(receiver);
      ended = own == null ? 0 : end(own, own.size());
    }
    tell(receiver, ended);
  }

  /** Only these peers are left. */
  void retain(Collection<Rank> receivers) {
    receivers().stream().filter(rank -> !receivers.contains(rank)).forEach(this::arrived);
  }

  /** Ends what has been on its way for too long. */
  void expire() {
    long now = nanoClock.getAsLong();
    for (Rank receiver : receivers()) {
      int ended = 0;
      synchronized (this) {
        Deque<Delivery> own = underWay.getOrDefault(receiver, new ArrayDeque<>());
        while (!own.isEmpty() && now - own.peek().since > patienceNanos) {
          ended += end(own, 1);
        }
        if (own.isEmpty()) {
          underWay.remove(receiver);
        }
      }
      tell(receiver, ended);
    }
  }

  private synchronized List<Rank> receivers() {
    return List.copyOf(underWay.keySet());
  }

  /** How many of them have a slot. */
  private int end(Deque<Delivery> own, int count) {
    int slots = 0;
    for (int i = 0; i < count; i++) {
      Delivery delivery = own.poll();
      bytes -= delivery.bytes;
      slots += delivery.slot ? 1 : 0;
    }
    return slots;
  }

  private void tell(Rank receiver, int ended) {
    for (int i = 0; i < ended; i++) {
      slotEnded.accept(receiver);
    }
  }
}
