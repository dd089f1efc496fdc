/**
 * The input files: their grammar, all mistakes in them at once, and the plan that comes out of
 * them. {@link org.yarnp2p.input.InputParser} is pure; {@link org.yarnp2p.input.InputCheck} looks
 * at file systems.
 */
package org.yarnp2p.input;
