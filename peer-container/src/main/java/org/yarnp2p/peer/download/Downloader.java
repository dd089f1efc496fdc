package org.yarnp2p.peer.download;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.Outcome;

/**
 * Carries out the swarm's wishes for slots and segments, whatever the transport, and tells it what
 * becomes of them. For the swarm's thread; never waits.
 */
final class Downloader {
  private static final Logger LOG = LoggerFactory.getLogger(Downloader.class);

  private final SegmentTransport transport;
  private final Intake intake;
  private final EventQueue events;
  private final Executor threads;
  private final Map<Long, Receipt> running = new ConcurrentHashMap<>();

  /**
   * @param threads tell the swarm of requests that cannot even be made
   */
  Downloader(SegmentTransport transport, Intake intake, EventQueue events, Executor threads) {
    this.transport = transport;
    this.intake = intake;
    this.events = events;
    this.threads = threads;
  }

  /** Ends with {@link Event.SlotAnswered}. */
  void reserve(Action.Reserve reserve) {
    transport.reserve(
        reserve.source(), answer -> events.put(new Event.SlotAnswered(reserve.source(), answer)));
  }

  /** The slot is not needed. */
  void release(Action.Release release) {
    transport.release(release.source());
  }

  /** Ends with {@link Event.RequestEnded}. */
  void fetch(Action.Fetch fetch) {
    Receipt receipt = new Receipt(fetch, intake, events, running::remove);
    running.put(fetch.request(), receipt);
    try {
      transport.fetch(fetch, receipt);
    } catch (RuntimeException e) {
      LOG.warn("Could not ask for {}", fetch, e);
      threads.execute(() -> receipt.ended(new Outcome.Failed()));
    }
  }

  /** The rest of a request is not needed. */
  void cancel(Action.Cancel cancel) {
    Receipt receipt = running.get(cancel.request());
    if (receipt != null) {
      receipt.cancel();
      transport.cancel(receipt.fetch());
    }
  }
}
