package org.yarnp2p.peer.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.RateLimit;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.store.OriginReader;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.peer.store.SourceChangedException;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.Outcome;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.TooEarlyException;
import org.yarnp2p.protocol.TrackerProtocol;

/**
 * Reads segments from origins: asks the tracker which ones are this peer's to read, reads,
 * verifies, stores.
 */
final class OriginDownloader {
  private static final Logger LOG = LoggerFactory.getLogger(OriginDownloader.class);

  private final Member self;
  private final TrackerProtocol tracker;
  private final OriginReader reader;
  private final SharedFiles files;
  private final Intake intake;
  private final RateLimit rate;
  private final EventQueue events;
  private final Progress progress;
  private final ExecutorService threads;
  private final long patienceNanos;
  private final LongSupplier nanoClock;
  private final Consumer<String> hopeless;
  private final Consumer<Exception> failure;

  /** Given to this peer to read, and not read yet. */
  private final Set<SegmentRef> open = ConcurrentHashMap.newKeySet();

  /** Whether the tracker may have given something that this peer has not heard of. */
  private volatile boolean unheard;

  /** Since when reads fail; null when they do not. */
  private final AtomicReference<Drought> drought = new AtomicReference<>();

  /**
   * Reads fail, and nothing comes from peers either.
   *
   * @param since on the clock
   * @param taken segments until then
   */
  private record Drought(long since, long taken) {}

  /**
   * @param rate that reads keep to
   * @param threads one more than may read at the same time, since claims take one
   * @param patienceMillis after this time of failed reads in a row, in which nothing comes from
   *     peers either, the peer gives up
   * @param hopeless told why nobody can finish the job
   * @param failure told what this peer cannot live with
   */
  OriginDownloader(
      Surroundings around,
      SharedFiles files,
      Intake intake,
      RateLimit rate,
      ExecutorService threads,
      long patienceMillis,
      Consumer<String> hopeless,
      Consumer<Exception> failure) {
    self = around.self();
    tracker = around.tracker();
    reader = around.origins();
    events = around.events();
    progress = around.progress();
    nanoClock = around.nanoClock();
    this.files = files;
    this.intake = intake;
    this.rate = rate;
    this.threads = threads;
    patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    this.hopeless = hopeless;
    this.failure = failure;
  }

  /** Returns at once; ends with {@link Event.OriginGranted}. */
  void claim(Action.Claim claim) {
    threads.execute(
        () -> {
          List<SegmentRef> granted = List.of();
          try {
            granted = granted(claim);
            open.addAll(granted);
          } finally {
            events.put(new Event.OriginGranted(granted));
          }
        });
  }

  /** What has been granted and is not read yet. Any thread. */
  List<SegmentRef> open() {
    return List.copyOf(open);
  }

  /** Returns at once; ends with {@link Event.RequestEnded}. */
  void read(Action.ReadOrigin read) {
    threads.execute(
        () -> {
          Outcome outcome = new Outcome.Failed();
          try {
            outcome = take(read);
          } finally {
            open.remove(read.segment());
            events.put(new Event.RequestEnded(read.request(), outcome));
          }
        });
  }

  private List<SegmentRef> granted(Action.Claim claim) {
    try {
      List<SegmentRef> granted =
          unheard
              ? tracker.claimAnew(
                  self, claim.file(), claim.most(), claim.mostBytes(), List.copyOf(open))
              : tracker.claim(self, claim.file(), claim.most(), claim.mostBytes());
      unheard = false;
      return granted;
    } catch (TooEarlyException e) {
      LOG.debug("The tracker has not heard of all peers", e);
    } catch (AccessControlException | FencedException | RemoteException refused) {
      failure.accept(refused);
    } catch (IOException e) {
      // An empty answer makes the swarm ask again after a while.
      unheard = true;
      LOG.info("The tracker did not answer {}: {}", claim, e.toString());
    }
    return List.of();
  }

  private Outcome take(Action.ReadOrigin read) {
    SegmentRef segment = read.segment();
    SharedFile file = files.get(segment.file());
    ByteBuffer data;
    try {
      rate.take(file.shape().segmentLength(segment.segment()));
      data = reader.read(file.plan(), file.shape(), segment.segment());
    } catch (SourceChangedException e) {
      hopeless.accept(e.getMessage());
      return new Outcome.Failed();
    } catch (IOException e) {
      unreadable(segment, file, e);
      return new Outcome.Failed();
    } catch (RuntimeException e) {
      // File systems throw these too, for instance about an unknown host.
      unreadable(segment, file, new IOException(e.toString(), e));
      return new Outcome.Failed();
    }
    drought.set(null);
    progress.readFromOrigin(segment.file(), data.remaining());
    return store(read.request(), segment, file, data);
  }

  private Outcome store(long request, SegmentRef segment, SharedFile file, ByteBuffer data) {
    try {
      if (intake.take(segment, data)) {
        events.put(new Event.SegmentStored(request, segment));
        return new Outcome.Done();
      }
      hopeless.accept(
          "%s: %s at origin %s is not what the ranks that hold the file have; check their copies"
              .formatted(self.rank(), intake.describe(segment), file.plan().origin().uri()));
    } catch (IOException e) {
      failure.accept(e);
    }
    return new Outcome.Failed();
  }

  private void unreadable(SegmentRef segment, SharedFile file, IOException e) {
    LOG.warn("Could not read {}: {}", intake.describe(segment), e.toString());
    String uri = file.plan().origin().uri();
    String what =
        "%s could not read %s from origin %s: %s"
            .formatted(self.rank(), intake.describe(segment), uri, e.getMessage());
    Optional<IOException> forbidden = Forbidden.reading(uri, what, e);
    if (forbidden.isPresent()) {
      failure.accept(forbidden.get());
      return;
    }
    if (lasts()) {
      // Its next life on this host would fare no better.
      failure.accept(
          new UnfitNodeException(
              what + "; see that the path is whole and that this host can read it", e));
    }
  }

  /** Whether reads have failed for too long. As long as others can read, they are not needed. */
  private boolean lasts() {
    Drought now = new Drought(nanoClock.getAsLong(), intake.taken());
    Drought first =
        drought.updateAndGet(known -> known == null || known.taken() < now.taken() ? now : known);
    return now.since() - first.since() >= patienceNanos;
  }
}
