package org.yarnp2p.bench.sim;

/**
 * How a simulated swarm went.
 *
 * @param peers that wanted the file
 * @param segments of the file
 * @param slow how many of the peers were slow
 * @param lost how many of the peers died; the times are those of the others
 * @param stored how many of the peers were on a host that stores the file; 0: a seed had it
 * @param spreadSeconds from the first peer to the last one
 * @param racks that the hosts were in
 * @param uplinkBitsPerSecond of each rack's link to the others; 0 with one rack
 * @param seed of the run
 * @param boundSeconds time below which no schedule of equal links can stay for those that survive
 * @param makespanSeconds from the gate, or the first peer, to the last finish, slow peers included
 * @param makespanOverBound the one divided by the other
 * @param fastOverBound the same for the last finish among the peers that are not slow; 0 without
 *     such
 * @param seedCopies bytes that the seed sent, divided by the file's; 0 without a seed
 * @param originCopies bytes that were read where the file is stored, divided by the file's
 * @param rackCopies bytes that came into racks in which the file was not, divided by those racks'
 *     number and the file's bytes; 0 without such
 * @param p50Seconds by when half of the peers had finished
 * @param p99Seconds by when 99 % of the peers had finished
 * @param trackerMessages calls to the tracker, by all peers
 */
public record Result(
    int peers,
    int segments,
    int slow,
    int lost,
    int stored,
    double spreadSeconds,
    int racks,
    long uplinkBitsPerSecond,
    long seed,
    double boundSeconds,
    double makespanSeconds,
    double makespanOverBound,
    double fastOverBound,
    double seedCopies,
    double originCopies,
    double rackCopies,
    double p50Seconds,
    double p99Seconds,
    long trackerMessages) {}
