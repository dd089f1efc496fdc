package org.yarnp2p.tracker;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;

/**
 * Which peers another container should take the place of, since their memory or network makes right
 * bytes wrong: who accuses several others alone, and who holds from its input what others take from
 * nobody else and not from it any more; when other lives of that one were no better, those who take
 * it from nobody. Only where nothing is lost with the life. A rank whose next lives are no better
 * is left as it is. Not thread-safe.
 */
final class Fitness {
  /** Lives of a rank whose place others took for this. */
  private static final int MOST_LIVES = 2;

  /** One that bans may be the ill one itself. */
  private static final int ENOUGH = 2;

  private final FileMap map;
  private final Membership members;
  private final Trust trust;
  private final Map<Integer, Integer> lives = new HashMap<>();

  /** Lives that are over soon. */
  private final Set<Member> named = new HashSet<>();

  private Set<Member> leaving = Set.of();

  Fitness(FileMap map, Membership members, Trust trust) {
    this.map = map;
    this.members = members;
    this.trust = trust;
  }

  /**
   * Present lives whose place another should take; once named, a life stays so. Constant time if
   * nobody complains, and nobody is asked back.
   */
  List<Member> unfit() {
    if (!trust.complaints().any() && leaving.isEmpty()) {
      return List.of();
    }
    List<Rank> suspects = trust.complaints().suspects();
    List<Member> unfit = new ArrayList<>();
    for (PeerRecord peer : members.all()) {
      if (peer.isPresent()
          && (named.contains(peer.member())
              || spoilsWhatItSends(peer)
              || spoilsWhatComes(peer, suspects)
              || mayLeave(peer))) {
        named.add(peer.member());
        unfit.add(peer.member());
      }
    }
    return unfit;
  }

  /** These lives are asked back by YARN, and are to leave as soon as nothing is lost with them. */
  void leaving(Set<Member> lives) {
    leaving = Set.copyOf(lives);
  }

  private boolean mayLeave(PeerRecord peer) {
    return leaving.contains(peer.member()) && isDispensable(peer);
  }

  /** Whether everything that it has is with some who stay, or can be had again. */
  private boolean isDispensable(PeerRecord peer) {
    BitSet going = new BitSet();
    going.set(peer.rank().value());
    named.forEach(life -> going.set(life.rank().value()));
    return withoutOrigin().allMatch(id -> file(id).isDispensable(peer.rank().value(), going));
  }

  /** The ranks of {@link #unfit}. */
  BitSet unfitRanks() {
    BitSet ranks = new BitSet();
    unfit().forEach(life -> ranks.set(life.rank().value()));
    return ranks;
  }

  private boolean isWorthAnother(PeerRecord peer) {
    return peer.isPresent() && lives.getOrDefault(peer.rank().value(), 0) < MOST_LIVES;
  }

  /** Whether it still lacks something, and nothing is lost with it. */
  private boolean spoilsWhatComes(PeerRecord peer, List<Rank> suspects) {
    return isWorthAnother(peer)
        && !peer.isComplete()
        && (suspects.contains(peer.rank()) || isStuck(peer))
        && isDispensable(peer);
  }

  /**
   * Whether it lacks something that nobody who lacks it takes from anybody any more, and its
   * holders' next lives would be no better. They may all be ill, but where they are many it may as
   * well be the holders: a few are tried, and more when their next lives have become holders.
   */
  private boolean isStuck(PeerRecord peer) {
    int rank = peer.rank().value();
    return !trust.complaints().bannedBy(peer.rank()).isEmpty()
        && withoutOrigin()
            .filter(id -> file(id).wanters().contains(rank))
            .anyMatch(id -> file(id).missing(rank).stream().anyMatch(s -> isStuck(rank, id, s)));
  }

  private boolean isStuck(int rank, int file, int segment) {
    BitSet lacking = lacking(file, segment);
    int tried = Math.max(ENOUGH, file(file).holdersOf(segment).cardinality());
    return lacking.stream().limit(tried).anyMatch(one -> one == rank)
        && lacking.stream().allMatch(by -> isRefused(by, file, segment))
        && file(file).holdersOf(segment).stream()
            .mapToObj(members::of)
            .noneMatch(this::spoilsWhatItSends);
  }

  private boolean isRefused(int by, int file, int segment) {
    BitSet holders = file(file).holdersOf(segment);
    return !holders.isEmpty() && trust.isRefused(by, new SegmentRef(file, segment), holders);
  }

  /** Those who are there and wait for a segment that they do not hold. */
  private BitSet lacking(int file, int segment) {
    BitSet lacking = file(file).wanters().waiting();
    lacking.andNot(file(file).holdersOf(segment));
    lacking.stream().filter(rank -> !members.of(rank).isPresent()).forEach(lacking::clear);
    return lacking;
  }

  private IntStream withoutOrigin() {
    return IntStream.range(0, map.files().size()).filter(id -> !file(id).hasOrigin());
  }

  private MappedFile file(int id) {
    return map.files().get(id);
  }

  /** Whether others lack what it has from its input, and take it neither from it nor elsewhere. */
  private boolean spoilsWhatItSends(PeerRecord peer) {
    BitSet refusing = trust.complaints().bannersOf(peer.rank().value());
    int rank = peer.rank().value();
    return !refusing.isEmpty()
        && isWorthAnother(peer)
        && withoutOrigin()
            .anyMatch(
                id ->
                    IntStream.range(0, file(id).segmentCount())
                        .filter(s -> file(id).isFirstHolder(rank, s))
                        .anyMatch(s -> areRefused(id, s, refusing)));
  }

  /** Whether those who refuse it are enough to believe. */
  private boolean areRefused(int file, int segment, BitSet refusing) {
    BitSet lacking = lacking(file, segment);
    long refused =
        refusing.stream().filter(lacking::get).filter(by -> isRefused(by, file, segment)).count();
    return refused > 0 && refused >= Math.min(ENOUGH, lacking.cardinality());
  }

  /** A life of a rank is over. */
  void forget(PeerRecord peer) {
    if (named.remove(peer.member()) && !leaving.contains(peer.member())) {
      lives.merge(peer.rank().value(), 1, Integer::sum);
    }
  }
}
