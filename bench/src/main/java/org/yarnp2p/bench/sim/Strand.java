package org.yarnp2p.bench.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/**
 * Some of the hosts of a simulation: their clock, the messages that they send, and those that are
 * under way to them. For one thread at a time.
 */
final class Strand {
  private static final Comparator<Message> ORDER =
      Comparator.comparingLong(Message::at).thenComparingInt(Message::from);

  private final VirtualTime time = new VirtualTime();
  private final long latencyNanos;

  /** Messages to these hosts, in the order in which they come. */
  private final Queue<Message> coming = new ArrayDeque<>();

  /** Messages from these hosts that have not been collected, by the strand that they go to. */
  private final List<List<Message>> sent = new ArrayList<>();

  private final List<Message> collected = new ArrayList<>();

  private record Message(long at, int from, Runnable work) {}

  /**
   * @param strands how many there are, this one among them
   * @param latencyNanos of every message
   */
  Strand(int strands, long latencyNanos) {
    this.latencyNanos = latencyNanos;
    for (int i = 0; i < strands; i++) {
      sent.add(new ArrayList<>());
    }
  }

  VirtualTime time() {
    return time;
  }

  /** Sends a message from one of these hosts, now. */
  void send(int from, int toStrand, Runnable work) {
    sent.get(toStrand).add(new Message(time.now() + latencyNanos, from, work));
  }

  /**
   * Takes over what has been sent to these hosts in the last window. Of messages that come at the
   * same time, those of the lower host are first: so it does not matter which hosts share a strand.
   *
   * @param number of this strand
   */
  void collect(List<Strand> all, int number) {
    for (Strand strand : all) {
      List<Message> toHere = strand.sent.get(number);
      collected.addAll(toHere);
      toHere.clear();
    }
    collected.sort(ORDER);
    coming.addAll(collected);
    collected.clear();
  }

  /** When the next event is due, in ns; the largest value when there is none. */
  long next() {
    Message first = coming.peek();
    return first == null ? time.next() : Math.min(first.at, time.next());
  }

  /** Runs all events that are due before a time, in ns; messages before others at the same time. */
  void run(long until) {
    while (true) {
      Message first = coming.peek();
      long due = first == null ? Long.MAX_VALUE : first.at;
      long own = time.next();
      if (Math.min(due, own) >= until) {
        return;
      }
      if (due <= own) {
        coming.remove();
        time.advance(due);
        first.work.run();
      } else {
        time.step();
      }
    }
  }
}
