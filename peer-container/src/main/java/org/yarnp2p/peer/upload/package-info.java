/** The passive half of a peer: what it answers to its neighbours. */
package org.yarnp2p.peer.upload;
