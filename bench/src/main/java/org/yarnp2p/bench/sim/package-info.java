/**
 * Whole swarms in virtual time: the product's own decision classes over a modelled network. The
 * same seed gives the same run.
 */
package org.yarnp2p.bench.sim;
