package org.yarnp2p.bench.faults;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.LostFile;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.protocol.Trouble;
import org.yarnp2p.tracker.PeerView;
import org.yarnp2p.tracker.Replicas;
import org.yarnp2p.tracker.SwarmKind;
import org.yarnp2p.tracker.TrackerSettings;
import org.yarnp2p.tracker.TrackerState;

/** The product's tracker in a process: its state, and the polls that wait for news. */
final class TrackerProcess {
  private static final long POLL_NANOS = 10_000_000_000L;
  private static final long MEETING_NANOS = 5_000_000_000L;

  /** As p2p.tracker.return.timeout says. */
  private static final long RETURN_NANOS = 10_000_000_000L;

  /** As p2p.tracker.gate.timeout says. */
  private static final long GATE_NANOS = 600_000_000_000L;

  /** Until it is known where the origins are. */
  private static final long PLACES_NANOS = 1_000_000_000L;

  private static final int LOCALITY_DELAY = 3;

  private final Swarm swarm;
  private final VirtualProcess process;
  private final TrackerState state;
  private final Map<Rank, Poll> polls = new HashMap<>();

  /** Files that are lost, and for whom. */
  private final Map<Integer, Set<Rank>> declared = new HashMap<>();

  private boolean meets;

  private record Poll(Member member, Consumer<PeerView> answer) {}

  /** A decision of the state. */
  @FunctionalInterface
  interface Decision<T> {
    /** Decides. */
    T on(TrackerState state) throws IOException;
  }

  /**
   * @param again whether it is a later life, of which the files are known to the peers only
   */
  TrackerProcess(Swarm swarm, int peers, boolean again) {
    this.swarm = swarm;
    process = new VirtualProcess(swarm.time());
    TrackerSettings settings =
        new TrackerSettings(2 + swarm.random().nextInt(3), 6, LOCALITY_DELAY);
    List<PlannedFile> files = swarm.content().files();
    state = new TrackerState(peers, files, settings, swarm.random(), kind(), again);
    if (again && kind() == SwarmKind.ELASTIC) {
      process.after(RETURN_NANOS, () -> overdue(TrackerState::gatheringOverdue));
    } else if (again) {
      process.after(GATE_NANOS, () -> overdue(this::gateOverdue));
    }
    if (swarm.plan().origin()) {
      process.after(PLACES_NANOS, () -> files.forEach(file -> place(file, stored(file, peers))));
    }
  }

  private static String firstHost(int rank) {
    return Life.host(new Member(Rank.peer(rank), 1));
  }

  /** The first half of a file is on one peer's host, the second on another's. */
  private Replicas stored(PlannedFile file, int peers) {
    FileShape shape = swarm.content().shapes().get(file.id());
    long half = shape.dataLength() / 2;
    String first = firstHost(1 + file.id() % peers);
    String second = firstHost(1 + (file.id() + 1) % peers);
    return Replicas.of(
        shape,
        List.of(
            new Replicas.Block(0, half, Set.of(first)),
            new Replicas.Block(half, shape.dataLength() - half, Set.of(second))),
        host -> null);
  }

  private void place(PlannedFile file, Replicas replicas) {
    try {
      state.place(file.id(), replicas);
    } catch (IOException e) {
      throw new IllegalStateException(e); // it is one of the job's
    }
  }

  private SwarmKind kind() {
    if (swarm.plan().origin()) {
      return SwarmKind.ELASTIC;
    }
    return swarm.plan().partial() ? SwarmKind.PARTIAL : SwarmKind.TOGETHER;
  }

  private boolean gateOverdue(TrackerState on) {
    on.gateOverdue("10m");
    return true;
  }

  VirtualProcess process() {
    return process;
  }

  SwarmPhase phase() {
    return state.phase();
  }

  /** Lives whose place another should take. */
  List<Member> unfit() {
    return state.trouble().unfit();
  }

  /** What its heartbeats tell. */
  Trouble trouble() {
    return state.trouble();
  }

  /** Lets the state decide, and tells those who wait for what follows. */
  <T> T decide(Decision<T> decision) throws IOException {
    SwarmPhase before = state.phase();
    T result = decision.on(state);
    BitSet changed = state.takeChangedViews();
    boolean drains = state.phase() == SwarmPhase.DRAIN && before != SwarmPhase.DRAIN;
    boolean fails = drains && swarm.isTrackerToFailInDrain();
    for (int rank : changed.stream().toArray()) {
      Poll poll = polls.remove(Rank.peer(rank));
      boolean unsaid = fails && swarm.random().nextBoolean();
      if (poll != null && isCurrent(poll.member())) {
        PeerView view = state.view(poll.member());
        if (unsaid) {
          process.after(FaultInjector.DRAIN_FAULT_NANOS, () -> poll.answer().accept(view));
        } else {
          poll.answer().accept(view);
        }
      }
    }
    if (state.phase() == SwarmPhase.MEETING && !meets) {
      meets = true;
      process.after(MEETING_NANOS, () -> overdue(TrackerState::meetingOverdue));
    }
    declare();
    if (drains) {
      swarm.audit().heard(state.trouble());
      swarm.audit().drains();
      swarm.drains();
    }
    if (state.phase() == SwarmPhase.FAILED && before != SwarmPhase.FAILED) {
      swarm.audit().fails(state.failure().orElse(""));
    }
    return result;
  }

  /** What is lost for whom since the last look. */
  private void declare() {
    if (!swarm.plan().partial()) {
      return;
    }
    for (LostFile loss : state.trouble().lost()) {
      for (Rank rank : loss.wantedBy()) {
        if (declared.computeIfAbsent(loss.file(), file -> new HashSet<>()).add(rank)) {
          swarm.audit().declares(loss, swarm.present(rank));
        }
      }
    }
  }

  /** Whether it counts on this life of its rank. */
  boolean isCurrent(Member member) {
    try {
      state.view(member);
      return true;
    } catch (IOException e) {
      return false; // its poll fails by itself
    }
  }

  private <T> void overdue(Decision<T> limit) {
    try {
      decide(limit);
    } catch (IOException e) {
      throw new IllegalStateException("nobody has sent a message", e);
    }
  }

  /** The long poll. */
  void watch(Member member, long known, Consumer<PeerView> answer) throws IOException {
    PeerView view = state.view(member);
    if (view.version() != known) {
      answer.accept(view);
      return;
    }
    Poll poll = new Poll(member, answer);
    Poll former = polls.put(member.rank(), poll);
    if (former != null) {
      former.answer().accept(view);
    }
    process.after(
        POLL_NANOS,
        () -> {
          if (polls.remove(member.rank(), poll)) {
            answer.accept(view);
          }
        });
  }
}
