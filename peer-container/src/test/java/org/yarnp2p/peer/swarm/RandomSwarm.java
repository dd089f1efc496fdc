package org.yarnp2p.peer.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;

/**
 * Several peers that exchange random files in virtual time, with random delays and, if so wanted,
 * with faults. Each message between two peers takes a time of its own, but they do not overtake
 * each other.
 */
final class RandomSwarm {
  private static final long LONGEST_NANOS = 3_600_000_000_000L;

  final SplittableRandom random;
  final SwarmSettings settings;
  final List<SwarmFile> shapes = new ArrayList<>();
  private final long seed;
  private final boolean faults;
  private final List<RandomPeer> peers = new ArrayList<>();
  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private long now;
  private long sequence;

  private record Due(long at, long sequence, Runnable work) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
    }
  }

  RandomSwarm(long seed, boolean faults) {
    this.seed = seed;
    this.faults = faults;
    random = new SplittableRandom(seed);
    int slots = 1 + random.nextInt(3);
    settings =
        new SwarmSettings(
            slots,
            slots + random.nextInt(3),
            1 + random.nextInt(3),
            random.nextInt(3) * 20,
            random.nextInt(300),
            1 + random.nextInt(32),
            random.nextInt(2) == 0 ? 1L << 40 : 1 + random.nextInt(500),
            2);
    int ranks = 2 + random.nextInt(6);
    int files = 1 + random.nextInt(4);
    for (int file = 0; file < files; file++) {
      FileShape shape = FileShape.payload(random.nextInt(2500), 1 + random.nextInt(100));
      shapes.add(new SwarmFile(file, shape, true, new BitSet(), false));
    }
    for (int rank = 1; rank <= ranks; rank++) {
      peers.add(new RandomPeer(Rank.peer(rank), this));
    }
  }

  /** Runs until nothing is left to happen. */
  void run() {
    for (SwarmFile file : shapes) {
      peers.get(random.nextInt(peers.size())).hold(file.id());
    }
    peers.forEach(peer -> at(random.nextInt(50_000_000), peer::start));
    while (!queue.isEmpty() && !unfinished().isEmpty()) {
      step();
    }
    while (!queue.isEmpty() && queue.peek().at < now + 20_000_000_000L) {
      step();
    }
    peers.forEach(RandomPeer::checkAtRest);
  }

  private void step() {
    Due due = queue.poll();
    now = due.at;
    check(now < LONGEST_NANOS, "after an hour this goes on and on");
    due.work.run();
  }

  /** Peers that still miss something. */
  List<Rank> unfinished() {
    return peers.stream().filter(peer -> !peer.finished()).map(RandomPeer::rank).toList();
  }

  /** Whether an asker that is deceived by one source can go to another. */
  boolean othersHold(SegmentRef segment, RandomPeer source, RandomPeer asker) {
    return peers.stream().anyMatch(peer -> peer != source && peer != asker && peer.holds(segment));
  }

  boolean faults() {
    return faults;
  }

  RandomPeer peer(Rank rank) {
    return peers.get(rank.value() - 1);
  }

  long now() {
    return now;
  }

  void at(long nanos, Runnable work) {
    queue.add(new Due(Math.max(now, nanos), sequence++, work));
  }

  /** Whether one of so many goes wrong, if faults are wanted. */
  boolean bad(int oneOf) {
    return faults && random.nextInt(oneOf) == 0;
  }

  /** All ranks but this one. */
  List<Neighbour> neighboursOf(RandomPeer peer) {
    return IntStream.rangeClosed(1, peers.size())
        .mapToObj(Rank::peer)
        .filter(rank -> !rank.equals(peer.rank()))
        .map(rank -> new Neighbour(rank, (rank.value() + peer.rank().value()) % 3))
        .toList();
  }

  void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(this + " at " + now + " ns: " + otherwise);
    }
  }

  @Override
  public String toString() {
    return "seed %d (%s faults, %d peers, %d files, %s)"
        .formatted(seed, faults ? "with" : "without", peers.size(), shapes.size(), settings);
  }
}
