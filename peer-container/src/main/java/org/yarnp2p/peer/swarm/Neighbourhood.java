package org.yarnp2p.peer.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Holding;

/**
 * The neighbours as sources: who they are, and what they hold as far as this peer has heard. Of
 * each rank the latest life counts: what an earlier one has said and done is forgotten, and what it
 * still says is not heard.
 */
final class Neighbourhood {
  private final SegmentTable table;
  private final SegmentPicker picker;
  private final Map<Rank, Source> sources = new LinkedHashMap<>();

  /** Peers that have spoken before the tracker has named them, or have been neighbours. */
  private final Map<Rank, Source> strangers = new HashMap<>();

  /** The same as the values of {@link #sources}. */
  private List<Source> all = List.of();

  /** The least distance of {@link #all}; 0 when there is nobody. */
  private int nearest;

  /** The largest. */
  private int farthest;

  /**
   * @param picker is told how many neighbours hold each segment
   */
  Neighbourhood(SegmentTable table, SegmentPicker picker) {
    this.table = table;
    this.picker = picker;
  }

  /** All neighbours. */
  List<Source> all() {
    return all;
  }

  /** The least distance of a neighbour; 0 when there is none. */
  int nearest() {
    return nearest;
  }

  /** The largest distance of a neighbour; 0 when there is none. */
  int farthest() {
    return farthest;
  }

  /** A neighbour, or null. */
  Source get(Rank rank) {
    return sources.get(rank);
  }

  /** These are the neighbours now. */
  void become(Collection<Neighbour> neighbours) {
    Map<Rank, Source> former = new HashMap<>(sources);
    sources.clear();
    for (Neighbour neighbour : neighbours) {
      Source source = former.remove(neighbour.rank());
      if (source == null) {
        stranger(neighbour.member()).ifPresent(one -> arrive(one, neighbour.distance()));
      } else if (source.incarnation >= neighbour.member().incarnation()) {
        sources.put(neighbour.rank(), source);
      } else {
        leave(source);
        stranger(neighbour.member()).ifPresent(one -> arrive(one, neighbour.distance()));
      }
    }
    former.values().forEach(this::leave);
    list();
    relent();
  }

  private void list() {
    all = new ArrayList<>(sources.values());
    nearest = all.stream().mapToInt(source -> source.distance).min().orElse(0);
    farthest = all.stream().mapToInt(source -> source.distance).max().orElse(0);
  }

  private void arrive(Source source, int distance) {
    strangers.remove(source.rank);
    source.distance = distance;
    picker.gained(source.holds);
    sources.put(source.rank, source);
  }

  private void leave(Source gone) {
    picker.lost(gone.holds);
    gone.left();
    strangers.put(gone.rank, gone);
  }

  /**
   * A peer has told all that it holds. What it was said to hold besides is not taken back, since
   * news may overtake this, but doubted.
   *
   * @return empty when it has a later life
   */
  Optional<Source> introduce(Member member, List<Holding> holdings) {
    Optional<Source> source = life(member);
    source.ifPresent(speaker -> introduce(speaker, holdings));
    return source;
  }

  private void introduce(Source source, List<Holding> holdings) {
    source.doubted.or(source.holds);
    source.coming.clear();
    for (Holding holding : holdings) {
      if (table.has(holding.file())) {
        source.files.set(holding.file());
        BitSet segments = holding.segments();
        for (int i = segments.nextSetBit(0); i >= 0; i = segments.nextSetBit(i + 1)) {
          hold(source, table.number(holding.file(), i));
        }
      }
    }
  }

  /**
   * A peer has acquired segments.
   *
   * @return empty when it has a later life
   */
  Optional<Source> announce(Member member, List<SegmentRef> segments) {
    Optional<Source> source = life(member);
    if (source.isPresent()) {
      for (SegmentRef segment : segments) {
        hold(source.get(), table.number(segment));
      }
    }
    return source;
  }

  /** A peer gets segments from farther away than this one is. */
  void foretell(Member member, List<SegmentRef> segments, long now) {
    Optional<Source> source = life(member);
    for (SegmentRef segment : segments) {
      int number = table.number(segment);
      if (source.isPresent() && number >= 0) {
        source.get().foretold(number, now);
      }
    }
  }

  /** A source does not hold a segment that it was said to hold. */
  void disclaim(Source source, int number) {
    if (source.holds.get(number)) {
      source.holds.clear(number);
      if (sources.get(source.rank) == source) {
        picker.lost(number);
      }
      relent();
    }
  }

  /**
   * A source has sent a segment with wrong bytes. After the second time nothing is taken from it
   * any more: what it holds might as well not be there.
   */
  void strike(Source source, int number) {
    source.strike(number, isOffered(number, source));
    if (source.banned()) {
      if (sources.get(source.rank) == source) {
        picker.lost(source.holds);
      }
      source.holds.clear();
    }
    relent();
  }

  private boolean isOffered(int number, Source butBy) {
    return all.stream()
        .anyMatch(other -> other != butBy && other.holds.get(number) && !other.tainted.get(number));
  }

  /**
   * A segment that all who are left have sent with wrong bytes is asked for again: the first of
   * them may have another copy by now, and the second time bans.
   */
  private void relent() {
    BitSet tainted = new BitSet();
    all.forEach(source -> tainted.or(source.tainted));
    tainted.stream()
        .filter(number -> !isOffered(number, null))
        .forEach(number -> all.forEach(source -> source.tainted.clear(number)));
  }

  /** Neighbours that take part in a file and lack a segment of it, or may. */
  List<Rank> without(int file, int number) {
    List<Rank> ranks = new ArrayList<>(all.size());
    for (Source source : all) {
      boolean holds = source.holds.get(number) && !source.doubted.get(number);
      if (source.files.get(file) && !holds) {
        ranks.add(source.rank);
      }
    }
    return ranks;
  }

  private void hold(Source source, int number) {
    if (number < 0 || source.banned()) {
      return;
    }
    source.coming.clear(number);
    source.doubted.clear(number);
    source.tainted.clear(number); // it may have fetched it again; else it is banned soon
    if (!source.holds.get(number)) {
      source.holds.set(number);
      if (sources.get(source.rank) == source) {
        picker.gained(number);
      }
    }
  }

  /**
   * The source that a rank is, was, or may become, in its present life: none when nothing is known
   * of it.
   */
  Optional<Source> known(Rank rank) {
    Source source = sources.get(rank);
    return Optional.ofNullable(source == null ? strangers.get(rank) : source);
  }

  /**
   * The source that a peer is or may become; empty when it has a later life. The first word of a
   * later life makes it a stranger until the tracker names it.
   */
  private Optional<Source> life(Member member) {
    Source source = sources.get(member.rank());
    if (source == null) {
      return stranger(member);
    }
    if (source.incarnation >= member.incarnation()) {
      return Optional.of(source).filter(one -> one.incarnation == member.incarnation());
    }
    sources.remove(member.rank());
    leave(source);
    list();
    relent();
    return stranger(member);
  }

  /** As {@link #life}, of one that is no neighbour. */
  private Optional<Source> stranger(Member member) {
    Source source =
        strangers.compute(
            member.rank(),
            (rank, known) ->
                known == null || known.incarnation < member.incarnation()
                    ? new Source(member, Neighbour.ELSEWHERE)
                    : known);
    return Optional.of(source).filter(one -> one.incarnation == member.incarnation());
  }
}
