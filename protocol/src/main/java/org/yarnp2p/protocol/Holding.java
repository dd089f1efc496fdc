package org.yarnp2p.protocol;

import java.util.BitSet;

/**
 * Segments of one file.
 *
 * @param file id in the job's plan
 * @param segments set bits are the segments meant; not to be changed after construction
 */
public record Holding(int file, BitSet segments) {}
