package org.yarnp2p.appmaster.web;

import java.util.List;
import java.util.function.UnaryOperator;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.RankState;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

/**
 * One rank as the page's table shows it. What was moved and refused is that of all its containers,
 * the rest that of its latest; bytes are data bytes of segments.
 *
 * @param rank 0..N
 * @param incarnation how many containers it has had
 * @param host where it runs; null before
 * @param container YARN's id; null before
 * @param state how far its container has come
 * @param ended whether its process is over
 * @param phase what it does; null before it has called
 * @param percent of its wanted bytes, 0..100; null when it wants none
 * @param heldBytes held from its input
 * @param wantedBytes of its wanted files, as far as known
 * @param acquiredBytes of these, verified and stored
 * @param downBytes received from peers
 * @param upBytes sent to peers
 * @param originBytes read from origins
 * @param segmentsRefused received with wrong bytes
 * @param sources peers that it has requests at
 * @param uploads its upload slots in use
 * @param bans peers that it takes nothing from any more
 * @param exchangeMillis from the start gate to the moment at which its container began to exchange;
 *     null before
 * @param finishedMillis from the start gate to its last wanted file written; null before
 * @param silentMillis since it last called; null before it has called
 * @param log address of its container's logs; null without a cluster
 * @param losses why each of its earlier containers was lost, the first one first
 */
record RankRow(
    int rank,
    int incarnation,
    String host,
    String container,
    RankState state,
    boolean ended,
    RankPhase phase,
    Double percent,
    long heldBytes,
    long wantedBytes,
    long acquiredBytes,
    long downBytes,
    long upBytes,
    long originBytes,
    int segmentsRefused,
    int sources,
    int uploads,
    int bans,
    Long exchangeMillis,
    Long finishedMillis,
    Long silentMillis,
    String log,
    List<String> losses) {

  /**
   * @param now on the roster's clock, ms
   * @param log null for none
   * @param sinceGate makes of a moment on the roster's clock ms since the gate; null of null
   */
  static RankRow of(RankSnapshot rank, long now, String log, UnaryOperator<Long> sinceGate) {
    RankStatus status = rank.status();
    boolean heard = rank.endpoint() != null;
    return new RankRow(
        rank.rank().value(),
        rank.incarnation(),
        rank.host(),
        rank.containerId(),
        rank.state(),
        rank.ended(),
        heard ? status.phase() : null,
        Percent.of(status.acquiredBytes(), status.wantedBytes()),
        status.heldBytes(),
        status.wantedBytes(),
        status.acquiredBytes(),
        status.downBytes(),
        status.upBytes(),
        rank.rank().isPeer() ? status.originBytes() : 0,
        status.segmentsRefused(),
        rank.isUp() ? status.dealings().sources() : 0,
        rank.isUp() ? status.dealings().uploads() : 0,
        status.dealings().bans(),
        sinceGate.apply(rank.exchangingAt()),
        sinceGate.apply(rank.finishedAt()),
        heard ? (Long) (now - rank.heardAt()) : null,
        log,
        rank.losses());
  }
}
