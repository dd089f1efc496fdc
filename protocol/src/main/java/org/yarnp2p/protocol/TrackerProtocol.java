package org.yarnp2p.protocol;

import java.io.IOException;
import java.util.List;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;

/**
 * What peers ask of the tracker. A peer speaks for its own rank only ({@link
 * org.apache.hadoop.security.AccessControlException} otherwise); a message of an incarnation older
 * than the joined one gets {@link FencedException}. As long as not all have joined, most calls get
 * {@link TooEarlyException}.
 *
 * <p>One call is missing here because its two ends differ: {@code watch}, a long poll (see {@link
 * TrackerClient#watch} and {@link SwarmWatch}).
 */
public interface TrackerProtocol {
  /** The peer is ready: this is what it holds and wants. May be repeated. */
  void join(JoinRequest request) throws IOException;

  /**
   * The peer has met its neighbours and can begin. The gate opens when all are ready, or after a
   * while without those who are not. May be repeated.
   *
   * @throws IOException when not all have joined
   */
  void ready(Member member) throws IOException;

  /**
   * The files that the peer holds or wants, complete as far as known. After all have joined. A
   * wanted file that is not among them is lost, since nobody is left who knows how it is cut.
   *
   * @throws IOException when not all have joined, this peer included
   */
  List<DescribedFile> describe(Member member) throws IOException;

  /**
   * What has happened at the peer since its last report.
   *
   * @return segments whose digest is not the one the tracker knows; the peer must drop them
   */
  List<SegmentRef> report(Member member, Report report) throws IOException;

  /**
   * Asks for segments to read from origins, of one file first and then of the files after it that
   * the peer wants: for trees of many small files. A segment is given to one living peer at a time,
   * and never when a living peer already holds it.
   *
   * @param most the largest number of segments to give, from 1
   * @param mostBytes of all of them together, from 1; one segment is always allowed
   * @return segments, those of one file behind one another; empty when none is left to read
   */
  List<SegmentRef> claim(Member member, int file, int most, long mostBytes) throws IOException;

  /**
   * As {@link #claim}, after a claim whose answer did not arrive: what the peer may have been given
   * by that goes back first.
   *
   * @param open all that the peer knows it has been given and has not read
   */
  List<SegmentRef> claimAnew(
      Member member, int file, int most, long mostBytes, List<SegmentRef> open) throws IOException;

  /** Last call of a peer, in phase DRAIN. */
  void leave(Member member) throws IOException;

  /**
   * The tracker's map as JSON: {@code {"file1": [["digest", [1, 2, 3]], ...], ...}}, for each file
   * its segments in order with the ranks that hold them. A digest that is not known yet is null.
   * For every process of the job.
   *
   * @param name of one file, or null for all
   */
  String fileMap(String name) throws IOException;
}
