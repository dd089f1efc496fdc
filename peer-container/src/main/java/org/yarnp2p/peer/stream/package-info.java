/**
 * The connections on which segments travel between two peers once an upload slot is agreed on over
 * Hadoop IPC: the asker's end, the source's end, and the frames between them (docs/protocol.md).
 */
package org.yarnp2p.peer.stream;
