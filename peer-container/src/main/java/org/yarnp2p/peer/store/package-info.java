/**
 * Where the bytes of files live on a peer: inline segments in memory, payload segments in local
 * files, and origins in storage. Stores hold verified segments only.
 */
package org.yarnp2p.peer.store;
