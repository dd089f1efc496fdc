package org.yarnp2p.peer.download;

import org.yarnp2p.peer.concurrent.Backoff;
import org.yarnp2p.peer.swarm.SwarmSettings;

/**
 * Bounds of the exchange of segments.
 *
 * @param swarm bounds of the downloads
 * @param backoff between two calls to a neighbour that does not hear
 * @param haveIntervalMillis a neighbour is told of new segments once in this time, in ms
 * @param haveCallIntervalMillis the same where that takes a call
 * @param gatherBytes of second copies of segments may be in memory at the same time
 * @param reportIntervalMillis how long reports to the tracker are gathered, in ms
 * @param originPatienceMillis how long reads from origins may fail in a row, in ms
 * @param rate of what comes from peers and from origins together, in bytes per second; 0: no limit
 */
public record ExchangeRules(
    SwarmSettings swarm,
    Backoff backoff,
    long haveIntervalMillis,
    long haveCallIntervalMillis,
    long gatherBytes,
    long reportIntervalMillis,
    long originPatienceMillis,
    long rate) {}
