/**
 * Numbers of all measurements: sizes as people write them, samples over time, medians, and their
 * two shapes, a table and a JSON document. No I/O.
 */
package org.yarnp2p.bench.figures;
