package org.yarnp2p.peer.upload;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.DaemonThreads;
import org.yarnp2p.peer.concurrent.RateLimit;
import org.yarnp2p.peer.download.EventQueue;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.peer.stream.StreamSource;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.SlotCount;
import org.yarnp2p.peer.swarm.UploadSlots;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.FetchAnswer;
import org.yarnp2p.protocol.FetchRequest;
import org.yarnp2p.protocol.PeerProtocol;
import org.yarnp2p.protocol.ReserveAnswer;
import org.yarnp2p.protocol.SegmentData;
import org.yarnp2p.protocol.SlotQueue;

/**
 * Answers the neighbours. Before the peer knows its files, because a neighbour heard of the open
 * gate earlier, those who want a slot wait, and what neighbours say is kept in the event queue.
 * Thread-safe.
 */
public final class Uploader implements PeerProtocol, SlotQueue, StreamUploads.Visitors, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Uploader.class);

  /** Answered when there is no room for an answer, or nothing is known of files yet, in ms. */
  private static final int RETRY_MILLIS = 20;

  /** Bytes that an answer of Hadoop IPC holds at the most, unless one segment has more. */
  private static final int MOST_ANSWER = 1 << 20;

  /** The deadlines of slots are kept with this part of the time as tolerance. */
  private static final int LOOKS = 4;

  private final Member self;
  private final UploadRules rules;
  private final ScheduledExecutorService timer = DaemonThreads.timer("upload-deadlines");
  private final SlotDesk desk;
  private final Deliveries deliveries;
  private final EventQueue events;
  private final long eventTimeoutMillis;
  private final Progress progress;
  private final RateLimit rate;
  private final Lives lives = new Lives();

  /** Those who have said hello and have been neighbours since. */
  private final Set<Rank> met = ConcurrentHashMap.newKeySet();

  /** Null until the peer knows its files. */
  private volatile Shelf shelf;

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
    rate = RateLimit.of(rules.rate(), nanoClock);
    UploadSlots slots =
        new UploadSlots(
            new SlotCount(Math.min(rules.leastSlots(), rules.slots()), rules.slots()),
            TimeUnit.MILLISECONDS.toNanos(rules.turnMillis()),
            TimeUnit.MILLISECONDS.toNanos(rules.idleMillis()),
            random);
    desk = new SlotDesk(slots, rules.waitMillis(), nanoClock);
    deliveries =
        new Deliveries(
            rules.requestsPerPeer(),
            rules.mostBytes(),
            rules.patienceMillis(),
            nanoClock,
            desk::ended);
    long interval = Math.max(1, Math.min(rules.idleMillis(), rules.waitMillis()) / LOOKS);
    var unused =
        timer.scheduleWithFixedDelay(this::lookAtTime, interval, interval, TimeUnit.MILLISECONDS);
  }

  /** What is served on stream connections. */
  public StreamSource streams() {
    return new StreamUploads(desk, () -> shelf, rate, progress, this);
  }

  /**
   * From now on these files are served.
   *
   * @param unreadable told of segments that cannot be read
   */
  public void serve(SharedFiles shared, Consumer<SegmentRef> unreadable) {
    shelf = new Shelf(self.rank(), shared, unreadable);
    desk.open();
  }

  /** These are the neighbours now; what is on its way to others, and to former lives, is lost. */
  public void neighbours(Collection<Member> members) {
    List<Rank> ranks = members.stream().map(Member::rank).toList();
    deliveries.retain(ranks);
    for (Rank known : List.copyOf(met)) {
      if (!ranks.contains(known)) {
        met.remove(known);
        desk.forget(known);
      }
    }
    for (Member member : members) {
      try {
        note(member);
      } catch (FencedException e) {
        LOG.info("The tracker has not heard of the next life of {} yet", member);
      }
    }
  }

  /** These are nearer than the other neighbours; none when all are equally near. */
  public void nearest(Set<Rank> ranks) {
    desk.nearest(ranks);
  }

  /** What an earlier life had here is forgotten. */
  @Override
  public void note(Member member) throws FencedException {
    if (lives.note(member)) {
      deliveries.arrived(member.rank());
      desk.forget(member.rank());
    }
  }

  @Override
  public Introduction hello(Introduction caller) throws IOException {
    introduced(caller);
    Shelf now = shelf;
    return new Introduction(self, now == null ? List.of() : now.files().holdings());
  }

  @Override
  public void introduced(Introduction caller) throws IOException {
    Member member = caller.member();
    Rank rank = member.rank();
    note(member);
    met.add(rank);
    Shelf now = shelf;
    if (now != null) {
      new Requested(self.rank(), now.files()).checkHeld(rank, caller.holdings());
    }
    tell(new Event.Introduced(member, caller.holdings()), rank);
  }

  @Override
  public void have(Member member, List<SegmentRef> segments) throws IOException {
    checkNews(member, segments);
    tell(new Event.Announced(member, segments), member.rank());
  }

  @Override
  public void coming(Member member, List<SegmentRef> segments) throws IOException {
    checkNews(member, segments);
    tell(new Event.Coming(member, segments), member.rank());
  }

  private void checkNews(Member member, List<SegmentRef> segments) throws IOException {
    note(member);
    Shelf now = shelf;
    if (now != null) {
      new Requested(self.rank(), now.files()).checkAnnounced(member.rank(), segments);
    }
  }

  @Override
  public CompletableFuture<ReserveAnswer> reserve(Member member) throws IOException {
    note(member);
    return desk.reserve(member.rank());
  }

  @Override
  public FetchAnswer fetch(Member member, FetchRequest request) throws IOException {
    note(member);
    Rank asker = member.rank();
    Shelf now = shelf;
    if (now == null) {
      return new FetchAnswer.Busy(RETRY_MILLIS);
    }
    now.mustExist(asker, request.candidates());
    if (request.eager()) {
      now.mustBeSmall(asker, request.candidates(), rules.eagerLimit());
    } else if (!desk.begin(asker)) {
      return new FetchAnswer.Busy(0);
    }
    List<SegmentRef> chosen = List.of();
    Optional<Deliveries.Delivery> delivery = Optional.empty();
    try {
      chosen = choose(now, asker, request);
      if (chosen.isEmpty()) {
        return new FetchAnswer.Missing();
      }
      delivery = begin(now, asker, request, chosen);
      if (delivery.isEmpty()) {
        return new FetchAnswer.Busy(RETRY_MILLIS);
      }
    } finally {
      if (delivery.isEmpty() && !request.eager()) {
        desk.ended(asker); // else that follows from the delivery
      }
    }
    return deliver(now, asker, request, chosen, delivery.get());
  }

  @Override
  public void release(Member member) throws IOException {
    note(member);
    deliveries.arrived(member.rank());
    desk.release(member.rank());
  }

  @Override
  public String fileMap(String name) throws IOException {
    Shelf now = shelf;
    Collection<SharedFile> all = now == null ? List.of() : now.files().all();
    if (name == null) {
      return FileMapJson.of(all);
    }
    List<SharedFile> named = all.stream().filter(file -> file.plan().name().equals(name)).toList();
    if (named.isEmpty()) {
      throw new IOException(self.rank() + " shares no file named '" + name + "'");
    }
    return FileMapJson.of(named);
  }

  /** Upload slots that peers have at the moment. */
  public int slotsInUse() {
    return desk.inUse();
  }

  /** Those who wait for a slot are not answered any more. */
  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void lookAtTime() {
    deliveries.expire();
    desk.lookAtTime();
  }

  private List<SegmentRef> choose(Shelf shelf, Rank asker, FetchRequest request)
      throws IOException {
    List<SegmentRef> held = shelf.held(asker, request.candidates());
    int most = request.eager() ? rules.mostEagerBytes() : MOST_ANSWER;
    return held.isEmpty()
        ? held
        : desk.choose(held, shelf::length, Math.min(most, request.mostBytes()));
  }

  private Optional<Deliveries.Delivery> begin(
      Shelf shelf, Rank asker, FetchRequest request, List<SegmentRef> chosen) {
    Optional<Deliveries.Delivery> delivery =
        deliveries.begin(asker, bytes(shelf, chosen), !request.eager());
    if (delivery.isEmpty()) {
      chosen.forEach(desk::unsent);
    }
    return delivery;
  }

  private static long bytes(Shelf shelf, List<SegmentRef> chosen) {
    return chosen.stream().mapToLong(shelf::length).sum();
  }

  private FetchAnswer deliver(
      Shelf shelf,
      Rank asker,
      FetchRequest request,
      List<SegmentRef> chosen,
      Deliveries.Delivery delivery)
      throws IOException {
    boolean served = false;
    try {
      rate.take(bytes(shelf, chosen));
      List<SegmentData> answer = new ArrayList<>(chosen.size());
      for (SegmentRef segment : chosen) {
        answer.add(shelf.read(segment));
      }
      served = true;
      answer.forEach(data -> progress.sent(data.segment().file(), data.data().remaining()));
      return new FetchAnswer.Served(answer, !request.eager() && desk.keeps(asker));
    } finally {
      if (!served) {
        deliveries.withdraw(asker, delivery);
        chosen.forEach(desk::unsent);
      }
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
