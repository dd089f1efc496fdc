/** Real swarms, measured: the product's ranks as processes of this machine. */
package org.yarnp2p.bench.swarm;
