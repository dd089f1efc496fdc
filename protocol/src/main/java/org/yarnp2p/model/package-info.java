/**
 * What the swarm is about: ranks, files, segments and their digests. Immutable values without I/O;
 * every other room speaks in these words.
 */
package org.yarnp2p.model;
