package org.yarnp2p.peer.download;

import java.util.function.LongSupplier;
import org.yarnp2p.peer.concurrent.Backoff;

/**
 * How often a neighbour is told what is new here.
 *
 * @param onConnectionMillis between two announcements on a connection, in ms
 * @param callsMillis between the beginnings of two calls, in ms
 * @param backoff between attempts after a failure
 * @param nanoClock such as {@link System#nanoTime}
 */
record Pace(long onConnectionMillis, long callsMillis, Backoff backoff, LongSupplier nanoClock) {}
