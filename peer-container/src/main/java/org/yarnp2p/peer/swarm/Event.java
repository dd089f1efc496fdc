package org.yarnp2p.peer.swarm;

import java.util.Collection;
import java.util.List;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Holding;

/** What happens to a peer. */
public sealed interface Event {
  /** All files this peer holds or wants. First of all events, and only once. */
  record FilesDescribed(List<SwarmFile> files) implements Event {}

  /** The tracker names the neighbours; those that are not named are gone. */
  record NeighboursChanged(Collection<Neighbour> neighbours) implements Event {}

  /**
   * A peer says all that it holds, with an entry for each file it holds or wants. May come before
   * the tracker has named it.
   */
  record Introduced(Member member, List<Holding> holdings) implements Event {
    /** Said by the first life of a peer. */
    public Introduced(Rank rank, List<Holding> holdings) {
      this(new Member(rank, 1), holdings);
    }
  }

  /** A peer has acquired segments. */
  record Announced(Member member, List<SegmentRef> segments) implements Event {
    /** Said by the first life of a peer. */
    public Announced(Rank rank, List<SegmentRef> segments) {
      this(new Member(rank, 1), segments);
    }
  }

  /** A peer gets segments from farther away than this peer is: they need not come twice. */
  record Coming(Member member, List<SegmentRef> segments) implements Event {}

  /** Segments of a file that this rank holds from its input are ready only now. */
  record Held(List<SegmentRef> segments) implements Event {}

  /**
   * How a source has answered {@link Action.Reserve}.
   *
   * @param answer whether the slot is there
   */
  record SlotAnswered(Rank source, SlotAnswer answer) implements Event {}

  /**
   * A source has chosen among the candidates of a request. Before the first of them is stored.
   *
   * @param segments that will come; the other candidates will not
   * @param slotKept whether the slot stays for a further request; of no meaning without a slot
   */
  record Bound(long request, List<SegmentRef> segments, boolean slotKept) implements Event {}

  /**
   * Most bytes of a request under a slot have arrived: while the rest comes, the next may be
   * arranged. The source has been told that its slot is free.
   */
  record Arriving(long request) implements Event {}

  /** A segment asked for has arrived, matches its digest, and is stored. */
  record SegmentStored(long request, SegmentRef segment) implements Event {}

  /** A segment asked for has arrived and does not match its digest. */
  record SegmentRefused(long request, SegmentRef segment) implements Event {}

  /** A request is over. After its stored and refused segments. */
  record RequestEnded(long request, Outcome outcome) implements Event {}

  /** The tracker's answer to a claim; empty when nothing is left to read for now. */
  record OriginGranted(List<SegmentRef> segments) implements Event {}

  /** The tracker knows other digests for these stored segments: they are dropped. */
  record Disowned(List<SegmentRef> segments) implements Event {}

  /** Nobody can give these files any more: those that are not complete here are not wanted. */
  record Lost(List<Integer> files) implements Event {}

  /** The time asked for by {@link Action.WakeAt} has come. */
  record Tick() implements Event {}
}
