/**
 * The active half of a peer: the thread that owns the swarm's state, and the threads that fetch,
 * announce and report on its behalf.
 */
package org.yarnp2p.peer.download;
