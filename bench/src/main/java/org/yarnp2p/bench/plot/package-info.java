/** Pictures of measurements. */
package org.yarnp2p.bench.plot;
