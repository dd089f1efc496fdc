/** The figures of a peer. */
package org.yarnp2p.peer.progress;
