package org.yarnp2p.protocol;

/**
 * What one peer knows of one file that it held or wanted, and the bytes of it that it has moved.
 *
 * @param file id in the job's plan
 * @param downBytes received from other peers
 * @param upBytes sent to other peers
 * @param firstHolder whether the peer held segments of the file from its input
 * @param originBytes read from the file's origin
 * @param fileBytes of all segments of the file as the peer knows it; a holder of a prefix may know
 *     the prefix only
 * @param fileSegments of the file, likewise
 */
public record FileTraffic(
    int file,
    long downBytes,
    long upBytes,
    boolean firstHolder,
    long originBytes,
    long fileBytes,
    int fileSegments) {}
