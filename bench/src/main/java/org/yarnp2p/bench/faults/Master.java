package org.yarnp2p.bench.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yarnp2p.bench.faults.Fault.Kind;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.SwarmPhase;

/** The ApplicationMaster's part: starts ranks and the tracker, and replaces them. */
final class Master {
  private static final long SECOND = 1_000_000_000L;

  /** As yarn.resourcemanager.monitor.capacity.preemption.max_wait_before_kill says. */
  private static final long PREEMPTION_NANOS = 15_000_000_000L;

  private final Swarm swarm;
  private final int peers;
  private final VirtualProcess process;
  private final TrackerCare tracker;
  private final Map<Rank, Life> current = new LinkedHashMap<>();
  private final Set<Member> leaving = new HashSet<>();
  private final Set<Rank> givenUp = new HashSet<>();

  /** Ranks that are to start, with what they will find. */
  private final Map<Rank, Disk> due = new LinkedHashMap<>();

  private final Input input;
  private final FaultInjector faults;

  /** Ranks that are done, or need not be any more. */
  private final Set<Rank> done = new HashSet<>();

  /** Whether it is known here that the swarm was let go. */
  private boolean drained;

  private int restarts;

  Master(Swarm swarm, int peers) {
    this.swarm = swarm;
    this.peers = peers;
    process = new VirtualProcess(swarm.time());
    tracker = new TrackerCare(swarm, process, this);
    input = new Input(swarm);
    faults = new FaultInjector(swarm, process, input, this, current.values());
    swarm.audit().onMove(faults::look);
  }

  int restarts() {
    return restarts + tracker.restarts();
  }

  int peers() {
    return peers;
  }

  Set<Rank> givenUp() {
    return givenUp;
  }

  /** Starts the tracker and all ranks. */
  void begin() {
    tracker.begin();
    process.after(SECOND, this::replaceUnfit);
    for (int i = 1; i <= peers; i++) {
      Rank rank = Rank.peer(i);
      Disk disk = new Disk();
      expect(rank, disk);
      long late =
          swarm.plan().of(Kind.LATE).stream()
              .filter(fault -> fault.rank() == rank.value())
              .mapToLong(fault -> (long) (fault.amount() * SECOND))
              .max()
              .orElse(swarm.random().nextLong(SECOND / 5));
      process.after(late, () -> start(rank, disk, 1));
    }
  }

  /** Whether every rank has left or is given up. */
  boolean over() {
    if (!due.isEmpty()) {
      return false;
    }
    for (Map.Entry<Rank, Life> one : current.entrySet()) {
      Life life = one.getValue();
      boolean needed = life.alive() || !isDecided();
      if (!givenUp.contains(one.getKey()) && !life.left() && needed) {
        return false;
      }
    }
    return true;
  }

  /** Whether what dies now has done what it had to do. */
  private boolean isDecided() {
    return drained || swarm.tracker().phase() == SwarmPhase.FAILED;
  }

  /** Whether the tracker lets nobody in any more. */
  private boolean isClosed() {
    return swarm.tracker().phase() == SwarmPhase.DRAIN && !swarm.tracker().process().dead();
  }

  /** A rank is to start, and finds its input there. */
  private void expect(Rank rank, Disk disk) {
    due.put(rank, disk);
    if (isFirstHolder(rank)) {
      input.lay(disk);
    }
  }

  /** Whether a rank has an input. */
  boolean isFirstHolder(Rank rank) {
    return !swarm.plan().origin() && rank.value() == 1;
  }

  boolean isGone(int file) {
    return input.isGone(file);
  }

  private void start(Rank rank, Disk disk, int incarnation) {
    if (isClosed() && !drained) {
      process.after(SECOND, () -> start(rank, disk, incarnation)); // another, after a refusal
      return;
    }
    due.remove(rank);
    if (drained) {
      done.add(rank); // what its former life was to write is written
      if (tracker.isReplaced()) {
        tracker.tellGone(); // else that would wait for it
      }
    }
    if (gone().contains(rank)) {
      return;
    }
    restarts += incarnation > 1 ? 1 : 0;
    Life life =
        new Life(
            new Member(rank, incarnation), disk, isFirstHolder(rank), swarm.drawSettings(), swarm);
    swarm.lives().add(life);
    current.put(rank, life);
    life.begin();
  }

  /** The tracker has let the swarm go. */
  void drains() {
    faults.drains();
  }

  /** Whether the tracker stops or dies while it lets the swarm go. */
  boolean isTrackerToFailInDrain() {
    return faults.isTrackerToFailInDrain();
  }

  /** YARN asks for the container of a life, and takes it after a while. */
  void preempt(Life life) {
    leaving.add(life.member());
    tracker.tellLeaving();
    process.after(PREEMPTION_NANOS, () -> take(life));
  }

  /** Whom a later tracker is not to wait for. */
  Set<Rank> gone() {
    Set<Rank> gone = new HashSet<>(givenUp);
    gone.addAll(done);
    return gone;
  }

  /** YARN has asked for the containers of these lives. */
  Set<Member> leaving() {
    return leaving;
  }

  /** Whether a rank may still have something to do. */
  boolean isAnybodyLeft() {
    return !drained || !gone().containsAll(current.keySet());
  }

  /** A life has been let go, and says so until it is heard. */
  void leaves(Life life, VirtualProcess last) {
    swarm
        .calls()
        .call(
            last,
            process,
            () -> {
              done(life);
              return true;
            },
            heard -> {},
            failure -> last.after(SECOND, () -> leaves(life, last)));
  }

  private void done(Life life) {
    if (isReplaced(life)) {
      return;
    }
    drained = true;
    if (done.add(life.rank())) {
      excuseOutsiders();
      if (tracker.isReplaced()) {
        tracker.tellGone();
      }
    }
  }

  /** The tracker is lost: when the swarm has failed it is not missed. */
  void restartTracker() {
    if (tracker.lose()) {
      excuseOutsiders();
    }
  }

  /** The swarm was let go: who was on its way back to it had everything before. */
  private void excuseOutsiders() {
    if (!drained || !tracker.isReplaced()) {
      return; // the tracker waits for nobody
    }
    for (Life life : List.copyOf(current.values())) {
      boolean back = tracker.gathers() ? life.state().complete() : life.isInSwarm();
      boolean away = due.containsKey(life.rank()) || !(life.isFirst() || back);
      if (!gone().contains(life.rank()) && away) {
        due.remove(life.rank());
        done.add(life.rank());
        kill(life);
      }
    }
  }

  /** A life cannot go on. */
  void failed(Life life) {
    if (!isReplaced(life) && !isDecided()) {
      replace(life, new Disk());
    }
  }

  /** Of each rank that comes again, or is to, its latest life that is over. */
  List<Member> formerLives() {
    return current.values().stream()
        .filter(life -> due.containsKey(life.rank()) || !life.isFirst())
        .map(
            life ->
                due.containsKey(life.rank())
                    ? life.member()
                    : new Member(life.rank(), life.member().incarnation() - 1))
        .toList();
  }

  /** As the ApplicationMaster does when the tracker's heartbeat names such lives. */
  private void replaceUnfit() {
    VirtualProcess told = swarm.tracker().process();
    if (!told.stopped() && !told.dead()) {
      swarm.audit().heard(swarm.tracker().trouble());
      if (swarm.tracker().phase() == SwarmPhase.DRAIN) {
        drained = true;
        swarm.audit().drainHeard();
      }
      for (Member member : swarm.tracker().unfit()) {
        Life life = current.get(member.rank());
        if (life.member().equals(member)) {
          take(life);
        }
      }
    }
    process.after(SECOND, this::replaceUnfit);
  }

  /** Its next life is elsewhere. */
  void take(Life life) {
    if (life.alive() && !life.left() && !isReplaced(life)) {
      kill(life);
      replace(life, new Disk());
    }
  }

  /** All streams of a life, at both ends. */
  static List<Stream> streams(Life life) {
    List<Stream> all = new ArrayList<>(life.asking().all());
    all.addAll(life.serving().all());
    return all;
  }

  /** A life dies. */
  void kill(Life life) {
    List<Stream> all = streams(life);
    life.process().die();
    all.forEach(Stream::cut);
  }

  /**
   * The next life of a rank starts soon.
   *
   * @param disk of the node where it starts
   */
  void replace(Life life, Disk disk) {
    Rank rank = life.rank();
    expect(rank, disk);
    process.after(SECOND, () -> tracker.tellLost(life.member()));
    process.after(3 * SECOND, () -> start(rank, disk, life.member().incarnation() + 1));
  }

  /** The job goes on without a rank. */
  void giveUp(Rank rank) {
    givenUp.add(rank);
    tracker.tellGone();
  }

  /** What ranks will find that come again, of which the tracker has heard so. */
  Collection<Disk> coming() {
    return due.entrySet().stream()
        .filter(one -> tracker.hasHeardLost(current.get(one.getKey()).member()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The life of a rank that started last. */
  Life present(Rank rank) {
    return current.get(rank);
  }

  /** Whether a rank is between two lives. */
  boolean isAnyToCome() {
    return !due.isEmpty();
  }

  /** Whether a newer life of the rank has started, or the job goes on without it. */
  boolean isReplaced(Life life) {
    Rank rank = life.rank();
    return current.get(rank) != life || due.containsKey(rank) || givenUp.contains(rank);
  }
}
