package org.yarnp2p.bench.sim;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A network of hosts without a bottleneck between them. Each host has an up and a down rate. The
 * sharing model: bytes travel in chunks. A host's uplink sends one chunk after the other, in turn
 * from all its transfers that may send; a host's downlink takes chunks in the order in which they
 * come. A transfer may send as long as no more than {@value #WINDOW} of its chunks are under way,
 * as a TCP window would have it. So no link is idle while somebody could use it, and what one
 * receiver cannot take goes to others.
 */
final class Network {
  private static final int WINDOW = 4;
  private static final int CHUNKS = 4;

  private final VirtualTime time;
  private final long latencyNanos;
  private final Host[] hosts;

  /**
   * @param time moves the bytes
   * @param latencyNanos from any host to any other
   * @param rates of each host up and down, in bytes in a second
   */
  Network(VirtualTime time, long latencyNanos, double[] rates) {
    this.time = time;
    this.latencyNanos = latencyNanos;
    hosts = new Host[rates.length];
    for (int i = 0; i < rates.length; i++) {
      hosts[i] = new Host(rates[i] / 1e9);
    }
  }

  /** Delivers a message that is too small to take up any of the rates. */
  void message(Runnable delivery) {
    time.after(latencyNanos, delivery);
  }

  /** Sends bytes from one host to another, then calls back at the time of arrival. */
  void send(int from, int to, long bytes, Runnable arrived) {
    Host sender = hosts[from];
    sender.ready.add(new Transfer(sender, hosts[to], bytes, arrived));
    sender.pump();
  }

  private final class Host {
    private final double bytesPerNano;
    private final Deque<Transfer> ready = new ArrayDeque<>();
    private boolean sending;
    private long downFreeAt;

    private Host(double bytesPerNano) {
      this.bytesPerNano = bytesPerNano;
    }

    private void pump() {
      if (sending || ready.isEmpty()) {
        return;
      }
      Transfer transfer = ready.poll();
      long chunk = transfer.next();
      if (transfer.maySend()) {
        ready.add(transfer);
      }
      sending = true;
      time.after(
          nanos(chunk),
          () -> {
            sending = false;
            message(() -> transfer.to.receive(transfer, chunk));
            pump();
          });
    }

    private void receive(Transfer transfer, long chunk) {
      downFreeAt = Math.max(downFreeAt, time.now()) + nanos(chunk);
      time.at(downFreeAt, () -> transfer.received(chunk));
    }

    private long nanos(long bytes) {
      return (long) Math.ceil(bytes / bytesPerNano);
    }
  }

  private final class Transfer {
    private final Host from;
    private final Host to;
    private final long chunk;
    private final Runnable arrived;
    private long unsent;
    private long missing;
    private int underWay;

    private Transfer(Host from, Host to, long bytes, Runnable arrived) {
      this.from = from;
      this.to = to;
      this.arrived = arrived;
      chunk = Math.max(1, (bytes + CHUNKS - 1) / CHUNKS);
      unsent = bytes;
      missing = bytes;
    }

    private boolean maySend() {
      return unsent > 0 && underWay < WINDOW;
    }

    private long next() {
      long bytes = Math.min(chunk, unsent);
      unsent -= bytes;
      underWay++;
      return bytes;
    }

    private void received(long bytes) {
      boolean stood = unsent > 0 && !maySend();
      underWay--;
      missing -= bytes;
      if (missing == 0) {
        arrived.run();
      } else if (stood) {
        message(
            () -> {
              from.ready.add(this);
              from.pump();
            });
      }
    }
  }
}
