package org.yarnp2p.tracker;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.yarnp2p.model.Numbers;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.LostFile;

/**
 * Which files cannot be completed any more by those who want them: a segment has no origin and no
 * living holder, or none that sends it with right bytes. As long as a rank may come back with what
 * it had of a file, nothing of that file counts as lost. Linear in segments and ranks, so asked
 * only when something has gone. Not thread-safe.
 */
final class Losses {
  private static final int MOST_NAMED = 5;

  private final FileMap map;
  private final Membership members;
  private final Trust trust;
  private final Fitness fitness;
  private final RollCall rollCall;
  private final boolean borne;

  /** By file, in the order of their first loss. */
  private final Map<Integer, LostFile> found = new LinkedHashMap<>();

  /** By file, the ranks for which it is lost. */
  private final Map<Integer, BitSet> lostFor = new TreeMap<>();

  /** Whether something has gone since the last look. */
  private boolean suspected;

  /**
   * @param borne whether the job goes on without what is lost
   */
  Losses(FileMap map, Membership members, Trust trust, Fitness fitness, boolean borne) {
    this.map = map;
    this.members = members;
    this.trust = trust;
    this.fitness = fitness;
    this.rollCall = new RollCall(members, trust);
    this.borne = borne;
  }

  /** Whether the job goes on without what is lost. */
  boolean areBorne() {
    return borne;
  }

  /** Something has gone that may have been the last: {@link #look} looks. */
  void suspect() {
    suspected = true;
  }

  /** All losses so far. */
  List<LostFile> all() {
    return List.copyOf(found.values());
  }

  /** Ids of the files that are lost for a rank: another may have all of them. */
  List<Integer> files(Rank rank) {
    return lostFor.entrySet().stream()
        .filter(loss -> loss.getValue().get(rank.value()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Whether there are losses that were not there at the last look. Before that is said those who
   * lack them are asked, and there is another look when they have answered. Constant time if
   * nothing went.
   */
  boolean look() {
    if (!suspected || rollCall.isOpen()) {
      return false;
    }
    suspected = false;
    List<LostFile> missing = missing();
    if (!rollCall.covers(missing)) {
      rollCall.begin(missing);
      return false;
    }
    missing.forEach(this::note);
    return !missing.isEmpty();
  }

  private void note(LostFile loss) {
    found.merge(loss.file(), loss, LostFile::and);
    BitSet ranks = lostFor.computeIfAbsent(loss.file(), file -> new BitSet());
    for (Rank rank : loss.wantedBy()) {
      ranks.set(rank.value());
      map.files().get(loss.file()).wanters().release(rank.value());
    }
  }

  /**
   * All have joined again, and of these files nobody who is left has ever heard how they are cut:
   * so nobody has a segment of them. Only where losses are borne.
   */
  void noteUnknown() {
    List<MappedFile> files = map.files();
    for (int id = 0; id < files.size(); id++) {
      BitSet waiting = waiting(files.get(id));
      if (!files.get(id).isKnown() && !waiting.isEmpty()) {
        List<Rank> wantedBy = waiting.stream().mapToObj(Rank::peer).toList();
        note(new LostFile(new Holding(id, new BitSet()), wantedBy));
      }
    }
  }

  /** Those who are there and wait for a file. */
  private BitSet waiting(MappedFile file) {
    BitSet waiting = file.wanters().waiting();
    waiting.stream().filter(rank -> !members.of(rank).isPresent()).forEach(waiting::clear);
    return waiting;
  }

  /** A later life of a rank waits for none of the files that are lost for it. */
  void release(PeerRecord peer) {
    files(peer.rank()).forEach(id -> map.files().get(id).wanters().release(peer.rank().value()));
  }

  /**
   * A peer is complete: where losses are borne, whatever it lacks is lost for it. An earlier life
   * of the tracker has said so, perhaps to the peer only.
   */
  void concede(PeerRecord peer) {
    if (!borne) {
      return;
    }
    List<Integer> known = files(peer.rank());
    for (int id : peer.wanted()) {
      if (!peer.finished().get(id) && !known.contains(id)) {
        BitSet missing = map.files().get(id).missing(peer.rank().value());
        if (!missing.isEmpty()) {
          note(new LostFile(new Holding(id, missing), List.of(peer.rank())));
          suspect(); // who refuses the holders may be the last who lacks it
        }
      }
    }
  }

  /** What looks lost: somebody may have it and not have told yet. */
  private List<LostFile> missing() {
    List<LostFile> missing = new ArrayList<>();
    boolean bans = trust.complaints().anyBan();
    BitSet unfit = fitness.unfitRanks();
    List<MappedFile> files = map.files();
    for (int id = 0; id < files.size(); id++) {
      MappedFile file = files.get(id);
      if (!file.hasOrigin() && !mayReturn(id)) {
        missing(id, file, bans, unfit).ifPresent(missing::add);
      }
    }
    return missing;
  }

  /** Whether a rank is away for now that had to do with the file. */
  private boolean mayReturn(int file) {
    return members.all().stream()
        .anyMatch(
            peer ->
                peer.hasJoined()
                    && !peer.isPresent()
                    && !peer.isGivenUp()
                    && peer.files().contains(file));
  }

  private Optional<LostFile> missing(int id, MappedFile file, boolean bans, BitSet unfit) {
    BitSet waiting = waiting(file);
    BitSet lost = new BitSet();
    for (int segment = 0; segment < file.segmentCount(); segment++) {
      BitSet holders = file.holdersOf(segment);
      if (holders.isEmpty()
          || (bans && isRefused(new SegmentRef(id, segment), waiting, holders, unfit))) {
        lost.set(segment);
      }
    }
    List<Rank> wantedBy =
        waiting.stream()
            .filter(rank -> lost.stream().anyMatch(s -> !file.holdersOf(s).get(rank)))
            .mapToObj(Rank::peer)
            .toList();
    return wantedBy.isEmpty()
        ? Optional.empty()
        : Optional.of(new LostFile(new Holding(id, lost), wantedBy));
  }

  /**
   * Whether all who want a segment and lack it take it from none of its holders, and no other life
   * of any of them is to come.
   */
  private boolean isRefused(SegmentRef segment, BitSet waiting, BitSet holders, BitSet unfit) {
    BitSet lacking = (BitSet) waiting.clone();
    lacking.andNot(holders);
    return !lacking.isEmpty()
        && lacking.stream().allMatch(rank -> trust.isRefused(rank, segment, holders))
        && !unfit.intersects(lacking)
        && !unfit.intersects(holders);
  }

  /** What is lost and who wanted it, in a sentence. */
  String describe() {
    StringJoiner text = new StringJoiner("; ");
    found.values().stream().limit(MOST_NAMED).map(this::describe).forEach(text::add);
    int more = found.size() - MOST_NAMED;
    return more > 0 ? text + "; " + more + " more files" : text.toString();
  }

  private String describe(LostFile loss) {
    MappedFile file = map.files().get(loss.file());
    BitSet lost = loss.lost().segments();
    BitSet distrusted = new BitSet();
    lost.stream().forEach(segment -> distrusted.or(file.holdersOf(segment)));
    BitSet wantedBy = new BitSet();
    loss.wantedBy().forEach(rank -> wantedBy.set(rank.value()));
    return "%s is lost for %s: no rank that is left gives segments %s of %d%s, and there is no origin%s"
        .formatted(
            file.name(),
            RankList.of(wantedBy),
            Numbers.briefFromOne(lost),
            file.segmentCount(),
            distrusted.isEmpty()
                ? ""
                : ", since those that come from %s are wrong".formatted(RankList.of(distrusted)),
            file.blame(lost));
  }
}
