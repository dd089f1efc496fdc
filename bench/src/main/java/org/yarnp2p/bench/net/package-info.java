/** Hosts on this machine: network namespaces with links of a rate of one's choice. */
package org.yarnp2p.bench.net;
