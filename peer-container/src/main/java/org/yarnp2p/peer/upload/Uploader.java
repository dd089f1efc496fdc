package org.yarnp2p.peer.upload;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.download.EventQueue;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.UploadSlots;
import org.yarnp2p.protocol.FetchAnswer;
import org.yarnp2p.protocol.PeerProtocol;
import org.yarnp2p.protocol.SegmentData;

/**
 * Answers the neighbours. Before the peer knows its files, because a neighbour heard of the open
 * gate earlier, requests are answered with BUSY, and what neighbours say is kept in the event
 * queue. Thread-safe.
 */
public final class Uploader implements PeerProtocol {
  private static final int NOT_READY_RETRY_MILLIS = 20;

  private final Member self;
  private final Deliveries deliveries;
  private final long eagerLimit;
  private final EventQueue events;
  private final long eventTimeoutMillis;
  private final Progress progress;
  private final LongSupplier nanoClock;
  private volatile SharedFiles files;

  /**
   * @param self who answers
   * @param events takes what neighbours say
   * @param eventTimeoutMillis how long a neighbour waits for room there, in ms
   * @param nanoClock such as {@link System#nanoTime}
   */
  public Uploader(
      Member self,
      UploadRules rules,
      EventQueue events,
      long eventTimeoutMillis,
      Progress progress,
      LongSupplier nanoClock) {
    this.self = self;
    deliveries =
        new Deliveries(
            new UploadSlots(rules.slots(), rules.requestsPerPeer()),
            rules.requestsPerPeer(),
            rules.mostBytes(),
            rules.patienceMillis());
    eagerLimit = rules.eagerLimit();
    this.events = events;
    this.eventTimeoutMillis = eventTimeoutMillis;
    this.progress = progress;
    this.nanoClock = nanoClock;
  }

  /** From now on these files are served. */
  public void serve(SharedFiles shared) {
    files = shared;
  }

  /** These are the neighbours now; what is on its way to others is lost. */
  public void neighbours(Collection<Rank> ranks) {
    deliveries.retain(ranks, nanoClock.getAsLong());
  }

  @Override
  public Introduction hello(Introduction caller) throws IOException {
    Rank rank = caller.member().rank();
    deliveries.forget(rank, nanoClock.getAsLong());
    SharedFiles shared = files;
    if (shared != null) {
      new Requested(self.rank(), shared).checkHeld(rank, caller.holdings());
    }
    tell(new Event.Introduced(rank, caller.holdings()), rank);
    return new Introduction(self, shared == null ? List.of() : shared.holdings());
  }

  @Override
  public void have(Member member, List<SegmentRef> segments) throws IOException {
    Rank rank = member.rank();
    deliveries.arrived(rank, segments, nanoClock.getAsLong());
    SharedFiles shared = files;
    if (shared != null) {
      new Requested(self.rank(), shared).checkAnnounced(rank, segments);
    }
    tell(new Event.Announced(rank, segments), rank);
  }

  @Override
  public FetchAnswer fetch(Member member, List<SegmentRef> segments) throws IOException {
    SharedFiles shared = files;
    if (shared == null) {
      return new FetchAnswer.Busy(NOT_READY_RETRY_MILLIS);
    }
    Delivery delivery = deliverable(shared, member.rank(), segments);
    if (delivery.segments().isEmpty()) {
      return new FetchAnswer.Missing();
    }
    UploadSlots.Decision decision = deliveries.begin(member.rank(), delivery);
    if (decision instanceof UploadSlots.Decision.Busy busy) {
      return new FetchAnswer.Busy(busy.retryAfterMillis());
    }
    return deliver(shared, member.rank(), delivery);
  }

  @Override
  public String fileMap(String name) throws IOException {
    SharedFiles shared = files;
    Collection<SharedFile> all = shared == null ? List.of() : shared.all();
    if (name == null) {
      return FileMapJson.of(all);
    }
    List<SharedFile> named = all.stream().filter(file -> file.plan().name().equals(name)).toList();
    if (named.isEmpty()) {
      throw new IOException(self.rank() + " shares no file named '" + name + "'");
    }
    return FileMapJson.of(named);
  }

  /** The first segments that are held and fit into one answer. */
  private Delivery deliverable(SharedFiles shared, Rank asker, List<SegmentRef> segments)
      throws IOException {
    Requested requested = new Requested(self.rank(), shared);
    List<SegmentRef> first = new ArrayList<>();
    long bytes = 0;
    boolean full = false;
    for (SegmentRef segment : segments) {
      SharedFile file = requested.file(asker, segment);
      int length = file.shape().segmentLength(segment.segment());
      full |= !file.holds(segment.segment()) || (!first.isEmpty() && bytes + length > eagerLimit);
      if (!full) {
        first.add(segment);
        bytes += length;
      }
    }
    return new Delivery(first, bytes, nanoClock.getAsLong());
  }

  private FetchAnswer deliver(SharedFiles shared, Rank asker, Delivery delivery)
      throws IOException {
    List<SegmentData> answer = new ArrayList<>(delivery.segments().size());
    boolean well = false;
    try {
      for (SegmentRef segment : delivery.segments()) {
        answer.add(read(shared.get(segment.file()), segment));
      }
      well = true;
    } finally {
      if (!well) {
        deliveries.failed(asker, delivery, nanoClock.getAsLong());
      }
    }
    for (SegmentData data : answer) {
      progress.sent(data.segment().file(), data.data().remaining());
    }
    return new FetchAnswer.Served(answer);
  }

  private SegmentData read(SharedFile file, SegmentRef segment) throws IOException {
    try {
      return new SegmentData(
          segment,
          file.store()
              .digest(segment.segment())
              .orElseThrow(() -> new IOException("it has just been dropped")),
          file.store().read(segment.segment()));
    } catch (IOException e) {
      throw new IOException(
          "%s cannot read segment %d of file %s: %s"
              .formatted(self.rank(), segment.segment(), file.plan().name(), e.getMessage()),
          e);
    }
  }

  private void tell(Event event, Rank speaker) throws IOException {
    try {
      if (!events.offer(event, eventTimeoutMillis)) {
        throw new IOException(
            "%s is overloaded and did not hear %s; say hello again later"
                .formatted(self.rank(), speaker));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(self.rank() + " is ending");
    }
  }
}
