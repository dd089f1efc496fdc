package org.yarnp2p.peer.upload;

/**
 * Bounds of the uploads. Times in ms.
 *
 * @param leastSlots peers served at the same time, from 1
 * @param slots the same where agreements take long
 * @param waitMillis how long a peer waits for a slot at most
 * @param turnMillis how long a peer may go on asking while others wait
 * @param idleMillis how long a slot is kept for a peer that does not ask
 * @param requestsPerPeer that a peer keeps outstanding, from 1
 * @param eagerLimit bytes of the largest segment that is sent without a slot
 * @param mostEagerBytes of all such segments in one answer
 * @param mostBytes in answers on their way at the same time; one answer is always allowed
 * @param patienceMillis after this time a receiver of an answer has given up
 * @param rate in bytes per second; 0: no limit
 */
public record UploadRules(
    int leastSlots,
    int slots,
    long waitMillis,
    long turnMillis,
    long idleMillis,
    int requestsPerPeer,
    int eagerLimit,
    int mostEagerBytes,
    long mostBytes,
    long patienceMillis,
    long rate) {}
