package org.yarnp2p.protocol;

import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;

/**
 * A peer's report that another one sent bytes that are not the segment's.
 *
 * @param about the life of a peer that sent them
 * @param segment which was asked for
 * @param ban whether the peer takes nothing from the other any more: it was not the first time
 */
public record Complaint(Member about, SegmentRef segment, boolean ban) {}
