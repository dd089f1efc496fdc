package org.yarnp2p.tracker;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Accused;

/**
 * How often peers have said of others that they sent bad bytes, and who takes nothing from whom any
 * more. Not thread-safe.
 */
final class Complaints {
  /** Since the tracker's start, whoever lives. */
  private final Map<Rank, Integer> counts = new TreeMap<>(Comparator.comparingInt(Rank::value));

  /** By accuser: whom its present life accuses, and whether it takes nothing from them any more. */
  private final Map<Integer, Map<Integer, Boolean>> bans = new TreeMap<>();

  /**
   * Counts a complaint, whatever life of a rank it is about.
   *
   * @return whether nobody has complained about the rank before
   */
  boolean count(Rank about) {
    return counts.merge(about, 1, Integer::sum) == 1;
  }

  /** The present life of a rank accuses the present life of another. */
  void accuse(int by, int about, boolean ban) {
    bans.computeIfAbsent(by, rank -> new TreeMap<>()).merge(about, ban, Boolean::logicalOr);
  }

  /** Whether a peer takes nothing from another any more. */
  boolean bans(int by, int about) {
    return bans.getOrDefault(by, Map.of()).getOrDefault(about, false);
  }

  /** The ranks from which a peer takes nothing any more; a new set. */
  BitSet bannedBy(Rank rank) {
    BitSet banned = new BitSet();
    bans.getOrDefault(rank.value(), Map.of()).forEach((about, ban) -> banned.set(about, ban));
    return banned;
  }

  /** Whether the present life of a rank accuses another's. */
  boolean any() {
    return !bans.isEmpty();
  }

  /** Whether anybody takes nothing from somebody any more. */
  boolean anyBan() {
    return bans.values().stream().anyMatch(about -> about.containsValue(true));
  }

  /** Peers that take nothing from a peer any more; a new set. */
  BitSet bannersOf(int rank) {
    BitSet banners = new BitSet();
    bans.keySet().stream().filter(by -> bans(by, rank)).forEach(banners::set);
    return banners;
  }

  /** How many they are. */
  int bansOf(int rank) {
    return bannersOf(rank).cardinality();
  }

  /**
   * Peers that accuse two others or more whom nobody else accuses: it is likely that their own
   * memory or network makes right bytes wrong.
   */
  List<Rank> suspects() {
    return bans.keySet().stream()
        .filter(by -> bans.get(by).keySet().stream().filter(this::accusedOnce).count() > 1)
        .map(Rank::peer)
        .toList();
  }

  private boolean accusedOnce(int rank) {
    return bans.values().stream().filter(about -> about.containsKey(rank)).count() == 1;
  }

  /** All that have been complained about. */
  List<Accused> accused() {
    return counts.entrySet().stream()
        .map(entry -> new Accused(entry.getKey(), entry.getValue(), bansOf(entry.getKey().value())))
        .toList();
  }

  /** A life of a rank is over: what it said, and who takes nothing from it, is of no meaning. */
  void forget(int rank) {
    bans.remove(rank);
    bans.values().forEach(about -> about.remove(rank));
    bans.values().removeIf(Map::isEmpty);
  }
}
