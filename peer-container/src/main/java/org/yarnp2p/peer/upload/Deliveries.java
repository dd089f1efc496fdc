package org.yarnp2p.peer.upload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.UploadSlots;

/**
 * What this peer is sending, so that slots and memory are taken until it has arrived. Hadoop IPC
 * does not tell when an answer has left: the handler's thread is done while the bytes still wait
 * for the socket. So a delivery ends when the receiver says that it has one of the segments, when
 * it asks for more than may be outstanding, or when its time is over. Thread-safe.
 */
final class Deliveries {
  /** Answered to peers that find the memory in use, in ms. */
  private static final int RETRY_MILLIS = 20;

  private final UploadSlots slots;
  private final int requestsPerPeer;
  private final long mostBytes;
  private final long patienceNanos;
  private final Map<Rank, List<Delivery>> underWay = new HashMap<>();
  private long bytes;

  /**
   * @param slots decides whom to serve
   * @param requestsPerPeer that a peer keeps outstanding
   * @param mostBytes on their way at the same time; one delivery is always allowed
   * @param patienceMillis after this time a receiver has given up, in ms
   */
  Deliveries(UploadSlots slots, int requestsPerPeer, long mostBytes, long patienceMillis) {
    this.slots = slots;
    this.requestsPerPeer = requestsPerPeer;
    this.mostBytes = mostBytes;
    patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
  }

  /** A peer asks; when granted, the delivery is under way. */
  synchronized UploadSlots.Decision begin(Rank asker, Delivery delivery) {
    long now = delivery.grantedAt();
    expire(now);
    // Asking again for a segment means that the first answer was lost.
    end(asker, now, earlier -> earlier.concerns(delivery.segments()));
    // Answers arrive in order, and a peer has no more requests outstanding than agreed: so with one
    // more request the oldest answer has arrived.
    List<Delivery> own = underWay.getOrDefault(asker, List.of());
    if (own.size() >= requestsPerPeer) {
      Delivery oldest = own.get(0);
      end(asker, now, oldest::equals);
    }
    if (bytes > 0 && bytes + delivery.bytes() > mostBytes) {
      return new UploadSlots.Decision.Busy(RETRY_MILLIS);
    }
    UploadSlots.Decision decision = slots.acquire(asker, now);
    if (decision instanceof UploadSlots.Decision.Granted) {
      underWay.computeIfAbsent(asker, a -> new ArrayList<>()).add(delivery);
      bytes += delivery.bytes();
    }
    return decision;
  }

  /** The delivery could not be made. */
  synchronized void failed(Rank asker, Delivery delivery, long now) {
    end(asker, now, delivery::equals);
  }

  /** A peer has these segments. */
  synchronized void arrived(Rank receiver, List<SegmentRef> segments, long now) {
    end(receiver, now, delivery -> delivery.concerns(segments));
  }

  /** A peer begins anew: what was on its way to it is lost. */
  synchronized void forget(Rank receiver, long now) {
    end(receiver, now, delivery -> true);
  }

  /** Only these peers are left. */
  synchronized void retain(Collection<Rank> receivers, long now) {
    for (Rank receiver : List.copyOf(underWay.keySet())) {
      if (!receivers.contains(receiver)) {
        forget(receiver, now);
      }
    }
  }

  private void expire(long now) {
    for (Rank receiver : List.copyOf(underWay.keySet())) {
      end(receiver, now, delivery -> now - delivery.grantedAt() > patienceNanos);
    }
  }

  private void end(Rank receiver, long now, Predicate<Delivery> which) {
    List<Delivery> own = underWay.get(receiver);
    if (own == null) {
      return;
    }
    for (Iterator<Delivery> each = own.iterator(); each.hasNext(); ) {
      Delivery delivery = each.next();
      if (which.test(delivery)) {
        each.remove();
        bytes -= delivery.bytes();
        slots.release(receiver, delivery.grantedAt(), now);
      }
    }
    if (own.isEmpty()) {
      underWay.remove(receiver);
    }
  }
}
