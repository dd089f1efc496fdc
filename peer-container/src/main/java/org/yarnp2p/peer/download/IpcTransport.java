package org.yarnp2p.peer.download;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Outcome;
import org.yarnp2p.peer.swarm.SlotAnswer;
import org.yarnp2p.protocol.FetchAnswer;
import org.yarnp2p.protocol.FetchRequest;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.ReserveAnswer;
import org.yarnp2p.protocol.SegmentData;

/** Segments inside the answers of Hadoop IPC. */
public final class IpcTransport implements SegmentTransport {
  private static final Logger LOG = LoggerFactory.getLogger(IpcTransport.class);

  private final Member self;
  private final PeerDirectory peers;
  private final Executor threads;
  private final Map<Long, Fetching> running = new ConcurrentHashMap<>();

  /** The turns at the sources that have given this peer a slot. */
  private final Map<Rank, Turn> turns = new HashMap<>();

  /** Completes when a source has heard, or cannot, of all slots that were given back to it. */
  private final Map<Rank, CompletableFuture<Void>> releases = new HashMap<>();

  private static final class Turn {
    private int outstanding;
    private boolean over;
  }

  /**
   * @param self who asks
   * @param peers whom to ask
   * @param threads wait for answers, each for one
   */
  public IpcTransport(Member self, PeerDirectory peers, Executor threads) {
    this.self = self;
    this.peers = peers;
    this.threads = threads;
  }

  @Override
  public boolean introduce(Rank to, List<Holding> holdings, Runnable heard, Runnable lost) {
    return false;
  }

  @Override
  public void neighbours(Collection<Member> members) {
    // Calls end with the connection that they are made on.
  }

  @Override
  public boolean announce(Rank to, List<SegmentRef> segments, Runnable lost) {
    return false;
  }

  /** That is not worth a call. */
  @Override
  public void foretell(Rank to, List<SegmentRef> segments) {}

  @Override
  public void reserve(Rank source, Consumer<SlotAnswer> answered) {
    ask(
        source,
        answer -> {
          if (answer.isEmpty()) {
            answered.accept(new SlotAnswer.Failed());
          } else if (answer.get() instanceof ReserveAnswer.Busy busy) {
            answered.accept(new SlotAnswer.Busy(busy.retryAfterMillis()));
          } else {
            cleared(source);
            answered.accept(new SlotAnswer.Clear());
          }
        });
  }

  /**
   * Asks a source for an upload slot, when it has heard that the former is given back: else it
   * might take the next one for that.
   *
   * @param answered called once, by another thread; empty when there is no answer
   */
  public void ask(Rank source, Consumer<Optional<ReserveAnswer>> answered) {
    CompletableFuture<Void> before;
    synchronized (turns) {
      before = releases.getOrDefault(source, CompletableFuture.completedFuture(null));
    }
    callAfter(
        before,
        () -> {
          Optional<ReserveAnswer> answer = Optional.empty();
          try {
            answer = Optional.of(peers.peer(source).reserve(self));
          } catch (IOException e) {
            LOG.info("{} does not say whether it has a slot: {}", source, e.toString());
          } finally {
            answered.accept(answer);
          }
        });
  }

  private void callAfter(CompletableFuture<Void> before, Runnable call) {
    if (before.isDone()) {
      threads.execute(call);
    } else {
      // Not by the future's thread, which would keep an Error to itself.
      var unused = before.thenRun(() -> threads.execute(call));
    }
  }

  @Override
  public void release(Rank source) {
    CompletableFuture<Void> told = new CompletableFuture<>();
    CompletableFuture<Void> before;
    synchronized (turns) {
      before = releases.put(source, told);
    }
    callAfter(
        before == null ? CompletableFuture.completedFuture(null) : before,
        () -> {
          try {
            peers.peer(source).release(self);
          } catch (IOException e) {
            // It takes the slot back by itself after a while.
            LOG.info("{} did not hear that its slot is free: {}", source, e.toString());
          } finally {
            synchronized (turns) {
              releases.remove(source, told);
            }
            told.complete(null);
          }
        });
  }

  @Override
  public void fetch(Action.Fetch fetch, Receiver receiver) {
    Fetching fetching = new Fetching();
    running.put(fetch.request(), fetching);
    if (!fetch.eager()) {
      begun(fetch.source());
    }
    threads.execute(() -> run(fetch, receiver, fetching));
  }

  @Override
  public void cancel(Action.Fetch fetch) {
    Fetching fetching = running.get(fetch.request());
    if (fetching != null) {
      fetching.cancel();
    }
  }

  private void run(Action.Fetch fetch, Receiver receiver, Fetching fetching) {
    Outcome outcome = new Outcome.Failed();
    boolean kept = true;
    try {
      FetchAnswer answer = answer(fetch, fetching);
      kept = !(answer instanceof FetchAnswer.Served served) || served.kept();
      outcome = answer == null ? new Outcome.Done() : take(answer, receiver);
    } catch (IOException e) {
      LOG.info("{} did not answer {}: {}", fetch.source(), fetch, e.toString());
    } finally {
      running.remove(fetch.request());
      if (!fetch.eager()) {
        ended(fetch.source(), kept);
      }
      receiver.ended(outcome);
    }
  }

  /** Null when the request has been cancelled. */
  private FetchAnswer answer(Action.Fetch fetch, Fetching fetching) throws IOException {
    if (!fetching.begin()) {
      return null;
    }
    FetchAnswer answer = null;
    IOException failure = null;
    try {
      answer =
          peers
              .peer(fetch.source())
              .fetch(self, new FetchRequest(fetch.candidates(), fetch.mostBytes(), fetch.eager()));
    } catch (IOException e) {
      failure = e;
    }
    if (!fetching.end()) {
      return null;
    }
    if (failure != null) {
      throw failure;
    }
    return answer;
  }

  private static Outcome take(FetchAnswer answer, Receiver receiver) throws IOException {
    if (answer instanceof FetchAnswer.Busy busy) {
      return new Outcome.Busy(busy.retryAfterMillis());
    }
    if (answer instanceof FetchAnswer.Served served) {
      receiver.bound(served.segments().stream().map(SegmentData::segment).toList(), served.kept());
      for (SegmentData data : served.segments()) {
        Receiver.Arrival arrival =
            receiver.begin(data.segment(), data.data().remaining(), data.digest());
        boolean whole = false;
        try {
          arrival.part(data.data());
          whole = true;
        } finally {
          if (!whole) {
            arrival.cutOff();
          }
        }
        arrival.end();
      }
      return new Outcome.Done();
    }
    return new Outcome.Missing();
  }

  private void cleared(Rank source) {
    synchronized (turns) {
      turns.computeIfAbsent(source, s -> new Turn()).over = false;
    }
  }

  private void begun(Rank source) {
    synchronized (turns) {
      turns.computeIfAbsent(source, s -> new Turn()).outstanding++;
    }
  }

  /** When the last answer of a turn that is over has come, the source is told. */
  private void ended(Rank source, boolean kept) {
    synchronized (turns) {
      Turn turn = turns.get(source);
      turn.outstanding--;
      turn.over |= !kept;
      if (turn.outstanding > 0 || !turn.over) {
        return;
      }
      turns.remove(source);
    }
    release(source);
  }
}
