package org.yarnp2p.protocol;

import java.util.List;

/**
 * A container's figures, as it tells them with each heartbeat. All counts are since the start of
 * the container; bytes are data bytes of segments, without overhead.
 *
 * @param phase where it stands
 * @param heldBytes held from its input
 * @param wantedBytes of the wanted files, 0 until known
 * @param acquiredBytes of the wanted files, verified and stored
 * @param downBytes received from peers
 * @param upBytes sent to peers
 * @param originBytes read from origins; of the tracker, given to peers to read
 * @param segmentsRefused received with bytes that did not match their digest
 * @param exchangingAgoMillis ms since it began to exchange, at the gate or later; -1 before
 * @param finishedAgoMillis ms since the last wanted file was written; -1 before
 * @param traffic per file; filled in the last status only, and not with files that have an origin
 *     and of which the report needs nothing from this rank
 * @param joined tracker only: peers that have joined
 * @param gateOpenedAgoMillis tracker only: ms since the gate opened; -1 before
 * @param swarmDoneAgoMillis tracker only: ms since all peers were complete; -1 before
 * @param dealings with other peers at the moment
 * @param trouble tracker only: bad sources and losses
 */
public record RankStatus(
    RankPhase phase,
    long heldBytes,
    long wantedBytes,
    long acquiredBytes,
    long downBytes,
    long upBytes,
    long originBytes,
    int segmentsRefused,
    long exchangingAgoMillis,
    long finishedAgoMillis,
    List<FileTraffic> traffic,
    int joined,
    long gateOpenedAgoMillis,
    long swarmDoneAgoMillis,
    Dealings dealings,
    Trouble trouble) {
  /** Copies the list. */
  public RankStatus {
    traffic = List.copyOf(traffic);
  }

  /** A peer. */
  public RankStatus(
      RankPhase phase,
      long heldBytes,
      long wantedBytes,
      long acquiredBytes,
      long downBytes,
      long upBytes,
      long originBytes,
      int segmentsRefused,
      long exchangingAgoMillis,
      long finishedAgoMillis,
      List<FileTraffic> traffic,
      Dealings dealings) {
    this(
        phase,
        heldBytes,
        wantedBytes,
        acquiredBytes,
        downBytes,
        upBytes,
        originBytes,
        segmentsRefused,
        exchangingAgoMillis,
        finishedAgoMillis,
        traffic,
        0,
        -1,
        -1,
        dealings,
        Trouble.NONE);
  }

  /** A container that has to do with nobody. */
  public RankStatus(
      RankPhase phase,
      long heldBytes,
      long wantedBytes,
      long acquiredBytes,
      long downBytes,
      long upBytes,
      long originBytes,
      int segmentsRefused,
      long finishedAgoMillis,
      List<FileTraffic> traffic,
      int joined,
      long gateOpenedAgoMillis,
      long swarmDoneAgoMillis) {
    this(
        phase,
        heldBytes,
        wantedBytes,
        acquiredBytes,
        downBytes,
        upBytes,
        originBytes,
        segmentsRefused,
        -1,
        finishedAgoMillis,
        traffic,
        joined,
        gateOpenedAgoMillis,
        swarmDoneAgoMillis,
        Dealings.NONE,
        Trouble.NONE);
  }

  /** These figures of a rank that wants so many bytes. */
  public RankStatus wanting(long bytes) {
    return new RankStatus(
        phase,
        heldBytes,
        bytes,
        acquiredBytes,
        downBytes,
        upBytes,
        originBytes,
        segmentsRefused,
        exchangingAgoMillis,
        finishedAgoMillis,
        traffic,
        joined,
        gateOpenedAgoMillis,
        swarmDoneAgoMillis,
        dealings,
        trouble);
  }

  /**
   * These figures, with what earlier containers of the rank have moved, refused and known of
   * trouble added. Before it exchanges, a rank wants what its earlier container has wanted.
   */
  public RankStatus withMovedOf(RankStatus earlier) {
    return new RankStatus(
        phase,
        heldBytes,
        phase.compareTo(RankPhase.EXCHANGING) < 0
            ? Math.max(wantedBytes, earlier.wantedBytes)
            : wantedBytes,
        acquiredBytes,
        downBytes + earlier.downBytes,
        upBytes + earlier.upBytes,
        originBytes + earlier.originBytes,
        segmentsRefused + earlier.segmentsRefused,
        exchangingAgoMillis,
        finishedAgoMillis,
        traffic,
        joined,
        gateOpenedAgoMillis,
        swarmDoneAgoMillis,
        dealings,
        trouble.after(earlier.trouble));
  }

  /** A container that has just started. */
  public static RankStatus starting() {
    return new RankStatus(RankPhase.STARTING, 0, 0, 0, 0, 0, 0, 0, -1, List.of(), 0, -1, -1);
  }

  /** The tracker's status. */
  public static RankStatus ofTracker(
      RankPhase phase, int joined, long gateOpenedAgoMillis, long swarmDoneAgoMillis) {
    return ofTracker(phase, joined, gateOpenedAgoMillis, swarmDoneAgoMillis, 0);
  }

  /**
   * The tracker's status when all is well.
   *
   * @param grantedBytes given to peers to read from origins
   */
  public static RankStatus ofTracker(
      RankPhase phase,
      int joined,
      long gateOpenedAgoMillis,
      long swarmDoneAgoMillis,
      long grantedBytes) {
    return ofTracker(
        phase, joined, gateOpenedAgoMillis, swarmDoneAgoMillis, grantedBytes, Trouble.NONE);
  }

  /**
   * The tracker's status.
   *
   * @param grantedBytes given to peers to read from origins
   */
  public static RankStatus ofTracker(
      RankPhase phase,
      int joined,
      long gateOpenedAgoMillis,
      long swarmDoneAgoMillis,
      long grantedBytes,
      Trouble trouble) {
    return new RankStatus(
        phase,
        0,
        0,
        0,
        0,
        0,
        grantedBytes,
        0,
        -1,
        -1,
        List.of(),
        joined,
        gateOpenedAgoMillis,
        swarmDoneAgoMillis,
        Dealings.NONE,
        trouble);
  }
}
