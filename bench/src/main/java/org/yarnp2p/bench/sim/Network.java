package org.yarnp2p.bench.sim;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A network of hosts without a bottleneck between them. Each host has an up and a down rate. The
 * sharing model: bytes travel in chunks of one size, whatever the length of the transfer. A host's
 * uplink sends one chunk after the other, in turn from all its transfers that may send; the
 * receiving host's downlink takes a chunk while it is being sent, and chunks that come together one
 * after the other. A transfer may send as long as no more than {@code WINDOW} of its chunks are
 * under way, as a TCP window would have it.
 *
 * <p>So no link is idle while somebody could use it, what one receiver cannot take goes to others,
 * and a transfer between two idle hosts takes its bytes divided by the lower rate. Transfers that
 * last for many chunks get what max-min fairness would give them, most of them within a fifth of
 * it, and within 2 % all together. In detail the shares differ: the turn goes round by whole
 * chunks, and a transfer that has been held up by its receiver does not make up for its lost turns.
 */
final class Network {
  private static final int WINDOW = 2;

  /** A transfer is nearly there when this part of it is missing. */
  private static final int NEARLY = 4;

  private final VirtualTime time;
  private final int chunkBytes;
  private final VirtualTime.Lane messages;
  private final Host[] hosts;

  /**
   * @param time moves the bytes
   * @param latencyNanos from any host to any other
   * @param chunkBytes what a host sends before it is another transfer's turn; the fewer, the more
   *     even the shares, and the more events
   * @param rates of each host up and down, in bytes in a second
   */
  Network(VirtualTime time, long latencyNanos, int chunkBytes, double[] rates) {
    this.time = time;
    this.chunkBytes = chunkBytes;
    messages = time.lane(latencyNanos);
    hosts = new Host[rates.length];
    for (int i = 0; i < rates.length; i++) {
      hosts[i] = new Host(rates[i] / 1e9);
    }
  }

  /** Delivers a message that is too small to take up any of the rates. */
  void message(Runnable delivery) {
    messages.add(delivery);
  }

  /**
   * Sends bytes from one host to another.
   *
   * @param nearly called once, when no more than a quarter of the bytes is missing
   * @param arrived called when all have arrived
   */
  void send(int from, int to, long bytes, Runnable nearly, Runnable arrived) {
    Host sender = hosts[from];
    sender.ready.add(new Transfer(sender, hosts[to], bytes, nearly, arrived));
    sender.pump();
  }

  /** A host is lost: its transfers break, and what of them is under way arrives nowhere. */
  void lose(int host) {
    hosts[host].lost = true;
  }

  private final class Host {
    private final double bytesPerNano;
    private final Deque<Transfer> ready = new ArrayDeque<>();
    private boolean sending;
    private boolean lost;
    private long downFreeAt;

    private Host(double bytesPerNano) {
      this.bytesPerNano = bytesPerNano;
    }

    private void pump() {
      if (sending || lost) {
        return;
      }
      Transfer transfer = nextWhole();
      if (transfer == null) {
        return;
      }
      long chunk = transfer.next();
      if (transfer.maySend()) {
        ready.add(transfer);
      }
      sending = true;
      long sent = time.now() + nanos(chunk);
      long taken = transfer.to.take(chunk);
      time.at(
          sent,
          () -> {
            sending = false;
            pump();
          });
      time.at(Math.max(sent, taken), () -> message(() -> transfer.received(chunk)));
    }

    /** The transfer whose turn it is; those to lost hosts are dropped. */
    private Transfer nextWhole() {
      Transfer next = ready.poll();
      while (next != null && next.broken()) {
        next = ready.poll();
      }
      return next;
    }

    /** When the downlink has taken a chunk that begins to come now. */
    private long take(long chunk) {
      downFreeAt = Math.max(downFreeAt, time.now()) + nanos(chunk);
      return downFreeAt;
    }

    private long nanos(long bytes) {
      return (long) Math.ceil(bytes / bytesPerNano);
    }
  }

  private final class Transfer {
    private final Host from;
    private final Host to;
    private final long bytes;
    private final Runnable nearly;
    private final Runnable arrived;
    private long unsent;
    private long missing;
    private int underWay;

    private Transfer(Host from, Host to, long bytes, Runnable nearly, Runnable arrived) {
      this.from = from;
      this.to = to;
      this.bytes = bytes;
      this.nearly = nearly;
      this.arrived = arrived;
      unsent = bytes;
      missing = bytes;
    }

    private boolean broken() {
      return from.lost || to.lost;
    }

    private boolean maySend() {
      return unsent > 0 && underWay < WINDOW;
    }

    private long next() {
      long chunk = Math.min(chunkBytes, unsent);
      unsent -= chunk;
      underWay++;
      return chunk;
    }

    private void received(long chunk) {
      if (broken()) {
        return;
      }
      boolean stood = unsent > 0 && !maySend();
      underWay--;
      boolean before = missing > bytes / NEARLY;
      missing -= chunk;
      if (before && missing <= bytes / NEARLY) {
        nearly.run();
      }
      if (missing == 0) {
        arrived.run();
        return;
      }
      if (stood) {
        message(
            () -> {
              from.ready.add(this);
              from.pump();
            });
      }
    }
  }
}
