package org.yarnp2p.peer.download;

import java.util.function.LongSupplier;
import org.yarnp2p.model.Member;
import org.yarnp2p.peer.concurrent.Retry;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.store.OriginReader;
import org.yarnp2p.protocol.TrackerProtocol;

/**
 * What the exchange of segments works with.
 *
 * @param self who this peer is
 * @param tracker is told and asked
 * @param trackerRetry repeats reports while the tracker is away
 * @param neighbours finds them
 * @param transport brings their segments
 * @param origins reads from storage
 * @param events also filled by the uploader, with what neighbours announce
 * @param progress counts
 * @param nanoClock such as {@link System#nanoTime}
 */
public record Surroundings(
    Member self,
    TrackerProtocol tracker,
    Retry trackerRetry,
    PeerDirectory neighbours,
    SegmentTransport transport,
    OriginReader origins,
    EventQueue events,
    Progress progress,
    LongSupplier nanoClock) {}
