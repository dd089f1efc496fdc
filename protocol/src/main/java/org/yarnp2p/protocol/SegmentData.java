package org.yarnp2p.protocol;

import java.nio.ByteBuffer;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.SegmentRef;

/**
 * A segment on its way.
 *
 * @param segment which
 * @param digest as the sender knows it
 * @param data the bytes, from position to limit; read only for the receiver
 */
public record SegmentData(SegmentRef segment, Digest digest, ByteBuffer data) {}
