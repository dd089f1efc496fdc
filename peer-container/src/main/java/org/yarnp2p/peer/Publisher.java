package org.yarnp2p.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.Retry;
import org.yarnp2p.peer.download.EventQueue;
import org.yarnp2p.peer.store.HeldFiles;
import org.yarnp2p.peer.store.Publication;
import org.yarnp2p.peer.store.SourceChangedException;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.TrackerProtocol;

/**
 * Publishes what this rank holds from its input while it is hashed. What is hashed before the rank
 * joins is told with the join. All later segments are told one batch at a time: the tracker first,
 * so that it knows every digest from a holder before anybody else can have the segment; then the
 * swarm. Thread-safe.
 */
final class Publisher implements Publication {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final Member self;
  private final TrackerProtocol tracker;
  private final Retry retry;
  private final IntSupplier trackerLife;
  private final EventQueue events;
  private final CountDownLatch joined = new CountDownLatch(1);

  /** Told what this rank has to look at again; null before the swarm begins. */
  private Consumer<List<SegmentRef>> doubted;

  /** What it has to look at that was published before. */
  private final List<SegmentRef> doubtedEarly = new ArrayList<>();

  /** Whether what the rank says when it joins has been made. */
  private boolean introduced;

  /**
   * @param tracker that this peer joins
   * @param retry repeats a report while the tracker is away
   * @param trackerLife another number when another life of the tracker has been joined
   * @param events of the swarm
   */
  Publisher(
      Member self,
      TrackerProtocol tracker,
      Retry retry,
      IntSupplier trackerLife,
      EventQueue events) {
    this.self = self;
    this.tracker = tracker;
    this.retry = retry;
    this.trackerLife = trackerLife;
    this.events = events;
  }

  /**
   * What this rank says when it joins. What is hashed from now on waits until it has joined.
   *
   * @param inventory makes it from what the stores hold
   */
  synchronized JoinRequest introduction(Supplier<JoinRequest> inventory) {
    introduced = true;
    return inventory.get();
  }

  /** The tracker knows this rank, with what it was told by {@link #introduction}. */
  void joined() {
    joined.countDown();
  }

  /**
   * The swarm begins, with what the stores hold after this call; from now on it is told what comes
   * later.
   *
   * @param doubts told segments that the tracker refuses from now on
   */
  synchronized void swarmBegins(Consumer<List<SegmentRef>> doubts) {
    doubted = doubts;
    if (!doubtedEarly.isEmpty()) {
      doubts.accept(List.copyOf(doubtedEarly));
    }
  }

  /**
   * Hashes and publishes all that this rank holds: others exchange already what is hashed.
   *
   * @throws SourceChangedException when nobody can finish the job; the tracker knows, if there is
   *     one
   */
  void all(HeldFiles held) throws IOException, InterruptedException {
    try {
      held.hash(file -> true, this);
      LOG.info("{} has hashed all that it holds", self);
    } catch (SourceChangedException e) {
      hopeless(e);
      throw e;
    }
  }

  /**
   * Before this rank has joined the tracker cannot be told, and need not be: a rank that ends for
   * that reason then ends the job.
   */
  private void hopeless(SourceChangedException reason) throws InterruptedException {
    if (joined.getCount() > 0) {
      return;
    }
    Report report = Report.hopeless(reason.getMessage());
    try {
      retry.call("why the job cannot be finished", () -> tracker.report(self, report));
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /**
   * Holders that disagree fail the swarm; the tracker refuses only what an earlier life of this
   * rank has told otherwise. That, and what the rank knows itself to be altered, is vouched for all
   * the same, and dropped when it is looked at, as what goes bad later; the swarm does not hear
   * that it is held. A tracker that has been joined meanwhile may have been told only what the
   * store held before, so it is told again.
   */
  @Override
  public void publish(int file, SortedMap<Integer, Digest> digests, BitSet altered, Runnable vouch)
      throws IOException, InterruptedException {
    if (vouchedBeforeIntroduction(vouch)) {
      return;
    }
    joined.await();
    int told;
    List<SegmentRef> refused;
    do {
      told = trackerLife.getAsInt();
      refused = tell(file, digests);
      vouch.run();
    } while (told != trackerLife.getAsInt());
    Set<SegmentRef> bad = new LinkedHashSet<>(refused);
    altered.stream().forEach(segment -> bad.add(ref(file, segment)));
    held(file, digests, bad);
  }

  private synchronized boolean vouchedBeforeIntroduction(Runnable vouch) {
    if (!introduced) {
      vouch.run();
    }
    return !introduced;
  }

  private List<SegmentRef> tell(int file, SortedMap<Integer, Digest> digests)
      throws IOException, InterruptedException {
    List<Acquired> told =
        digests.entrySet().stream()
            .map(entry -> new Acquired(ref(file, entry.getKey()), entry.getValue()))
            .toList();
    Report report = new Report(told, List.of(), false, List.of());
    return retry.call("digests", () -> tracker.report(self, report));
  }

  private void held(int file, Map<Integer, Digest> digests, Set<SegmentRef> bad) {
    Consumer<List<SegmentRef>> doubts = doubts(bad);
    if (doubts != null) {
      List<SegmentRef> right =
          digests.keySet().stream()
              .map(segment -> ref(file, segment))
              .filter(segment -> !bad.contains(segment))
              .toList();
      if (!right.isEmpty()) {
        events.put(new Event.Held(right));
      }
      if (!bad.isEmpty()) {
        doubts.accept(List.copyOf(bad));
      }
    }
  }

  /** Null before the swarm begins: then these are looked at when it does. */
  private synchronized Consumer<List<SegmentRef>> doubts(Set<SegmentRef> bad) {
    if (doubted == null) {
      doubtedEarly.addAll(bad);
    }
    return doubted;
  }

  private static SegmentRef ref(int file, int segment) {
    return new SegmentRef(file, segment);
  }
}
