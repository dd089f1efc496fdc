/** How finished files become outputs: local files by renaming, others by copying. */
package org.yarnp2p.peer.output;
