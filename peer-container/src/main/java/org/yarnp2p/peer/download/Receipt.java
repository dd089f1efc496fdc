package org.yarnp2p.peer.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.Outcome;

/** Tells the swarm what becomes of one request, and takes its segments in. */
final class Receipt implements Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(Receipt.class);

  private final Action.Fetch fetch;
  private final Intake intake;
  private final EventQueue events;
  private final LongConsumer over;
  private final Set<SegmentRef> due = new HashSet<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean cancelled;

  /**
   * @param over told the request's number when it is over
   */
  Receipt(Action.Fetch fetch, Intake intake, EventQueue events, LongConsumer over) {
    this.fetch = fetch;
    this.intake = intake;
    this.events = events;
    this.over = over;
  }

  Action.Fetch fetch() {
    return fetch;
  }

  /** From now on a failure is not the source's fault. */
  void cancel() {
    cancelled = true;
  }

  @Override
  public void bound(List<SegmentRef> segments, boolean slotKept) throws IOException {
    if (segments.isEmpty() || !fetch.candidates().containsAll(segments)) {
      throw new IOException(fetch.source() + " sends what was not asked for: " + segments);
    }
    due.addAll(segments);
    if (due.size() < segments.size()) {
      throw new IOException(fetch.source() + " sends a segment twice: " + segments);
    }
    events.put(new Event.Bound(fetch.request(), segments, slotKept));
  }

  @Override
  public Arrival begin(SegmentRef segment, int length, Digest claimed) throws IOException {
    if (!due.remove(segment)) {
      throw new IOException(fetch.source() + " sends what is not due: " + segment);
    }
    int expected = intake.length(segment);
    if (length != expected) {
      refused(segment);
      throw new IOException(
          "%s says that %s has %d bytes, expected %d"
              .formatted(fetch.source(), intake.describe(segment), length, expected));
    }
    return new Taking(segment, intake.begin(segment, claimed));
  }

  @Override
  public void arriving() {
    events.put(new Event.Arriving(fetch.request()));
  }

  @Override
  public void ended(Outcome outcome) {
    if (ended.compareAndSet(false, true)) {
      over.accept(fetch.request());
      Outcome told = cancelled ? new Outcome.Done() : outcome;
      events.put(new Event.RequestEnded(fetch.request(), told));
    }
  }

  private void refused(SegmentRef segment) {
    LOG.warn("{} sent wrong bytes for {}", fetch.source(), intake.describe(segment));
    intake.refused();
    events.put(new Event.SegmentRefused(fetch.request(), segment));
  }

  private final class Taking implements Arrival {
    private final SegmentRef segment;
    private final Intake.Taken taken;

    Taking(SegmentRef segment, Intake.Taken taken) {
      this.segment = segment;
      this.taken = taken;
    }

    @Override
    public void part(ByteBuffer bytes) throws IOException {
      taken.part(bytes);
    }

    @Override
    public void end() throws IOException {
      switch (taken.end()) {
        case HELD -> events.put(new Event.SegmentStored(fetch.request(), segment));
        case WRONG -> refused(segment);
        case LOST -> LOG.info("{} is to be fetched again", intake.describe(segment));
      }
    }

    @Override
    public void cutOff() {
      taken.cutOff();
    }
  }
}
