package org.yarnp2p.peer.upload;

/**
 * Bounds of the uploads.
 *
 * @param slots peers served at the same time, from 1
 * @param requestsPerPeer that a peer keeps outstanding, from 1
 * @param eagerLimit small segments travel together in one answer of up to this many bytes
 * @param mostBytes on their way at the same time; one answer is always allowed
 * @param patienceMillis after this time a receiver has given up, in ms
 */
public record UploadRules(
    int slots, int requestsPerPeer, long eagerLimit, long mostBytes, long patienceMillis) {}
