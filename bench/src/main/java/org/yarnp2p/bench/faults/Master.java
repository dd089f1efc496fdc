package org.yarnp2p.bench.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.yarnp2p.bench.faults.Fault.Kind;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.SwarmSettings;
import org.yarnp2p.protocol.SwarmPhase;

/** The ApplicationMaster's part: starts ranks, replaces them, and lets the faults happen. */
final class Master {
  private static final long SECOND = 1_000_000_000L;

  /** As yarn.resourcemanager.monitor.capacity.preemption.max_wait_before_kill says. */
  private static final long PREEMPTION_NANOS = 15_000_000_000L;

  private final Swarm swarm;
  private final int peers;
  private final VirtualProcess process;
  private final Map<Rank, Life> current = new LinkedHashMap<>();
  private final Set<Member> leaving = new HashSet<>();
  private final Set<Rank> givenUp = new HashSet<>();

  /** Ranks that are to start, with what they will find. */
  private final Map<Rank, Disk> due = new LinkedHashMap<>();

  /** Files that the first holder does not find in its input any more. */
  private final Set<Integer> gone = new HashSet<>();

  private final List<Fault> pending = new ArrayList<>();

  /** Lives of which the present tracker has heard that they are over. */
  private final Set<Member> heardLost = new HashSet<>();

  private int restarts;

  Master(Swarm swarm, int peers) {
    this.swarm = swarm;
    this.peers = peers;
    process = new VirtualProcess(swarm.time());
    swarm.plan().faults().stream().filter(fault -> fault.kind().timed()).forEach(pending::add);
    swarm.audit().onMove(this::look);
  }

  int restarts() {
    return restarts;
  }

  Set<Rank> givenUp() {
    return givenUp;
  }

  /** Starts the tracker and all ranks. */
  void begin() {
    swarm.tracker(new TrackerProcess(swarm, peers, false));
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

  /** Whether the swarm drains or has failed: what dies then has done what it had to do. */
  private boolean isDecided() {
    SwarmPhase phase = swarm.tracker().phase();
    return phase == SwarmPhase.DRAIN || phase == SwarmPhase.FAILED;
  }

  /** A rank is to start, and finds its input there. */
  private void expect(Rank rank, Disk disk) {
    due.put(rank, disk);
    if (isFirstHolder(rank)) {
      swarm
          .content()
          .right()
          .forEach(
              (segment, digest) -> {
                if (!isGone(segment.file())) {
                  disk.store(segment, digest);
                }
              });
    }
  }

  private boolean isFirstHolder(Rank rank) {
    return !swarm.plan().origin() && rank.value() == 1;
  }

  boolean isGone(int file) {
    return gone.contains(file);
  }

  private void start(Rank rank, Disk disk, int incarnation) {
    due.remove(rank);
    if (givenUp.contains(rank) || swarm.tracker().phase() == SwarmPhase.DRAIN) {
      return; // what its former life was to write is written
    }
    restarts += incarnation > 1 ? 1 : 0;
    Life life =
        new Life(
            new Member(rank, incarnation),
            disk,
            isFirstHolder(rank),
            settings(swarm.random(), swarm.content().files().get(0).segmentSize()),
            swarm);
    swarm.lives().add(life);
    current.put(rank, life);
    life.begin();
  }

  private static SwarmSettings settings(RandomGenerator random, int segmentSize) {
    int slots = 1 + random.nextInt(3);
    return new SwarmSettings(
        slots,
        slots + random.nextInt(3),
        1 + random.nextInt(3),
        1 << 16,
        1 << 18,
        1 + random.nextInt(32),
        (1L + random.nextInt(16)) * segmentSize,
        1 + random.nextInt(3));
  }

  /** Looks whether it is time for something to break. */
  private void look() {
    int progress = progress();
    boolean copy = copyIsOut();
    for (Fault fault : List.copyOf(pending)) {
      if (fault.when() == Fault.COPY ? copy : progress >= fault.when()) {
        pending.remove(fault);
        process.after(0, () -> happen(fault));
      }
    }
  }

  /** In percent. */
  private int progress() {
    long wanted = 0;
    long here = 0;
    for (Life life : current.values()) {
      if (!life.firstHolder()) {
        wanted += swarm.content().right().size();
        here += swarm.content().right().size() - swarm.audit().lacking(life).size();
      }
    }
    return wanted == 0 ? 0 : (int) (100 * here / wanted);
  }

  private boolean copyIsOut() {
    return swarm.content().right().keySet().stream()
        .allMatch(
            segment ->
                current.values().stream()
                    .anyMatch(life -> !life.firstHolder() && life.disk().holds(segment)));
  }

  private void happen(Fault fault) {
    if (fault.kind() == Kind.TRACKER_STOP) {
      stop(swarm.tracker().process(), fault.amount());
      return;
    }
    if (fault.kind() == Kind.TRACKER_RESTART) {
      restartTracker();
      return;
    }
    Life life = current.get(Rank.peer(fault.rank()));
    if (life == null || !life.alive() || life.left() || isReplaced(life)) {
      return;
    }
    switch (fault.kind()) {
      case KILL -> {
        kill(life);
        process.after(SECOND, () -> giveUp(life.rank()));
      }
      case RESTART -> {
        kill(life);
        replace(life, life.disk());
      }
      case MOVE -> {
        kill(life);
        replace(life, new Disk());
      }
      case GONE -> {
        kill(life);
        if (isFirstHolder(life.rank())) {
          gone.add(swarm.random().nextInt(swarm.content().files().size()));
        }
        replace(life, new Disk());
      }
      case TWIN -> {
        replace(life, new Disk());
        process.after(SECOND * (4 + swarm.random().nextInt(4)), () -> kill(life));
      }
      case PREEMPT -> {
        leaving.add(life.member());
        tellTracker(
            tracker ->
                tracker.decide(
                    on -> {
                      on.leaving(leaving);
                      return true;
                    }));
        process.after(PREEMPTION_NANOS, () -> take(life));
      }
      case STOP -> {
        stop(life.process(), fault.amount());
        process.after(Stream.ANSWER_NANOS, () -> missed(life));
        process.after(Stream.SILENCE_NANOS, () -> silent(life));
      }
      case RESET -> streams(life).forEach(Stream::cut);
      case HALF_OPEN -> streams(life).forEach(Stream::fallSilent);
      case FLIP -> {
        List<SegmentRef> all = life.disk().all();
        if (!all.isEmpty()) {
          life.disk().damage(all.get(swarm.random().nextInt(all.size())));
        }
      }
      default -> throw new IllegalStateException(fault + " has no time");
    }
  }

  /** When the swarm has drained, or failed, the tracker is not missed. */
  private void restartTracker() {
    VirtualProcess former = swarm.tracker().process();
    if (former.dead() || isDecided()) {
      return;
    }
    former.die();
    process.after(
        SECOND * (1 + swarm.random().nextInt(4)),
        () -> {
          swarm.tracker(new TrackerProcess(swarm, peers, true));
          heardLost.clear();
          restarts++;
          tellTracker(
              tracker ->
                  tracker.decide(
                      on -> {
                        on.giveUp(givenUp);
                        on.leaving(leaving);
                        for (Member life : formerLives()) {
                          heardLost.add(life);
                          on.lose(life);
                        }
                        return true;
                      }));
        });
  }

  /** Of each rank that comes again, or is to, its latest life that is over. */
  private List<Member> formerLives() {
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
    VirtualProcess tracker = swarm.tracker().process();
    if (!tracker.stopped() && !tracker.dead()) {
      swarm.audit().heard(swarm.tracker().trouble());
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
  private void take(Life life) {
    if (life.alive() && !life.left() && !isReplaced(life)) {
      kill(life);
      replace(life, new Disk());
    }
  }

  private void stop(VirtualProcess stopped, double seconds) {
    stopped.stop();
    swarm.time().after((long) (seconds * SECOND), stopped::goOn);
  }

  private void missed(Life life) {
    if (life.process().stopped()) {
      life.serving().all().forEach(Stream::giveUpIfAwaited);
    }
  }

  private void silent(Life life) {
    if (life.process().stopped()) {
      streams(life).forEach(Stream::cut);
    }
  }

  private static List<Stream> streams(Life life) {
    List<Stream> all = new ArrayList<>(life.asking().all());
    all.addAll(life.serving().all());
    return all;
  }

  private void kill(Life life) {
    List<Stream> all = streams(life);
    life.process().die();
    all.forEach(Stream::cut);
  }

  private void replace(Life life, Disk disk) {
    Rank rank = life.rank();
    expect(rank, disk);
    process.after(SECOND, () -> lost(life));
    process.after(3 * SECOND, () -> start(rank, disk, life.member().incarnation() + 1));
  }

  private void lost(Life life) {
    tellTracker(
        tracker ->
            tracker.decide(
                on -> {
                  heardLost.add(life.member());
                  on.lose(life.member());
                  return true;
                }));
  }

  private void giveUp(Rank rank) {
    givenUp.add(rank);
    tellTracker(
        tracker ->
            tracker.decide(
                on -> {
                  on.giveUp(List.of(rank));
                  return true;
                }));
  }

  /** In the answer to its heartbeat, which is repeated until it is heard. */
  private void tellTracker(TrackerLine.Call<Boolean> news) {
    TrackerProcess tracker = swarm.tracker();
    swarm
        .calls()
        .call(
            process,
            tracker.process(),
            () -> news.at(tracker),
            heard -> {},
            failure -> process.after(SECOND, () -> tellTracker(news)));
  }

  /** What ranks will find that come again, of which the tracker has heard so. */
  Collection<Disk> coming() {
    return due.entrySet().stream()
        .filter(one -> heardLost.contains(current.get(one.getKey()).member()))
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
