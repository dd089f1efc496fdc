/**
 * A distribution as one node sees it: what an earlier one left below the target, what is recorded
 * there about it, and how the directory ends up like the source.
 */
package org.yarnp2p.peer.distribute;
