package org.yarnp2p.peer.swarm;

import java.util.BitSet;
import org.yarnp2p.model.FileShape;

/**
 * A file that this peer holds or wants.
 *
 * @param id in the job's plan
 * @param shape of the whole file
 * @param wanted whether this peer wants it
 * @param held segments that it has from the start; copied when applied
 * @param hasOrigin whether missing segments may be read from an origin
 */
public record SwarmFile(int id, FileShape shape, boolean wanted, BitSet held, boolean hasOrigin) {}
