package org.yarnp2p.protocol;

import org.yarnp2p.model.Rank;

/**
 * What others say of a peer as a source.
 *
 * @param rank of whom
 * @param complaints how often it was said to have sent wrong bytes
 * @param bannedBy how many peers take nothing from it any more
 */
public record Accused(Rank rank, int complaints, int bannedBy) {
  /** The same peer, as two trackers of a job know it: bans are those of the later one. */
  Accused and(Accused later) {
    return new Accused(rank, complaints + later.complaints, later.bannedBy);
  }
}
