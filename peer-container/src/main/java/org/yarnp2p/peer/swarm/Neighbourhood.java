package org.yarnp2p.peer.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Holding;

/** The neighbours as sources: who they are, and what they hold as far as this peer has heard. */
final class Neighbourhood {
  private final SegmentTable table;
  private final SegmentPicker picker;
  private final Map<Rank, Source> sources = new LinkedHashMap<>();

  /** Peers that have spoken before the tracker has named them, or have been neighbours. */
  private final Map<Rank, Source> strangers = new HashMap<>();

  /** The same as the values of {@link #sources}. */
  private List<Source> all = List.of();

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
      sources.put(neighbour.rank(), source == null ? arrive(neighbour) : source);
    }
    former.values().forEach(this::leave);
    all = new ArrayList<>(sources.values());
  }

  private Source arrive(Neighbour neighbour) {
    Source source = known(neighbour.rank());
    strangers.remove(neighbour.rank());
    source.distance = neighbour.distance();
    picker.gained(source.holds);
    return source;
  }

  private void leave(Source gone) {
    picker.lost(gone.holds);
    gone.left();
    strangers.put(gone.rank, gone);
  }

  /** A peer has told all that it holds; what it was said to hold besides is not taken back. */
  Source introduce(Rank rank, List<Holding> holdings) {
    Source source = known(rank);
    for (Holding holding : holdings) {
      if (table.has(holding.file())) {
        source.files.set(holding.file());
        BitSet segments = holding.segments();
        for (int i = segments.nextSetBit(0); i >= 0; i = segments.nextSetBit(i + 1)) {
          hold(source, table.number(holding.file(), i));
        }
      }
    }
    return source;
  }

  /** A peer has acquired segments. */
  Source announce(Rank rank, List<SegmentRef> segments) {
    Source source = known(rank);
    for (SegmentRef segment : segments) {
      hold(source, table.number(segment));
    }
    return source;
  }

  /** A source does not hold a segment that it was said to hold. */
  void disclaim(Source source, int number) {
    if (source.holds.get(number)) {
      source.holds.clear(number);
      if (sources.get(source.rank) == source) {
        picker.lost(number);
      }
    }
  }

  /** Neighbours that take part in a file and lack a segment of it. */
  List<Rank> without(int file, int number) {
    List<Rank> ranks = new ArrayList<>(all.size());
    for (Source source : all) {
      if (source.files.get(file) && !source.holds.get(number)) {
        ranks.add(source.rank);
      }
    }
    return ranks;
  }

  private void hold(Source source, int number) {
    if (number >= 0 && !source.holds.get(number)) {
      source.holds.set(number);
      if (sources.get(source.rank) == source) {
        picker.gained(number);
      }
    }
  }

  /** The source that a rank is, was, or may become. */
  Source known(Rank rank) {
    Source source = sources.get(rank);
    return source != null
        ? source
        : strangers.computeIfAbsent(rank, r -> new Source(r, Neighbour.ELSEWHERE));
  }
}
