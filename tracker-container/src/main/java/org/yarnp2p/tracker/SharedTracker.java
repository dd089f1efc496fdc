package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.protocol.SwarmView;
import org.yarnp2p.protocol.SwarmWatch;
import org.yarnp2p.protocol.TrackerProtocol;

/**
 * The tracker's state behind one lock, as its IPC server calls it. The lock is held for decisions
 * only: tokens are made, polls answered and JSON is written outside. Of each rank one long poll is
 * kept open at most. Thread-safe.
 */
final class SharedTracker implements TrackerProtocol, SwarmWatch {
  private static final Logger LOG = LoggerFactory.getLogger(SharedTracker.class);

  /** Characters of the longest map, below Hadoop's limit for one message (128 MiB). */
  private static final int LONGEST_MAP = 64 << 20;

  private final TrackerState state;
  private final SwarmViews views;
  private final Racks racks;
  private final long pollMillis;
  private final LongSupplier nanoClock;

  private final ReentrantLock lock = new ReentrantLock();

  /** The phase has changed, a peer has left, or the tracker is closed. */
  private final Condition moved = lock.newCondition();

  private final Map<Rank, Poll> polls = new HashMap<>();
  private final PhaseTimes times = new PhaseTimes();
  private boolean closed;
  private long lastProgress;

  /** When there was progress last, in ns. */
  private long movedAt;

  private record Poll(Member member, CompletableFuture<SwarmView> answer) {}

  @FunctionalInterface
  private interface Change {
    void on(TrackerState state) throws IOException;
  }

  @FunctionalInterface
  private interface Decision<T> {
    T on(TrackerState state) throws IOException;
  }

  /**
   * @param racks locate each peer's host before it joins
   * @param pollMillis time after which a long poll is answered with nothing new, ms
   * @param nanoClock as {@link System#nanoTime}
   */
  SharedTracker(
      TrackerState state, SwarmViews views, Racks racks, long pollMillis, LongSupplier nanoClock) {
    this.state = state;
    this.views = views;
    this.racks = racks;
    this.pollMillis = pollMillis;
    this.nanoClock = nanoClock;
  }

  @Override
  public void join(JoinRequest request) throws IOException {
    racks.locate(request.endpoint().host());
    change(on -> on.join(request));
  }

  @Override
  public void ready(Member member) throws IOException {
    change(on -> on.ready(member));
  }

  @Override
  public List<DescribedFile> describe(Member member) throws IOException {
    return decide(on -> on.describe(member));
  }

  @Override
  public List<SegmentRef> report(Member member, Report report) throws IOException {
    ReportOutcome outcome = decide(on -> on.report(member, report));
    if (!outcome.refused().isEmpty()) {
      LOG.warn(
          "{} must drop segments whose digest is not the known one: {}", member, outcome.refused());
    }
    for (Rank accused : outcome.newlyAccused()) {
      LOG.warn("{} says that {} sent bad bytes; further complaints are counted", member, accused);
    }
    return outcome.refused();
  }

  @Override
  public List<SegmentRef> claim(Member member, int file, int most, long mostBytes)
      throws IOException {
    return decide(on -> on.claim(member, file, most, mostBytes));
  }

  @Override
  public List<SegmentRef> claimAnew(
      Member member, int file, int most, long mostBytes, List<SegmentRef> open) throws IOException {
    return decide(on -> on.claimAnew(member, file, most, mostBytes, open));
  }

  @Override
  public void leave(Member member) throws IOException {
    change(
        on -> {
          on.leave(member);
          moved.signalAll();
        });
  }

  /** Each file is shown at one moment, different files at different ones. */
  @Override
  public String fileMap(String name) throws IOException {
    return FileMapJson.render(
        name == null ? state.fileNames() : List.of(name),
        fileName -> decide(on -> on.snapshot(fileName)),
        LONGEST_MAP);
  }

  @Override
  public CompletableFuture<SwarmView> watch(Member member, long knownVersion) throws IOException {
    CompletableFuture<SwarmView> answer = new CompletableFuture<>();
    Poll former;
    PeerView view;
    boolean news;
    lock.lock();
    try {
      view = state.view(member);
      // A version that is ahead of this tracker's comes from one before it.
      news = view.version() != knownVersion;
      former = news ? null : polls.put(member.rank(), new Poll(member, answer));
    } finally {
      lock.unlock();
    }
    SwarmView now = views.of(member.rank(), view);
    if (news) {
      answer.complete(now);
    } else {
      answer.completeOnTimeout(now, pollMillis, TimeUnit.MILLISECONDS);
    }
    if (former != null) {
      former.answer().complete(now);
    }
    return answer;
  }

  private void change(Change change) throws IOException {
    decide(
        on -> {
          change.on(on);
          return null;
        });
  }

  private <T> T decide(Decision<T> decision) throws IOException {
    T result;
    List<Runnable> answers;
    lock.lock();
    try {
      result = decision.on(state);
      if (state.progress() != lastProgress) {
        lastProgress = state.progress();
        movedAt = nanoClock.getAsLong();
      }
      answers = pollsToAnswer(state.takeChangedViews());
    } finally {
      lock.unlock();
    }
    answers.forEach(Runnable::run);
    return result;
  }

  private List<Runnable> pollsToAnswer(BitSet changedViews) {
    if (changedViews.isEmpty()) {
      return List.of();
    }
    times.note(state.phase(), nanoClock.getAsLong());
    moved.signalAll();
    List<Runnable> answers = new ArrayList<>();
    for (int rank = changedViews.nextSetBit(0);
        rank >= 0;
        rank = changedViews.nextSetBit(rank + 1)) {
      Poll poll = polls.remove(Rank.peer(rank));
      if (poll != null) {
        answers.add(answerTo(poll));
      }
    }
    return answers;
  }

  private Runnable answerTo(Poll poll) {
    try {
      PeerView view = state.view(poll.member());
      return () -> poll.answer().complete(views.of(poll.member().rank(), view));
    } catch (IOException e) {
      return () -> poll.answer().completeExceptionally(e);
    }
  }

  /** From now on it is known where the origin of a file is. */
  void place(int file, Replicas replicas) throws IOException {
    change(on -> on.place(file, replicas));
  }

  /** The job goes on without these peers. */
  void giveUp(Set<Rank> peers) throws IOException {
    change(
        on -> {
          on.giveUp(peers);
          moved.signalAll();
        });
  }

  /**
   * What the ApplicationMaster says of lives of peers.
   *
   * @param lost are over; their ranks may come again
   * @param leaving are asked back by YARN
   */
  void lives(Set<Member> lost, Set<Member> leaving) throws IOException {
    change(
        on -> {
          for (Member life : lost) {
            on.lose(life);
          }
          on.leaving(leaving);
          moved.signalAll();
        });
  }

  /** Waits for the first to join, when nobody waits for the others. */
  void awaitFirst() throws InterruptedException {
    await(on -> on.phase() != SwarmPhase.GATHERING, Long.MAX_VALUE);
  }

  /**
   * Waits for all to join again.
   *
   * @return the ranks without which the exchange goes on when the time is over
   */
  BitSet awaitReturn(TimeLimit limit) throws IOException, InterruptedException {
    boolean open = await(on -> on.phase() != SwarmPhase.GATHERING, limit.millis());
    return open ? new BitSet() : decide(TrackerState::gatheringOverdue);
  }

  /** Waits for all to join; fails the swarm when they do not. */
  void awaitAll(TimeLimit limit) throws IOException, InterruptedException {
    boolean joined = await(on -> on.phase() != SwarmPhase.GATHERING, limit.millis());
    if (!joined) {
      change(on -> on.gateOverdue(limit.toString()));
    }
    throwIfFailed();
  }

  /**
   * Waits for the gate to open, when all have joined; opens it when the time is over.
   *
   * @return the ranks that have not met their neighbours in that time
   */
  BitSet awaitGate(TimeLimit limit) throws IOException, InterruptedException {
    boolean open = await(on -> on.phase() != SwarmPhase.MEETING, limit.millis());
    BitSet unready = open ? new BitSet() : decide(TrackerState::meetingOverdue);
    throwIfFailed();
    return unready;
  }

  /**
   * Waits for all peers to be complete.
   *
   * @param stall the swarm fails when nothing has moved for this time
   */
  void awaitDrain(TimeLimit stall) throws IOException, InterruptedException {
    long left = stall.millis();
    while (!await(on -> on.phase() != SwarmPhase.EXCHANGE, left)) {
      left = stall.millis() - millisSinceProgress();
      if (left <= 0) {
        change(on -> on.standsStill(stall.toString()));
        left = stall.millis();
      }
    }
    throwIfFailed();
  }

  private long millisSinceProgress() {
    lock.lock();
    try {
      return TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - movedAt);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for all peers to leave.
   *
   * @return those that have not
   */
  BitSet awaitLeave(TimeLimit limit) throws InterruptedException {
    await(TrackerState::allLeft, limit.millis());
    lock.lock();
    try {
      return state.staying();
    } finally {
      lock.unlock();
    }
  }

  private boolean await(Predicate<TrackerState> reached, long limitMillis)
      throws InterruptedException {
    long nanos = TimeUnit.MILLISECONDS.toNanos(limitMillis);
    lock.lockInterruptibly();
    try {
      while (!reached.test(state) && nanos > 0) {
        if (closed) {
          throw new InterruptedException("the tracker was closed in phase " + state.phase());
        }
        nanos = moved.awaitNanos(nanos);
      }
      return reached.test(state);
    } finally {
      lock.unlock();
    }
  }

  private void throwIfFailed() throws SwarmFailedException {
    lock.lock();
    try {
      if (state.failure().isPresent()) {
        throw new SwarmFailedException(state.failure().get());
      }
    } finally {
      lock.unlock();
    }
  }

  /** The tracker's figures. */
  RankStatus status() {
    lock.lock();
    try {
      RankPhase phase =
          switch (state.phase()) {
            case GATHERING, MEETING -> RankPhase.JOINED;
            case EXCHANGE -> RankPhase.EXCHANGING;
            case DRAIN -> state.allLeft() ? RankPhase.LEFT : RankPhase.COMPLETE;
            case FAILED -> RankPhase.LEFT;
          };
      return times.status(
          phase, state.joined(), state.grantedBytes(), state.trouble(), nanoClock.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  /** Ends waits. */
  void close() {
    lock.lock();
    try {
      closed = true;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
