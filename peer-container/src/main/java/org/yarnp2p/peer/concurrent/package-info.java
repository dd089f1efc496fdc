/** Threads of a peer, and patience with calls that fail. */
package org.yarnp2p.peer.concurrent;
