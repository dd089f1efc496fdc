package org.yarnp2p.protocol;

import org.yarnp2p.model.Digest;
import org.yarnp2p.model.SegmentRef;

/**
 * A segment that a peer has verified and stored.
 *
 * @param segment which
 * @param digest of its bytes
 */
public record Acquired(SegmentRef segment, Digest digest) {}
