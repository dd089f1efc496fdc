package org.yarnp2p.bench.faults;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.LostFile;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.protocol.Trouble;

/** What must hold whatever happens; throws when it does not. */
final class Audit {
  private final Swarm swarm;
  private String last = "the start";
  private long events;
  private long originReads;
  private int lostAtEnd;

  /** Whether all were let go, and not the tracker alone knows: nothing is lost from then on. */
  private boolean drained;

  /** What trackers have said is lost, as the ApplicationMaster has heard it. */
  private Trouble told = Trouble.NONE;

  private Runnable onMove = () -> {};

  Audit(Swarm swarm) {
    this.swarm = swarm;
  }

  /** Told when the swarm may have come further. */
  void onMove(Runnable told) {
    onMove = told;
  }

  void moved() {
    onMove.run();
  }

  long events() {
    return events;
  }

  long originReads() {
    return originReads;
  }

  /** What happens next, for the message of what does not hold. */
  void about(Life life, Event event) {
    events++;
    last = life.member() + ": " + event;
  }

  String last() {
    return last;
  }

  /** After every event of a peer. */
  void check(Life life) {
    long most =
        life.settings().maxBytesInFlight()
            + Math.max(life.settings().bundleBytes(), swarm.content().files().get(0).segmentSize());
    long bytes = life.state().bytesInFlight();
    require(bytes <= most, life, "has %d bytes in flight, more than %d", bytes, most);
    require(bytes >= 0, life, "has %d bytes in flight", bytes);
  }

  /** A peer is about to tell others of a segment. */
  void announced(Life life, SegmentRef segment) {
    Digest verified = life.disk().verified(segment);
    require(verified != null, life, "announces %s before it is stored", segment);
    require(
        verified.equals(swarm.content().right().get(segment)),
        life,
        "announces %s with wrong bytes",
        segment);
  }

  /** A peer reads from an origin. */
  void reads(Life life, SegmentRef segment) {
    originReads++;
    require(!life.disk().holds(segment), life, "reads %s, which it holds", segment);
  }

  /** A peer gives up. */
  void failed(Life life, IOException why) {
    boolean expected =
        why instanceof FencedException
            || swarm.isReplaced(life)
            || swarm.tracker().phase() == SwarmPhase.DRAIN
            || swarm.tracker().phase() == SwarmPhase.FAILED;
    require(expected, life, "fails: %s", why.getMessage());
  }

  /** The tracker lets all go. */
  void drains() {
    List<Life> counted =
        swarm.lives().stream()
            .filter(life -> life.alive() && !swarm.isReplaced(life))
            .map(this::counted)
            .toList();
    for (Life life : counted) {
      require(lacking(life).isEmpty(), life, "is let go and misses %s", lacking(life));
      for (int file : life.fates().lost()) {
        require(isTold(life, file), life, "is let go without file %d, which nobody has told", file);
      }
    }
    if (!drained) {
      lostAtEnd = (int) counted.stream().flatMap(life -> missing(life).stream()).distinct().count();
    }
  }

  /** A peer or the ApplicationMaster has heard that all are let go. */
  void drainHeard() {
    drained = true;
  }

  /**
   * The life that the tracker counts: as long as it has not heard that this one's predecessor is
   * over, what that has written is what the rank has written.
   */
  private Life counted(Life life) {
    if (life.isFirst() || swarm.tracker().isCurrent(life.member())) {
      return life;
    }
    return swarm.life(new Member(life.rank(), life.member().incarnation() - 1));
  }

  /** What a tracker says of losses is heard by the ApplicationMaster. */
  void heard(Trouble trouble) {
    told = trouble.after(told);
  }

  private boolean isTold(Life life, int file) {
    return told.lost().stream()
        .anyMatch(loss -> loss.file() == file && loss.wantedBy().contains(life.rank()));
  }

  /** The tracker says that a file is lost for a rank. */
  void declares(LostFile loss, Life life) {
    if (life.fates().lost().contains(loss.file()) || (drained && isTold(life, loss.file()))) {
      return; // an earlier tracker has told it
    }
    require(!drained, life, "had file %d when all were let go; now it is lost for it", loss.file());
    if (loss.lost().segments().isEmpty()) {
      require(
          !isKnown(loss.file()), life, "is to go on without file %d, which is known", loss.file());
      return;
    }
    List<SegmentRef> missing =
        missing(life).stream().filter(segment -> segment.file() == loss.file()).toList();
    require(!missing.isEmpty(), life, "has all of file %d, which is lost for it", loss.file());
    require(
        missing.stream().anyMatch(segment -> !exists(segment) && !comes(segment)),
        life,
        "is to go on without file %d, of which all that it misses is there",
        loss.file());
  }

  /** Whether somebody who is left has told how a file is cut. */
  private boolean isKnown(int file) {
    return swarm.lives().stream()
        .anyMatch(
            life -> life.alive() && !swarm.isReplaced(life) && life.knowledge().hasTold(file));
  }

  /** A peer does not want a file any more. */
  void loses(Life life, int file) {
    require(swarm.plan().partial(), life, "loses file %d", file);
    require(!life.reporting().hasFinished(file), life, "loses file %d, which is finished", file);
  }

  /** A peer has all of a file. */
  void finishes(Life life, int file) {
    require(!life.fates().lost().contains(file), life, "finishes file %d, which is lost", file);
  }

  /** The tracker gives the swarm up. */
  void fails(String why) {
    if (drained) {
      throw new IllegalStateException("it is given up when all had been let go: " + why);
    }
    lostAtEnd = lost().size();
    if (swarm.plan().partial()) {
      throw new IllegalStateException("it is given up though it is partial: " + why);
    }
    if (lostAtEnd == 0) {
      throw new IllegalStateException("it is given up with nothing lost: " + why);
    }
  }

  /** How many segments were lost when the tracker let the swarm go, or gave it up. */
  int lostAtEnd() {
    return lostAtEnd;
  }

  /** What somebody who is left, or is to come, misses, and nobody has. */
  List<SegmentRef> lost() {
    Stream<SegmentRef> missing =
        swarm.lives().stream()
            .filter(life -> life.alive() && !swarm.isReplaced(life))
            .flatMap(life -> missing(life).stream());
    Stream<SegmentRef> all = swarm.content().right().keySet().stream();
    return (swarm.isAnyToCome() ? all : missing)
        .distinct()
        .filter(segment -> !exists(segment))
        .toList();
  }

  /** What a peer wants, or did, and does not have with the right bytes. */
  List<SegmentRef> missing(Life life) {
    return life.firstHolder()
        ? List.of()
        : swarm.content().right().entrySet().stream()
            .filter(one -> !life.knowledge().writtenBefore().contains(one.getKey().file()))
            .filter(one -> !one.getValue().equals(life.disk().verified(one.getKey())))
            .map(Map.Entry::getKey)
            .toList();
  }

  /** The same but for files that are lost for it. */
  List<SegmentRef> lacking(Life life) {
    return missing(life).stream().filter(one -> !life.fates().lost().contains(one.file())).toList();
  }

  /** Whether a rank comes again with a segment, as far as the tracker can know. */
  private boolean comes(SegmentRef segment) {
    Digest right = swarm.content().right().get(segment);
    return swarm.coming().stream().anyMatch(disk -> right.equals(disk.read(segment)));
  }

  /** Whether somebody who lives and tells the truth has a segment. */
  boolean exists(SegmentRef segment) {
    Digest right = swarm.content().right().get(segment);
    return swarm.plan().origin()
        || swarm.lives().stream()
            .anyMatch(
                life ->
                    life.alive()
                        && !swarm.isReplaced(life)
                        && !life.serving().lies()
                        && right.equals(life.disk().read(segment)));
  }

  /** Fails the run unless something holds. */
  @SuppressWarnings("AnnotateFormatMethod") // there is no annotation for it among the dependencies
  void require(boolean holds, Life life, String otherwise, Object... arguments) {
    if (!holds) {
      throw new IllegalStateException(life.member() + " " + otherwise.formatted(arguments));
    }
  }

  /** Seconds of the virtual clock, for messages. */
  String now() {
    return String.format(Locale.ROOT, "%.6f s", swarm.time().now() / 1e9);
  }
}
