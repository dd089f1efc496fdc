package org.yarnp2p.bench.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.yarnp2p.bench.sim.VirtualTime;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.swarm.SwarmSettings;

/** What the processes of one run share. */
final class Swarm {
  private final VirtualTime time;
  private final FaultPlan plan;
  private final Content content;
  private final Weather weather;
  private final Calls calls;
  private final RandomGenerator random;
  private final List<Life> lives = new ArrayList<>();

  /** By rank, the files whose output it has written. */
  private final Map<Rank, Set<Integer>> written = new HashMap<>();

  private final Audit audit;
  private TrackerProcess tracker;
  private Master master;

  Swarm(VirtualTime time, FaultPlan plan, Content content, RandomGenerator random) {
    this.time = time;
    this.plan = plan;
    this.content = content;
    this.random = random;
    weather = new Weather(plan, random);
    calls = new Calls(time, weather);
    audit = new Audit(this);
  }

  VirtualTime time() {
    return time;
  }

  FaultPlan plan() {
    return plan;
  }

  Content content() {
    return content;
  }

  Weather weather() {
    return weather;
  }

  Calls calls() {
    return calls;
  }

  RandomGenerator random() {
    return random;
  }

  /** How a life of a peer is set up. */
  SwarmSettings drawSettings() {
    int segmentSize = content.files().get(0).segmentSize();
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

  Audit audit() {
    return audit;
  }

  /** The tracker that there is now. */
  TrackerProcess tracker() {
    return tracker;
  }

  void tracker(TrackerProcess now) {
    tracker = now;
  }

  void master(Master theirs) {
    master = theirs;
  }

  /** Whether the job counts on this life no more. */
  boolean isReplaced(Life life) {
    return master.isReplaced(life);
  }

  /** The tracker has let all go. */
  void drains() {
    master.drains();
  }

  /** Whether the tracker stops or dies while it lets the swarm go. */
  boolean isTrackerToFailInDrain() {
    return master.isTrackerToFailInDrain();
  }

  /** A life has ended as it should. */
  void leaves(Life life) {
    master.leaves(life, new VirtualProcess(time));
  }

  /** A life cannot go on. */
  void failed(Life life) {
    master.failed(life);
  }

  /** Whether a rank is between two lives. */
  boolean isAnyToCome() {
    return master.isAnyToCome();
  }

  /** What ranks will find that come again. */
  Collection<Disk> coming() {
    return master.coming();
  }

  /** Whether a file is not in the first holder's input any more. */
  boolean isGone(int file) {
    return master.isGone(file);
  }

  /** A rank has written the output of a file. */
  void wrote(Rank rank, int file) {
    written.computeIfAbsent(rank, r -> new HashSet<>()).add(file);
  }

  /** Whether a life of a rank finds the output of a file that a former one has written. */
  boolean isWritten(Rank rank, int file) {
    return plan.collected() && written.getOrDefault(rank, Set.of()).contains(file);
  }

  /** The life of a rank that started last. */
  Life present(Rank rank) {
    return master.present(rank);
  }

  /** All incarnations of all ranks, in the order in which they started. */
  List<Life> lives() {
    return lives;
  }

  Life life(Member member) {
    return lives.stream().filter(life -> life.member().equals(member)).findFirst().orElseThrow();
  }
}
