package org.yarnp2p.bench.swarm;

/**
 * What one rank did.
 *
 * @param rank 0 is the tracker, 1 the seed
 * @param finishedSeconds from the gate to its last file; null for tracker and seed
 * @param downBytes received from peers
 * @param upBytes sent to peers
 * @param cpuSeconds user and system time of its process between the gate and the last finish
 * @param peakRssBytes most memory that its process has had resident, since its start
 */
public record RankRun(
    int rank,
    Double finishedSeconds,
    long downBytes,
    long upBytes,
    double cpuSeconds,
    long peakRssBytes) {}
