package org.yarnp2p.bench.faults;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.Neighbour;
import org.yarnp2p.peer.swarm.SwarmFile;
import org.yarnp2p.peer.swarm.SwarmSettings;
import org.yarnp2p.peer.swarm.SwarmState;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.tracker.PeerView;

/** One incarnation of a rank: the product's decisions, with virtual I/O around them. */
final class Life {
  /** With racks, ranks are in so many. */
  private static final int RACKS = 2;

  private final Member member;
  private final Swarm swarm;
  private final Disk disk;
  private final boolean firstHolder;
  private final VirtualProcess process;
  private final SwarmSettings settings;
  private final SwarmState state;
  private final EventLoop loop;
  private final TrackerLine line;
  private final Asking asking;
  private final Serving serving;
  private final Telling telling;
  private final Reporting reporting;
  private final Checking checking;
  private final Knowledge knowledge;
  private final FileFates fates;
  private final Map<Rank, Member> neighbours = new HashMap<>();
  private PeerView view;
  private boolean inSwarm;
  private boolean entering;
  private boolean entered;
  private boolean ready;
  private int enteringAt;
  private boolean left;

  /**
   * @param disk with what an earlier life has stored there, and its input
   * @param firstHolder whether it has files from its input, and wants none
   */
  Life(Member member, Disk disk, boolean firstHolder, SwarmSettings settings, Swarm swarm) {
    this.member = member;
    this.disk = disk;
    this.firstHolder = firstHolder;
    this.settings = settings;
    this.swarm = swarm;
    process = new VirtualProcess(swarm.time());
    state = new SwarmState(settings, new SplittableRandom(swarm.random().nextLong()));
    loop = new EventLoop(this, swarm, state);
    line = new TrackerLine(this, swarm);
    asking = new Asking(this, swarm);
    serving = new Serving(this, swarm);
    telling = new Telling(this, swarm);
    reporting = new Reporting(this);
    checking = new Checking(this);
    knowledge = new Knowledge(this, swarm);
    fates = new FileFates(this, swarm);
  }

  Member member() {
    return member;
  }

  /** Whether its rank had no life before. */
  boolean isFirst() {
    return member.incarnation() == 1;
  }

  Rank rank() {
    return member.rank();
  }

  VirtualProcess process() {
    return process;
  }

  Disk disk() {
    return disk;
  }

  TrackerLine line() {
    return line;
  }

  Asking asking() {
    return asking;
  }

  Serving serving() {
    return serving;
  }

  Telling telling() {
    return telling;
  }

  Reporting reporting() {
    return reporting;
  }

  SwarmSettings settings() {
    return settings;
  }

  SwarmState state() {
    return state;
  }

  boolean firstHolder() {
    return firstHolder;
  }

  Knowledge knowledge() {
    return knowledge;
  }

  FileFates fates() {
    return fates;
  }

  /** Whether it has ended as it should. */
  boolean left() {
    return left;
  }

  boolean alive() {
    return !process.dead();
  }

  /** Begins with the join. */
  void begin() {
    line.persist(
        tracker ->
            tracker.decide(
                on -> {
                  on.join(request());
                  return true;
                }),
        joined -> {
          inSwarm = true;
          watch();
        });
  }

  /** Whether it has joined, as its heartbeats say. */
  boolean isInSwarm() {
    return inSwarm;
  }

  /** Each life runs on a host of its own. */
  static String host(Member life) {
    return "host" + life.rank().value() + "-" + life.incarnation();
  }

  /** What the tracker is told when it is joined: a later life of it, all that is known here. */
  JoinRequest request() {
    return knowledge.introduction(entered, ready);
  }

  /** A later life of the tracker has been joined: it is told the digests too. */
  void joinedAgain() {
    if (entered) {
      reporting.tellAgain(kept());
    }
  }

  /** Ids of the files that it has from its input, or wants. */
  List<Integer> fileIds() {
    return IntStream.range(0, swarm.content().files().size())
        .filter(file -> !(firstHolder && swarm.isGone(file)))
        .boxed()
        .toList();
  }

  private void watch() {
    line.watch(view == null ? 0 : view.version(), this::seen);
  }

  private void seen(PeerView next) {
    view = next;
    if (next.phase() == SwarmPhase.DRAIN || next.phase() == SwarmPhase.FAILED) {
      left = true;
      if (next.phase() == SwarmPhase.DRAIN) {
        swarm.audit().drainHeard();
      }
      line.leave(
          () -> {
            end();
            if (next.phase() == SwarmPhase.DRAIN) {
              swarm.leaves(this);
            }
          });
      return;
    }
    if (next.phase() != SwarmPhase.GATHERING) {
      follow();
    }
    watch();
  }

  private void end() {
    asking.close();
    serving.close();
    process.die();
  }

  /** It cannot go on. */
  void fail(IOException why) {
    swarm.audit().failed(this, why);
    end();
    swarm.failed(this);
  }

  private void follow() {
    if (entered) {
      goAlong();
    } else if (!entering) {
      entering = true;
      enteringAt = line.number();
      tellKept();
    }
  }

  /** What is on the disk already, with its digests, before anything else. */
  private void tellKept() {
    Report report =
        new Report(firstHolder ? List.of() : kept(), List.of(), false, List.of()).numbered(1);
    line.persist(
        tracker -> tracker.decide(on -> on.report(member, report)),
        outcome -> {
          outcome.refused().forEach(disk::drop);
          describe(this::enter);
        });
  }

  private List<Acquired> kept() {
    return disk.all().stream().map(ref -> new Acquired(ref, disk.verified(ref))).toList();
  }

  private void describe(Runnable then) {
    line.persist(
        tracker -> tracker.decide(on -> on.describe(member)),
        files -> {
          knowledge.learn(files, entered);
          then.run();
        });
  }

  private void enter() {
    entered = true;
    knowledge.enter();
    if (firstHolder) {
      dropAltered();
    }
    List<SwarmFile> files =
        knowledge.described().stream()
            .map(
                id ->
                    new SwarmFile(
                        id,
                        swarm.content().shapes().get(id),
                        !firstHolder && !knowledge.writtenBefore().contains(id),
                        disk.held(id),
                        swarm.plan().origin()))
            .toList();
    loop.begin(new Event.FilesDescribed(files));
    fileIds().stream().filter(id -> !knowledge.described().contains(id)).forEach(fates::lose);
    serving.open();
    if (enteringAt != line.number()) {
      joinedAgain();
    }
    goAlong();
  }

  /** Before anybody can hear that it is held. */
  private void dropAltered() {
    List<SegmentRef> altered =
        disk.all().stream().filter(one -> disk.isBad(one) || knowledge.isAltered(one)).toList();
    if (!altered.isEmpty()) {
      altered.forEach(disk::drop);
      reporting.rechecked(altered, altered);
    }
  }

  private void goAlong() {
    neighbours.clear();
    view.neighbours().forEach(one -> neighbours.put(one.member().rank(), one.member()));
    asking.neighbours();
    serving.neighbours(neighbours.values());
    if (view.phase() == SwarmPhase.EXCHANGE) {
      ready = true;
      if (loop.openGate()) {
        reporting.finished(knowledge.writtenBefore());
      }
      apply(
          new Event.NeighboursChanged(
              view.neighbours().stream()
                  .map(one -> new Neighbour(one.member(), distance(one.member().rank())))
                  .toList()));
      swarm.audit().moved();
    }
    telling.neighbours(view.neighbours().stream().map(PeerView.Neighbour::member).toList());
    if (view.phase() == SwarmPhase.EXCHANGE) {
      checking.doubted(view.doubted());
      if (!view.lost().isEmpty()) {
        apply(new Event.Lost(view.lost()));
      }
    }
    if (view.phase() == SwarmPhase.MEETING) {
      telling.whenMet(this::ready);
    }
  }

  private void ready() {
    ready = true;
    line.persist(
        tracker ->
            tracker.decide(
                on -> {
                  on.ready(member);
                  return true;
                }),
        done -> {});
  }

  /** Another peer says that these are new there. */
  void hear(Life other, List<SegmentRef> segments) throws FencedException {
    serving.note(other.member());
    apply(new Event.Announced(other.member(), segments));
  }

  private int distance(Rank other) {
    return swarm.plan().racks() && (other.value() - rank().value()) % RACKS == 0
        ? Neighbour.SAME_RACK
        : Neighbour.ELSEWHERE;
  }

  /** A neighbour as the tracker has named it last; null when it is none. */
  Life neighbour(Rank rank) {
    Member named = neighbours.get(rank);
    return named == null ? null : swarm.life(named);
  }

  /** A segment has come, and is what it should be. */
  void store(long request, SegmentRef segment, Digest digest) {
    if (!disk.holds(segment)) {
      disk.store(segment, digest);
      reporting.acquired(new Acquired(segment, digest));
    }
    apply(new Event.SegmentStored(request, segment));
    swarm.audit().moved();
  }

  /** The tracker knows other digests. */
  void disowned(List<SegmentRef> refused, Runnable then) {
    describe(
        () -> {
          refused.forEach(disk::drop);
          apply(new Event.Disowned(refused));
          telling.introduceAgain();
          then.run();
        });
  }

  /** Something happens. */
  void apply(Event event) {
    loop.apply(event);
  }
}
