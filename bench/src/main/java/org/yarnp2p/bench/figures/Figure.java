package org.yarnp2p.bench.figures;

import java.util.function.ToDoubleFunction;

/**
 * One figure of a measurement.
 *
 * @param field its name in JSON, with the unit unless it is a ratio
 * @param label its name in a table, with the unit
 * @param decimals that the table shows
 * @param of the figure of one run; NaN when it has none
 * @param <R> what a run has measured
 */
public record Figure<R>(String field, String label, int decimals, ToDoubleFunction<R> of) {}
