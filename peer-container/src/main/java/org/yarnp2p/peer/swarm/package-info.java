/**
 * The decisions of a peer: what to fetch next, from whom, and whom to serve. State is owned by one
 * thread and changed only by events; there is no I/O, no clock and no thread here, so that the very
 * same classes run in a peer and in virtual time.
 */
package org.yarnp2p.peer.swarm;
