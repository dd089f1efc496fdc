package org.yarnp2p.peer.stream;

/**
 * Bounds of stream connections, the same for both directions.
 *
 * @param connections open at the same time, in each direction, from 1
 * @param sending transfers of a source at the same time, from 1; the others are next
 * @param sendBuffer bytes on their way on one connection
 * @param connectMillis to connect, in ms
 * @param answerMillis to prove who one is, or to say that one is there, in ms
 * @param silenceMillis how long nothing may move while something is asked for, in ms
 * @param idleMillis how long a connection is kept without use, in ms
 */
public record StreamSettings(
    int connections,
    int sending,
    int sendBuffer,
    int connectMillis,
    long answerMillis,
    long silenceMillis,
    long idleMillis) {}
