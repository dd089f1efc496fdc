/**
 * Rank 0. It holds no file data: it knows who the peers are, who holds which segment, who is whose
 * neighbour, and which peer reads which segment of an origin.
 *
 * <p>The decisions are pure classes below {@link org.yarnp2p.tracker.TrackerState}: no threads, no
 * clock, no I/O, so a simulator drives the same classes. {@link org.yarnp2p.tracker.TrackerService}
 * puts a lock, time and an IPC server around them.
 */
package org.yarnp2p.tracker;
