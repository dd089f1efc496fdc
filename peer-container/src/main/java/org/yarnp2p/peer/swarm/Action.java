package org.yarnp2p.peer.swarm;

import java.util.List;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;

/** What a peer is to do. */
public sealed interface Action {
  /** Ask a source for an upload slot; ends with {@link Event.SlotAnswered}. */
  record Reserve(Rank source) implements Action {}

  /** Give a slot back that the source has cleared and that is not needed. */
  record Release(Rank source) implements Action {}

  /**
   * Ask a source for segments; ends with {@link Event.RequestEnded}.
   *
   * @param candidates of which the source chooses some; in the order of preference, from 1
   * @param mostBytes that it chooses at most, one segment is always allowed
   * @param eager whether the segments are small enough to travel without a slot
   * @param lastPercent of the bytes that are chosen, while they travel the slot may go on to
   *     another: 0..100
   */
  record Fetch(
      long request,
      Rank source,
      List<SegmentRef> candidates,
      int mostBytes,
      boolean eager,
      int lastPercent)
      implements Action {}

  /** Read a segment from its file's origin; ends with {@link Event.RequestEnded}. */
  record ReadOrigin(long request, SegmentRef segment) implements Action {}

  /** The rest of a request is no longer needed. It still ends with {@link Event.RequestEnded}. */
  record Cancel(long request) implements Action {}

  /**
   * Ask the tracker for segments to read from origins; ends with {@link Event.OriginGranted}.
   *
   * @param file to begin with
   * @param most segments, of this file and those after it
   * @param mostBytes of all of them together; one segment is always allowed
   */
  record Claim(int file, int most, long mostBytes) implements Action {}

  /** Tell the tracker that this peer could not read a segment that it was given. */
  record GiveBack(SegmentRef segment) implements Action {}

  /** A segment is new here: report it to the tracker and tell these neighbours. */
  record Announce(SegmentRef segment, List<Rank> to) implements Action {}

  /** Tell these neighbours that segments come here, from farther away than they are. */
  record Foretell(List<SegmentRef> segments, List<Rank> to) implements Action {}

  /**
   * Tell the tracker that a source sent bytes that are not the segment's.
   *
   * @param ban whether nothing is taken from the source any more
   */
  record Complain(Member source, SegmentRef segment, boolean ban) implements Action {}

  /** All segments of a wanted file are here: write its output. Once for each wanted file. */
  record FileFinished(int file) implements Action {}

  /** A wanted file is lost before it was complete: its output will not be written. */
  record FileLost(int file) implements Action {}

  /** Send a {@link Event.Tick} at this time, in ns of the clock that is passed with events. */
  record WakeAt(long nanos) implements Action {}
}
