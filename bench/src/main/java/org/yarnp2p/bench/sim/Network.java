package org.yarnp2p.bench.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntUnaryOperator;

/**
 * A network of hosts in racks. Each host has an up and a down rate, and so has each rack's link to
 * the others; there is no other bottleneck between them. The sharing model: bytes travel in chunks
 * of one size, whatever the length of the transfer. A host's uplink sends one chunk after the
 * other, in turn from all its transfers that may send; the receiving host's downlink takes a chunk
 * while it is being sent, and chunks that come together one after the other. A transfer may send as
 * long as no more than {@code WINDOW} of its chunks are under way, as a TCP window would have it.
 *
 * <p>Between racks a chunk passes the sender's uplink and the receiver's downlink, each of which
 * carries one chunk after the other in the order in which they come. Messages and acknowledgements
 * pass them without waiting.
 *
 * <p>So no link is idle while somebody could use it, what one receiver cannot take goes to others,
 * and a transfer between two idle hosts takes its bytes divided by the lower rate. Transfers that
 * last for many chunks get what max-min fairness would give them, most of them within a fifth of
 * it, and within 2 % all together. In detail the shares differ: the turn goes round by whole
 * chunks, and a transfer that has been held up by its receiver does not make up for its lost turns.
 */
final class Network {
  private static final int WINDOW = 2;

  private final Strands strands;
  private final int chunkBytes;
  private final Host[] hosts;

  /** What comes out of each rack, and what goes into it. */
  private final RackLink[] up;

  private final RackLink[] down;

  /**
   * @param strands move the bytes; the hosts have the numbers from 0
   * @param chunkBytes what a host sends before it is another transfer's turn; the fewer, the more
   *     even the shares, and the more events
   * @param rates of each host up and down, in bytes in a second
   */
  Network(Strands strands, int chunkBytes, double[] rates) {
    this(strands, chunkBytes, rates, host -> 0, Scenario.Racks.ONE, rates.length);
  }

  /**
   * @param rackOf each host's, from 0
   * @param free a number from which on none is a host's, nor the tracker's
   */
  Network(
      Strands strands,
      int chunkBytes,
      double[] rates,
      IntUnaryOperator rackOf,
      Scenario.Racks racks,
      int free) {
    this.strands = strands;
    this.chunkBytes = chunkBytes;
    up = new RackLink[racks.count()];
    down = new RackLink[racks.count()];
    for (int i = 0; i < racks.count(); i++) {
      up[i] = new RackLink(free + 2 * i, racks.uplink() / 1e9);
      down[i] = new RackLink(free + 2 * i + 1, racks.uplink() / 1e9);
    }
    hosts = new Host[rates.length];
    for (int i = 0; i < rates.length; i++) {
      hosts[i] = new Host(i, rackOf.applyAsInt(i), rates[i] / 1e9);
    }
  }

  /** Bytes that have come into a rack from others. */
  long broughtInto(int rack) {
    return down[rack].carried;
  }

  /**
   * Sends bytes from one host, whose event this is, to another.
   *
   * @param lastBytes of them
   * @param nearly called once at the receiver, when no more than the last bytes are missing
   * @param arrived called there when all have arrived
   */
  void send(int from, int to, long bytes, long lastBytes, Runnable nearly, Runnable arrived) {
    Host sender = hosts[from];
    sender.ready.add(new Transfer(sender, hosts[to], bytes, lastBytes, nearly, arrived));
    sender.pump();
  }

  /**
   * A host is lost at a time: then its transfers break, and what of them is under way arrives
   * nowhere. To be said before the first event.
   *
   * @param nanos of the virtual clock
   */
  void lose(int host, long nanos) {
    hosts[host].lostAt = nanos;
  }

  /** One direction of a rack's link. */
  private final class RackLink {
    private final int number;
    private final VirtualTime time;
    private final double bytesPerNano;
    private long freeAt;
    private long carried;

    private RackLink(int number, double bytesPerNano) {
      this.number = number;
      this.bytesPerNano = bytesPerNano;
      time = strands.time(number);
    }

    /**
     * A chunk begins to come, which its sender sends within this time.
     *
     * @param next where it goes on to, in its turn
     */
    private void pass(int chunk, long sending, int next, Runnable then) {
      carried += chunk;
      freeAt = Math.max(freeAt, time.now()) + (long) Math.ceil(chunk / bytesPerNano);
      long waits = Math.max(0, freeAt - time.now() - sending);
      time.after(waits, () -> strands.message(number, next, then));
    }
  }

  private final class Host {
    private final int number;
    private final int rack;
    private final VirtualTime time;
    private final double bytesPerNano;
    private final Deque<Transfer> ready = new ArrayDeque<>();
    private boolean sending;
    private long lostAt = Long.MAX_VALUE;
    private long downFreeAt;

    private Host(int number, int rack, double bytesPerNano) {
      this.number = number;
      this.rack = rack;
      this.bytesPerNano = bytesPerNano;
      time = strands.time(number);
    }

    private void pump() {
      if (sending) {
        return;
      }
      Transfer transfer = nextWhole();
      if (transfer == null) {
        return;
      }
      int chunk = transfer.next();
      if (transfer.maySend()) {
        ready.add(transfer);
      }
      sending = true;
      long takes = nanos(chunk);
      time.after(
          takes,
          () -> {
            sending = false;
            pump();
          });
      pass(transfer, chunk, takes);
    }

    private void pass(Transfer transfer, int chunk, long takes) {
      Host to = transfer.to;
      Runnable taken = () -> to.take(transfer, chunk, takes);
      if (rack == to.rack) {
        strands.message(number, to.number, taken);
      } else {
        RackLink out = up[rack];
        RackLink in = down[to.rack];
        Runnable enters = () -> in.pass(chunk, takes, to.number, taken);
        strands.message(number, out.number, () -> out.pass(chunk, takes, in.number, enters));
      }
    }

    /** The transfer whose turn it is; those to lost hosts are dropped. */
    private Transfer nextWhole() {
      Transfer next = ready.poll();
      while (next != null && next.broken(time.now())) {
        next = ready.poll();
      }
      return next;
    }

    /** A chunk begins to come, which the other sends within this time. */
    private void take(Transfer transfer, int chunk, long sending) {
      downFreeAt = Math.max(downFreeAt, time.now()) + nanos(chunk);
      time.at(Math.max(time.now() + sending, downFreeAt), () -> transfer.received(chunk));
    }

    private long nanos(long bytes) {
      return (long) Math.ceil(bytes / bytesPerNano);
    }
  }

  private final class Transfer {
    private final Host from;
    private final Host to;
    private final long lastBytes;
    private final Runnable nearly;
    private final Runnable arrived;

    /** Known to the sender, as is what is under way. */
    private long unsent;

    private int underWay;

    /** Known to the receiver. */
    private long missing;

    private Transfer(
        Host from, Host to, long bytes, long lastBytes, Runnable nearly, Runnable arrived) {
      this.from = from;
      this.to = to;
      this.lastBytes = lastBytes;
      this.nearly = nearly;
      this.arrived = arrived;
      unsent = bytes;
      missing = bytes;
    }

    private boolean broken(long now) {
      return from.lostAt <= now || to.lostAt <= now;
    }

    private boolean maySend() {
      return unsent > 0 && underWay < WINDOW;
    }

    private int next() {
      int chunk = (int) Math.min(chunkBytes, unsent);
      unsent -= chunk;
      underWay++;
      return chunk;
    }

    /** At the receiver. */
    private void received(int chunk) {
      if (broken(to.time.now())) {
        return;
      }
      boolean before = missing > lastBytes;
      missing -= chunk;
      if (before && missing <= lastBytes) {
        nearly.run();
      }
      if (missing == 0) {
        arrived.run();
      } else if (missing > (WINDOW - 1L) * chunkBytes) { // else all is sent
        strands.message(to.number, from.number, this::acknowledged);
      }
    }

    /** At the sender. */
    private void acknowledged() {
      boolean stood = unsent > 0 && !maySend();
      underWay--;
      if (stood) {
        from.ready.add(this);
        from.pump();
      }
    }
  }
}
