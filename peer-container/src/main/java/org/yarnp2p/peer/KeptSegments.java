package org.yarnp2p.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.Retry;
import org.yarnp2p.peer.store.HeldFiles.Held;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.TrackerProtocol;

/**
 * Tells the tracker what an earlier distribution, or life of the rank, has left here, before
 * anybody reads from origins. Where other digests are known, the copy here counts as wrong: better
 * one copy too many is fetched than that the job fails for two that differ.
 */
final class KeptSegments {
  private static final Logger LOG = LoggerFactory.getLogger(KeptSegments.class);

  /** In one message. */
  private static final int SEGMENTS = 8192;

  private final Member self;
  private final TrackerProtocol tracker;
  private final Retry retry;

  /**
   * @param retry repeats a report while the tracker is away
   */
  KeptSegments(Member self, TrackerProtocol tracker, Retry retry) {
    this.self = self;
    this.tracker = tracker;
    this.retry = retry;
  }

  /** Tells, and takes out of the stores what the tracker refuses. */
  void tell(List<Held> kept) throws IOException, InterruptedException {
    Map<Integer, Held> byId = new HashMap<>();
    List<Acquired> acquired = new ArrayList<>();
    for (Held file : kept) {
      byId.put(file.plan().id(), file);
      for (int segment : file.store().held().stream().toArray()) {
        acquired.add(
            new Acquired(
                new SegmentRef(file.plan().id(), segment),
                file.store().digest(segment).orElseThrow()));
      }
    }
    int number = 0;
    for (int from = 0; from < acquired.size(); from += SEGMENTS) {
      List<Acquired> some = acquired.subList(from, Math.min(acquired.size(), from + SEGMENTS));
      number++;
      Report report = new Report(some, List.of(), false, List.of()).numbered(number);
      for (SegmentRef refused :
          retry.call("what is here already", () -> tracker.report(self, report))) {
        Held file = byId.get(refused.file());
        LOG.warn(
            "Another rank has other bytes for segment {} of {}; it is fetched again",
            refused.segment(),
            file.plan().name());
        file.store().discard(refused.segment());
      }
    }
  }
}
