package org.yarnp2p.bench.micro;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.Neighbour;
import org.yarnp2p.peer.swarm.Outcome;
import org.yarnp2p.peer.swarm.SlotAnswer;
import org.yarnp2p.peer.swarm.SwarmFile;
import org.yarnp2p.peer.swarm.SwarmSettings;
import org.yarnp2p.peer.swarm.SwarmState;
import org.yarnp2p.protocol.Holding;

/** What a peer's decisions cost, with {@value Scale#NEIGHBOURS} neighbours. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SwarmBenchmark {
  /** As the product is set up without further words, with room for what is in flight. */
  private static final SwarmSettings SETTINGS =
      new SwarmSettings(2, 4, 2, 64 << 10, 256 << 10, 32, 64L * Scale.SEGMENT_BYTES, 2);

  /** A peer that has nothing yet. */
  private static final class Peer {
    private final SwarmState state = new SwarmState(SETTINGS, new Random(Scale.RANDOM_SEED));
    private final Deque<Long> requests = new ArrayDeque<>();
    private long now;

    /**
     * A peer with neighbours.
     *
     * @param share of the segments that each neighbour holds, 0 to 1
     */
    Peer(Random random, double share) {
      apply(
          new Event.FilesDescribed(
              List.of(new SwarmFile(Scale.FILE, Scale.shape(), true, new BitSet(), false))));
      meet();
      for (Rank rank : neighbours()) {
        BitSet held = new BitSet(Scale.SEGMENTS);
        for (int i = 0; i < Scale.SEGMENTS; i++) {
          held.set(i, random.nextDouble() < share);
        }
        introduce(rank, held);
      }
    }

    /** Neighbours of whom nothing is known. */
    void meet() {
      apply(new Event.NeighboursChanged(List.of()));
      List<Neighbour> neighbours = new ArrayList<>();
      for (Rank rank : neighbours()) {
        neighbours.add(new Neighbour(rank, Neighbour.ELSEWHERE));
      }
      apply(new Event.NeighboursChanged(neighbours));
    }

    static List<Rank> neighbours() {
      List<Rank> ranks = new ArrayList<>();
      for (int i = 0; i < Scale.NEIGHBOURS; i++) {
        ranks.add(Rank.peer(2 + i * (Scale.RANKS / Scale.NEIGHBOURS)));
      }
      return ranks;
    }

    void introduce(Rank rank, BitSet held) {
      apply(new Event.Introduced(rank, List.of(new Holding(Scale.FILE, held))));
    }

    List<Action> apply(Event event) {
      now++;
      List<Action> actions = state.apply(event, now);
      for (Action action : actions) {
        if (action instanceof Action.Fetch fetch) {
          requests.add(fetch.request());
        } else if (action instanceof Action.Reserve reserve) {
          apply(new Event.SlotAnswered(reserve.source(), new SlotAnswer.Clear()));
        }
      }
      return actions;
    }
  }

  /** In the middle of an exchange: each neighbour holds half of the segments. */
  @State(Scope.Benchmark)
  public static class Exchange {
    private Peer peer;

    /** Makes it. */
    @Setup
    public void prepare() {
      peer = new Peer(new Random(Scale.RANDOM_SEED), 0.5);
    }
  }

  /** Neighbours that get the segments one by one, each in its own order. */
  @State(Scope.Benchmark)
  public static class News {
    private final List<Event.Announced> announcements = new ArrayList<>();
    private Peer peer;
    private int next;

    /** Makes it. */
    @Setup
    public void prepare() {
      Random random = new Random(Scale.RANDOM_SEED);
      peer = new Peer(random, 0);
      for (Rank rank : Peer.neighbours()) {
        for (int i = 0; i < Scale.SEGMENTS; i++) {
          announcements.add(new Event.Announced(rank, List.of(new SegmentRef(Scale.FILE, i))));
        }
      }
      Collections.shuffle(announcements, random);
    }

    private Event.Announced announcement() {
      if (next == announcements.size()) {
        // One in 81,920 begins anew: too rare to count.
        next = 0;
        peer.meet();
      }
      return announcements.get(next++);
    }
  }

  /**
   * A request has brought nothing: slots are wanted of all, and the first that is clear is used.
   */
  @Benchmark
  public List<Action> pick(Exchange exchange) {
    Peer peer = exchange.peer;
    return peer.apply(new Event.RequestEnded(peer.requests.remove(), new Outcome.Busy(0)));
  }

  /** A neighbour has a new segment. */
  @Benchmark
  public List<Action> announcement(News news) {
    return news.peer.apply(news.announcement());
  }
}
