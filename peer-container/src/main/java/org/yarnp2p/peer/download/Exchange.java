package org.yarnp2p.peer.download;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.DaemonThreads;
import org.yarnp2p.peer.concurrent.RateLimit;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.Neighbour;
import org.yarnp2p.peer.swarm.SwarmFile;
import org.yarnp2p.peer.swarm.SwarmState;
import org.yarnp2p.protocol.Complaint;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.DescribedFile;

/**
 * A peer's exchange of segments, from the open gate to the drain: owns the swarm's thread and those
 * that work for it, and passes on what comes out of the state.
 */
public final class Exchange implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final Surroundings around;
  private final SharedFiles files;
  private final Listener listener;
  private final ExecutorService originReaders;
  private final ExecutorService reports = DaemonThreads.asNeeded("request");
  private final ExecutorService announcements = DaemonThreads.asNeeded("announce");
  private final ExecutorService checks = DaemonThreads.pool("check", 1);
  private final ScheduledExecutorService timer = DaemonThreads.timer("repeat");
  private final TrackerReporter reporter;
  private final Announcer announcer;
  private final Downloader downloader;
  private final OriginDownloader origins;
  private final SelfCheck selfCheck;
  private final SwarmState state;

  /** Null before the meeting. */
  private SwarmLoop loop;

  /**
   * Who is told what becomes of wanted files, by their ids. Must not wait.
   *
   * @param finished all segments are here; by the swarm's thread
   * @param lost nobody can give what is missing, and it is not wanted any more; by the swarm's
   *     thread
   * @param reopened a segment of a file that was complete has gone bad, and is fetched again
   * @param failure given what this peer cannot live with, by any thread
   */
  public record Listener(
      IntConsumer finished, IntConsumer lost, IntConsumer reopened, Consumer<Exception> failure) {}

  /**
   * @param files all that this peer holds or wants
   * @param random decides among equals
   */
  public Exchange(
      Surroundings around,
      SharedFiles files,
      ExchangeRules rules,
      RandomGenerator random,
      Listener listener) {
    this.around = around;
    this.files = files;
    this.listener = listener;
    Consumer<Exception> failure = listener.failure();
    originReaders = DaemonThreads.pool("origin", rules.swarm().originReaders() + 1);
    reporter =
        new TrackerReporter(
            around.self(),
            around.tracker(),
            around.trackerRetry(),
            rules.reportIntervalMillis(),
            this::disowned,
            failure);
    RateLimit rate = RateLimit.of(rules.rate(), around.nanoClock());
    Intake intake =
        new Intake(
            around.self().rank(),
            files,
            around.progress(),
            rules.gatherBytes(),
            rate,
            reporter::acquired,
            failure);
    announcer =
        new Announcer(
            around.self(),
            new NeighbourLink.Outlets(
                around.neighbours(),
                around.transport(),
                files.all().stream()
                    .anyMatch(file -> isSmall(file.shape(), rules.swarm().eagerLimit()))),
            files::holdings,
            new Pace(
                rules.haveIntervalMillis(),
                rules.haveCallIntervalMillis(),
                rules.backoff(),
                around.nanoClock()),
            announcements,
            timer);
    downloader = new Downloader(around.transport(), intake, around.events(), reports);
    origins =
        new OriginDownloader(
            around,
            files,
            intake,
            rate,
            originReaders,
            rules.originPatienceMillis(),
            reporter::hopeless,
            failure);
    selfCheck =
        new SelfCheck(
            around.self().rank(),
            files,
            reporter,
            around.events(),
            around.progress(),
            // Neighbours that have got them from here think that they still are, and would not
            // tell.
            new SelfCheck.Listener(listener.reopened(), announcer::introduceAgain, failure),
            checks);
    state = new SwarmState(rules.swarm(), random);
  }

  /**
   * Before the gate opens: makes the acquaintance of the neighbours. The swarm's state takes in
   * what they say, and what it wants to do waits for the gate. By the thread that starts it later.
   *
   * @param met run by another thread when they have heard what this peer holds; not when the
   *     exchange is closed before
   */
  public void meet(List<Contact> neighbours, Runnable met) {
    begin();
    announcer.neighbours(members(neighbours));
    // Not thenRunAsync, which would keep an Error to itself.
    var unused = announcer.met().thenRun(() -> announcements.execute(met));
  }

  /** Begins, with the neighbours that the tracker names now. Once. */
  public void start(List<Contact> neighbours) {
    begin();
    loop.openGate();
    neighbours(neighbours);
  }

  private void begin() {
    if (loop == null) {
      loop =
          new SwarmLoop(
              state,
              List.of(described()),
              around.events(),
              segment -> files.get(segment.file()).holds(segment.segment()),
              new Dispatcher(),
              around.nanoClock());
      reporter.start();
      DaemonThreads.named("swarm").newThread(loop).start();
    }
  }

  /** The tracker names other neighbours. */
  public void neighbours(List<Contact> neighbours) {
    around.events().put(changed(neighbours));
    announcer.neighbours(members(neighbours));
  }

  /** Segments that this peer is to read from origins and has not read yet. */
  public List<SegmentRef> claimed() {
    return origins.open();
  }

  /** Others got these with wrong bytes from this peer, or it cannot read them. Returns at once. */
  public void doubted(Collection<SegmentRef> segments) {
    selfCheck.doubted(segments);
  }

  /**
   * The same.
   *
   * @param checked run by another thread when they have been hashed; not when this peer fails
   */
  public void doubted(Collection<SegmentRef> segments, Runnable checked) {
    selfCheck.doubted(segments, checked);
  }

  /** Nobody can give these files any more. */
  public void lost(List<Integer> ids) {
    if (!ids.isEmpty()) {
      around.events().put(new Event.Lost(ids));
    }
  }

  /** Tells the tracker. */
  public TrackerReporter reporter() {
    return reporter;
  }

  /** Ends everything without waiting; segments that are still being stored may be. */
  @Override
  public void close() {
    around.events().close();
    announcer.close();
    reporter.close();
    timer.shutdownNow();
    announcements.shutdown();
    reports.shutdown();
    originReaders.shutdown();
    selfCheck.close();
    checks.shutdown();
  }

  private final class Dispatcher implements SwarmLoop.Dispatch {
    @Override
    public void perform(Action action) {
      if (action instanceof Action.Fetch fetch) {
        downloader.fetch(fetch);
      } else if (action instanceof Action.Announce announce) {
        announcer.announce(announce.segment(), announce.to());
      } else if (action instanceof Action.Foretell foretell) {
        foretell.to().forEach(to -> around.transport().foretell(to, foretell.segments()));
      } else if (action instanceof Action.Cancel cancel) {
        downloader.cancel(cancel);
      } else if (action instanceof Action.Reserve reserve) {
        downloader.reserve(reserve);
      } else if (action instanceof Action.Release release) {
        downloader.release(release);
      } else if (action instanceof Action.Claim claim) {
        origins.claim(claim);
      } else if (action instanceof Action.GiveBack back) {
        reporter.unread(back.segment());
      } else if (action instanceof Action.ReadOrigin read) {
        origins.read(read);
      } else if (action instanceof Action.Complain complain) {
        reporter.complain(new Complaint(complain.source(), complain.segment(), complain.ban()));
      } else if (action instanceof Action.FileFinished file) {
        listener.finished().accept(file.file());
      } else if (action instanceof Action.FileLost file) {
        listener.lost().accept(file.file());
      } else {
        throw new IllegalStateException("nobody performs " + action);
      }
    }

    @Override
    public void applied(List<Event> events) {
      boolean asks = false;
      for (Event event : events) {
        if (event instanceof Event.Introduced introduced) {
          announcer.introduced(introduced.member().rank());
        } else if (event instanceof Event.NeighboursChanged) {
          announcer.catchUp();
        }
        asks |= event instanceof Event.Bound || event instanceof Event.RequestEnded;
      }
      if (asks) {
        around.progress().asks(state.sources(), state.bans());
      }
    }

    @Override
    public void broken(RuntimeException e) {
      listener.failure().accept(e);
    }
  }

  /** Called by the reporter's thread. */
  private void disowned(List<SegmentRef> segments) throws IOException, InterruptedException {
    // Whoever sends these bytes again is to be blamed for it: so learn which are right.
    List<DescribedFile> described =
        around
            .trackerRetry()
            .call("which files there are", () -> around.tracker().describe(around.self()));
    for (DescribedFile file : described) {
      SharedFile known = files.get(file.file());
      if (known != null) {
        known.manifest().learn(file.digests());
      }
    }
    for (SegmentRef segment : segments) {
      SharedFile file = files.get(segment.file());
      LOG.warn(
          "The tracker knows other bytes for segment {} of {}; it is fetched again",
          segment.segment(),
          file.plan().name());
      selfCheck.drop(segment);
    }
    around.events().put(new Event.Disowned(segments));
    // Neighbours that have got them meanwhile think that they are here, and would not tell.
    announcer.introduceAgain();
  }

  private Event described() {
    return new Event.FilesDescribed(
        files.all().stream()
            .map(
                file ->
                    new SwarmFile(
                        file.plan().id(),
                        file.shape(),
                        file.wanted(),
                        file.store().held(),
                        file.plan().origin() != null))
            .toList());
  }

  private Event changed(Collection<Contact> neighbours) {
    return new Event.NeighboursChanged(
        neighbours.stream()
            .map(contact -> new Neighbour(contact.member(), contact.distance()))
            .toList());
  }

  private static boolean isSmall(FileShape shape, int eagerLimit) {
    return shape.segmentCount() > 0 && shape.segmentLength(0) <= eagerLimit;
  }

  private static List<Member> members(Collection<Contact> neighbours) {
    return neighbours.stream().map(Contact::member).toList();
  }
}
