/** Hadoop clusters of real daemons on hosts of this machine. */
package org.yarnp2p.bench.daemons;
