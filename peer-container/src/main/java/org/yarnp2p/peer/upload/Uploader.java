package org.yarnp2p.peer.upload;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.DaemonThreads;
import org.yarnp2p.peer.download.EventQueue;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.peer.stream.StreamSource;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.UploadSlots;
import org.yarnp2p.protocol.FetchAnswer;
import org.yarnp2p.protocol.FetchRequest;
import org.yarnp2p.protocol.PeerProtocol;
import org.yarnp2p.protocol.ReserveAnswer;
import org.yarnp2p.protocol.SegmentData;
import org.yarnp2p.protocol.SlotQueue;

/**
 * Answers the neighbours, over Hadoop IPC and on stream connections. Before the peer knows its
 * files, because a neighbour heard of the open gate earlier, those who want a slot wait, and what
 * neighbours say is kept in the event queue. Thread-safe.
 */
public final class Uploader implements PeerProtocol, SlotQueue, StreamSource, Closeable {
  /** Answered when there is no room for an answer, or nothing is known of files yet, in ms. */
  private static final int RETRY_MILLIS = 20;

  /** Bytes that an answer of Hadoop IPC holds at the most, unless one segment has more. */
  private static final int MOST_ANSWER = 1 << 20;

  /** The deadlines of slots are kept with this part of the time as tolerance. */
  private static final int LOOKS = 4;

  private final Member self;
  private final UploadRules rules;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, DaemonThreads.named("upload-deadlines"));
  private final SlotDesk desk;
  private final Deliveries deliveries;
  private final EventQueue events;
  private final long eventTimeoutMillis;
  private final Progress progress;
  private final Map<Rank, Integer> incarnations = new ConcurrentHashMap<>();
  private volatile SharedFiles files;

  /**
   * @param self who answers
   * @param events takes what neighbours say
   * @param eventTimeoutMillis how long a neighbour waits for room there, in ms
   * @param random draws among those who wait for a slot
   * @param nanoClock such as {@link System#nanoTime}
   */
  public Uploader(
      Member self,
      UploadRules rules,
      EventQueue events,
      long eventTimeoutMillis,
      Progress progress,
      RandomGenerator random,
      LongSupplier nanoClock) {
    this.self = self;
    this.rules = rules;
    this.events = events;
    this.eventTimeoutMillis = eventTimeoutMillis;
    this.progress = progress;
    UploadSlots slots =
        new UploadSlots(
            rules.slots(),
            TimeUnit.MILLISECONDS.toNanos(rules.turnMillis()),
            TimeUnit.MILLISECONDS.toNanos(rules.idleMillis()),
            random);
    desk = new SlotDesk(slots, rules.waitMillis(), timer, nanoClock);
    deliveries =
        new Deliveries(
            rules.requestsPerPeer(),
            rules.mostBytes(),
            rules.patienceMillis(),
            nanoClock,
            desk::ended);
    timer.setRemoveOnCancelPolicy(true);
    long interval = Math.max(1, rules.idleMillis() / LOOKS);
    var unused =
        timer.scheduleWithFixedDelay(this::lookAtTime, interval, interval, TimeUnit.MILLISECONDS);
  }

  /** Who gets a slot asks for segments on a stream connection to this port. */
  public void streamsAt(int port) {
    desk.streamsAt(port);
  }

  /** From now on these files are served. */
  public void serve(SharedFiles shared) {
    files = shared;
    desk.open();
  }

  /** These are the neighbours now; what is on its way to others is lost. */
  public void neighbours(Collection<Rank> ranks) {
    deliveries.retain(ranks);
    for (Rank known : List.copyOf(incarnations.keySet())) {
      if (!ranks.contains(known)) {
        incarnations.remove(known);
        desk.forget(known);
      }
    }
  }

  @Override
  public Introduction hello(Introduction caller) throws IOException {
    Member member = caller.member();
    Rank rank = member.rank();
    Integer known = incarnations.put(rank, member.incarnation());
    if (known != null && known != member.incarnation()) {
      deliveries.arrived(rank);
      desk.forget(rank);
    }
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
    SharedFiles shared = files;
    if (shared != null) {
      new Requested(self.rank(), shared).checkAnnounced(rank, segments);
    }
    tell(new Event.Announced(rank, segments), rank);
  }

  @Override
  public CompletableFuture<ReserveAnswer> reserve(Member member) {
    return desk.reserve(member.rank());
  }

  @Override
  public FetchAnswer fetch(Member member, FetchRequest request) throws IOException {
    Rank asker = member.rank();
    SharedFiles shared = files;
    if (shared == null) {
      return new FetchAnswer.Busy(RETRY_MILLIS);
    }
    List<SegmentRef> held = held(shared, asker, request.candidates());
    if (request.eager()) {
      mustBeSmall(shared, asker, request.candidates());
    } else if (!desk.begin(asker)) {
      return new FetchAnswer.Busy(0);
    }
    boolean served = false;
    try {
      FetchAnswer answer = answer(shared, asker, request, held);
      served = answer instanceof FetchAnswer.Served;
      return answer;
    } finally {
      if (!served && !request.eager()) {
        desk.ended(asker);
      }
    }
  }

  @Override
  public void release(Member member) {
    deliveries.arrived(member.rank());
    desk.release(member.rank());
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

  @Override
  public boolean begin(Rank asker, List<SegmentRef> candidates) throws IOException {
    SharedFiles shared = files;
    if (shared == null) {
      return false;
    }
    Requested requested = new Requested(self.rank(), shared);
    for (SegmentRef segment : candidates) {
      requested.file(asker, segment);
    }
    return desk.begin(asker);
  }

  @Override
  public Choice choose(Rank asker, List<SegmentRef> candidates, int mostBytes) {
    SharedFiles shared = files;
    List<SegmentRef> held =
        candidates.stream().distinct().filter(segment -> holds(shared, segment)).toList();
    List<Piece> pieces = new ArrayList<>();
    for (SegmentRef segment : desk.choose(held, one -> length(shared, one), mostBytes)) {
      SharedFile file = shared.get(segment.file());
      file.store()
          .digest(segment.segment())
          .ifPresentOrElse(
              digest ->
                  pieces.add(new Piece(segment, length(shared, segment), digest, file.store())),
              () -> desk.unsent(segment)); // dropped just now
    }
    return new Choice(pieces, desk.keeps(asker));
  }

  @Override
  public void sent(SegmentRef segment, long bytes) {
    progress.sent(segment.file(), bytes);
  }

  @Override
  public void unsent(SegmentRef segment) {
    desk.unsent(segment);
  }

  @Override
  public void ended(Rank asker) {
    desk.ended(asker);
  }

  @Override
  public void release(Rank asker) {
    desk.release(asker);
  }

  /** Those who wait for a slot are not answered any more. */
  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void lookAtTime() {
    deliveries.expire();
    desk.serve();
  }

  private FetchAnswer answer(
      SharedFiles shared, Rank asker, FetchRequest request, List<SegmentRef> held)
      throws IOException {
    if (held.isEmpty()) {
      return new FetchAnswer.Missing();
    }
    int most = request.eager() ? rules.mostEagerBytes() : MOST_ANSWER;
    List<SegmentRef> chosen =
        desk.choose(held, one -> length(shared, one), Math.min(most, request.mostBytes()));
    long bytes = chosen.stream().mapToLong(segment -> length(shared, segment)).sum();
    Optional<Deliveries.Delivery> delivery = deliveries.begin(asker, bytes, !request.eager());
    if (delivery.isEmpty()) {
      chosen.forEach(desk::unsent);
      return new FetchAnswer.Busy(RETRY_MILLIS);
    }
    boolean served = false;
    try {
      List<SegmentData> answer = new ArrayList<>(chosen.size());
      for (SegmentRef segment : chosen) {
        answer.add(read(shared.get(segment.file()), segment));
      }
      served = true;
      answer.forEach(data -> progress.sent(data.segment().file(), data.data().remaining()));
      return new FetchAnswer.Served(answer, !request.eager() && desk.keeps(asker));
    } finally {
      if (!served) {
        deliveries.withdraw(asker, delivery.get());
        chosen.forEach(desk::unsent);
      }
    }
  }

  private List<SegmentRef> held(SharedFiles shared, Rank asker, List<SegmentRef> candidates)
      throws IOException {
    Requested requested = new Requested(self.rank(), shared);
    LinkedHashSet<SegmentRef> held = new LinkedHashSet<>();
    for (SegmentRef segment : candidates) {
      if (requested.file(asker, segment).holds(segment.segment())) {
        held.add(segment);
      }
    }
    return List.copyOf(held);
  }

  private void mustBeSmall(SharedFiles shared, Rank asker, List<SegmentRef> segments)
      throws IOException {
    for (SegmentRef segment : segments) {
      if (length(shared, segment) > rules.eagerLimit()) {
        throw new IOException(
            "%s asked %s for %s of %d bytes without a slot; p2p.transport.eager-limit is %d"
                .formatted(
                    asker, self.rank(), segment, length(shared, segment), rules.eagerLimit()));
      }
    }
  }

  private static boolean holds(SharedFiles shared, SegmentRef segment) {
    return shared.get(segment.file()).holds(segment.segment());
  }

  private static int length(SharedFiles shared, SegmentRef segment) {
    return shared.get(segment.file()).shape().segmentLength(segment.segment());
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
