package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.HeldFile;

/**
 * What the tracker knows of one file: its shape, its digests, who holds which segment, who wants
 * it, and who reads it from its origin.
 *
 * <p>The shape is that of the origin or, without one, of the longest holder; every other holder
 * must hold a prefix of it. The digest of a segment is the one told first, by a rank that holds the
 * file from its input or by one that has acquired the segment. A rank holds from its join on what
 * its input says, but gives a segment to others only after it has told the digest; one that has
 * told another in an earlier life lacks the segment. Not thread-safe.
 */
final class MappedFile {
  private final PlannedFile plan;
  private final FileOrigin origin;
  private final SegmentHolders holders = new SegmentHolders();
  private final SegmentDigests digests = new SegmentDigests();
  private final BitSet firstHolders = new BitSet();
  private final FileWanters wanters;
  private final InputDigests inputs = new InputDigests();

  /** Of first holders. */
  private final UntoldDigests untold = new UntoldDigests();

  /** Of ranks that acquired segments in an earlier life of the tracker. */
  private final UntoldDigests restored = new UntoldDigests();

  private FileShape shape;
  private DescribedFile description;

  /**
   * @param plan of the file
   * @param open told what is left to read from its origin
   * @param membersChanged run when others wait for the file than before
   */
  MappedFile(PlannedFile plan, OpenOrigins open, Runnable membersChanged) {
    this.plan = plan;
    this.wanters = new FileWanters(membersChanged);
    if (plan.origin() == null) {
      origin = FileOrigin.none();
    } else {
      FileShape whole = FileShape.payload(plan.origin().length(), plan.segmentSize());
      origin = FileOrigin.of(plan.id(), whole.segmentCount(), holders, open);
      reshape(whole);
    }
  }

  String name() {
    return plan.name();
  }

  private void reshape(FileShape longer) {
    shape = longer;
    digests.grow(longer.segmentCount());
    holders.grow(longer.segmentCount());
    description = null;
  }

  /**
   * Checks that a file is cut as planned, before anything is changed.
   *
   * @throws IOException when it is not
   */
  void checkCut(int rank, FileShape held) throws IOException {
    boolean asPlanned =
        held.kind() == plan.kind()
            && (held.kind() == FileKind.INLINE || held.segmentSize() == plan.segmentSize());
    if (!asPlanned) {
      throw new IOException(
          "rank %d holds %s as %s with segments of %d bytes, the plan says %s with %d"
              .formatted(
                  rank, name(), held.kind(), held.segmentSize(), plan.kind(), plan.segmentSize()));
    }
  }

  /** An earlier life of the tracker has told that the whole file is cut so. */
  void recall(FileShape whole) {
    if (!hasOrigin() && (shape == null || whole.segmentCount() > shape.segmentCount())) {
      reshape(whole);
    }
  }

  /**
   * Takes note of what a rank holds from its input.
   *
   * @return with whom it disagrees and where; then nothing is noted
   */
  Optional<String> declare(int rank, HeldFile held) {
    Optional<String> conflict = conflict(rank, held);
    if (conflict.isPresent()) {
      return conflict;
    }
    if (shape == null || held.shape().segmentCount() > shape.segmentCount()) {
      reshape(held.shape());
    }
    firstHolders.set(rank);
    BitSet rest = new BitSet();
    for (int segment = 0; segment < held.shape().segmentCount(); segment++) {
      Digest told = held.digests().get(segment);
      rest.set(segment, told == null);
      if (told == null || takeFromInput(rank, segment, told)) {
        add(rank, segment);
      }
    }
    untold.expect(rank, rest);
    return Optional.empty();
  }

  /**
   * A first holder tells a digest that is the known one, or the rank has told that before.
   *
   * @return false when it is another than before: then the rank lacks the segment
   */
  private boolean takeFromInput(int rank, int segment, Digest digest) {
    learn(rank, segment, digest);
    if (digests.is(segment, digest)) {
      inputs.tell(rank, segment);
      return true;
    }
    inputs.alter(rank, segment);
    return false;
  }

  /** Whether a rank holds a segment from its input. */
  boolean isFirstHolder(int rank, int segment) {
    return firstHolders.get(rank) && segment < segmentCount() && holders.holds(rank, segment);
  }

  /** Whether a rank may tell a digest of its input, be it once more one that was refused. */
  boolean mayTell(int rank, int segment) {
    return isFirstHolder(rank, segment) || inputs.isAltered(rank, segment);
  }

  /**
   * Whether nothing of the file is lost with a life of a rank: the next one brings it again, or
   * others have it. Linear in the segments.
   *
   * @param going ranks that do not count as others
   */
  boolean isDispensable(int rank, BitSet going) {
    return IntStream.range(0, segmentCount())
        .filter(s -> holders.holds(rank, s) && !isFirstHolder(rank, s))
        .allMatch(s -> holders.copy(s).stream().anyMatch(other -> !going.get(other)));
  }

  /** Whether all first holders have told all their digests. */
  boolean allTold() {
    return untold.isEmpty();
  }

  /**
   * A rank tells the digest of a segment. Constant time.
   *
   * @return with whom it disagrees, when it has not told this digest before, and holds the segment
   *     from its input or got it when an earlier life of the tracker knew its digest; not when an
   *     earlier life of the rank has told the known one, which stands: then it has to be refused
   */
  Optional<String> tell(int rank, int segment, Digest digest) {
    if (!untold.isExpected(rank, segment) && !restored.isExpected(rank, segment)) {
      return Optional.empty();
    }
    learn(rank, segment, digest);
    if (!digests.is(segment, digest) && !inputs.hasTold(rank, segment)) {
      return Optional.of(Disagreement.of(plan, rank, digests.toldBy(segment), segment));
    }
    if (firstHolders.get(rank)) {
      takeFromInput(rank, segment, digest);
    }
    untold.told(rank, segment);
    restored.told(rank, segment);
    return Optional.empty();
  }

  private Optional<String> conflict(int rank, HeldFile held) {
    if (shape == null) {
      return Optional.empty();
    }
    FileShape other = held.shape();
    int common = Math.min(shape.segmentCount(), other.segmentCount());
    for (int segment = 0; segment < common; segment++) {
      Digest known = digests.of(segment);
      Digest told = held.digests().get(segment);
      boolean same =
          shape.segmentLength(segment) == other.segmentLength(segment)
              && (known == null
                  || told == null
                  || known.equals(told)
                  || inputs.hasTold(rank, segment));
      if (!same) {
        int otherRank = known == null ? longestHolder() : digests.toldBy(segment);
        return Optional.of(Disagreement.of(plan, rank, otherRank, segment));
      }
    }
    boolean beyondOrigin = hasOrigin() && other.segmentCount() > common;
    return beyondOrigin ? Optional.of(Disagreement.of(plan, rank, 0, common)) : Optional.empty();
  }

  /** The rank whose shape counts; 0 when it is the origin's. */
  private int longestHolder() {
    return hasOrigin()
        ? 0
        : firstHolders.stream()
            .filter(rank -> holders.holds(rank, segmentCount() - 1))
            .findFirst()
            .orElse(0);
  }

  /** From a rank whose bytes have changed nobody learns what they are. */
  private void learn(int rank, int segment, Digest digest) {
    if (!inputs.hasTold(rank, segment) && digests.learn(rank, segment, digest)) {
      description = null;
    }
  }

  private void add(int rank, int segment) {
    inputs.mend(rank, segment);
    holders.add(rank, segment);
    origin.held(rank, segment);
  }

  /**
   * A rank has acquired a segment. Constant time.
   *
   * @return false when the digest is not the known one; then the rank is no holder of the segment,
   *     whatever it has said when it joined
   */
  boolean acquire(int rank, int segment, Digest digest) {
    learn(rank, segment, digest);
    if (!digests.is(segment, digest)) {
      withdraw(rank, segment);
      return false;
    }
    add(rank, segment);
    return true;
  }

  /** A rank has joined again with segments that it acquired before; indices as checked. */
  void restore(int rank, BitSet acquired) {
    acquired.stream().forEach(segment -> add(rank, segment));
  }

  /** What a rank has acquired an earlier life of the tracker knew the digests of, as it does. */
  void expectToTell(int rank, BitSet acquired) {
    restored.expect(rank, (BitSet) acquired.clone());
  }

  /** Takes a lost rank out: what it held is held by others only, what it claimed is free again. */
  void forget(int rank) {
    BitSet orphaned = holders.remove(rank);
    firstHolders.clear(rank);
    inputs.forget(rank);
    untold.forget(rank);
    restored.forget(rank);
    origin.release(rank, orphaned);
    wanters.forget(rank);
  }

  /** Who wants the file, and who waits for it. */
  FileWanters wanters() {
    return wanters;
  }

  /** A rank has its output: when it lacks segments still, an earlier life has written that. */
  void finish(int rank) {
    if (!hasOrigin() && !missing(rank).isEmpty()) {
      wanters.release(rank);
    }
  }

  /** A rank has found that its bytes of a segment have gone bad. Constant time. */
  void withdraw(int rank, int segment) {
    if (firstHolders.get(rank)) {
      inputs.withdraw(rank, segment);
    }
    untold.told(rank, segment);
    restored.told(rank, segment);
    holders.remove(rank, segment);
    origin.dropped(segment);
  }

  /** Who reads what from storage. */
  FileOrigin origin() {
    return origin;
  }

  /** Whether segments that nobody holds can be read from storage. */
  boolean hasOrigin() {
    return origin.exists();
  }

  /** Ranks that hold a segment; the caller's own copy. */
  BitSet holdersOf(int segment) {
    return holders.copy(segment);
  }

  /** Segments that a rank does not hold. */
  BitSet missing(int rank) {
    BitSet missing = new BitSet();
    for (int segment = 0; segment < segmentCount(); segment++) {
      missing.set(segment, !holders.holds(rank, segment));
    }
    return missing;
  }

  /** How many segments one rank holds and another lacks. */
  long use(int to, int from) {
    return IntStream.range(0, segmentCount())
        .filter(segment -> holders.holds(from, segment) && !holders.holds(to, segment))
        .count();
  }

  /** Bytes of a segment; the shape must be known. */
  int segmentLength(int segment) {
    return shape.segmentLength(segment);
  }

  /** Segments of the file; 0 as long as the shape is not known. */
  int segmentCount() {
    return shape == null ? 0 : shape.segmentCount();
  }

  /** Whether it is known how the file is cut. */
  boolean isKnown() {
    return shape != null;
  }

  /** What is missing for anybody to get the whole file, as the end of a sentence about it. */
  Optional<String> gap() {
    if (hasOrigin()) {
      return Optional.empty();
    }
    if (shape == null) {
      return Optional.of("which nobody holds");
    }
    int segment = holders.firstUnheld();
    if (segment < 0) {
      return Optional.empty();
    }
    BitSet unheld = new BitSet();
    unheld.set(segment);
    return Optional.of("of which nobody holds segment %d%s".formatted(segment + 1, blame(unheld)));
  }

  /** Who has lost any of these with its disk, as the end of a sentence; may be empty. */
  String blame(BitSet segments) {
    return inputs.blame(segments);
  }

  /** Who takes part in the file's swarm, and in which part. */
  SwarmMembers members() {
    return SwarmMembers.of(wanters, firstHolders, holders, segmentCount());
  }

  /**
   * Shape and digests, for those who hold or want the file; made anew only when a digest has been
   * learned. The shape must be known.
   */
  DescribedFile describe() {
    if (description == null) {
      description = new DescribedFile(plan.id(), shape, digests.known());
    }
    return description;
  }

  /** A copy of who holds what at this moment. */
  FileSnapshot snapshot() {
    return new FileSnapshot(
        name(),
        IntStream.range(0, segmentCount())
            .mapToObj(
                segment ->
                    new FileSnapshot.Segment(
                        Optional.ofNullable(digests.of(segment)), holders.copy(segment)))
            .toList());
  }
}
