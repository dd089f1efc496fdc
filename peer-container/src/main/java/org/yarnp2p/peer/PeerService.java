package org.yarnp2p.peer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.container.ContainerContext;
import org.yarnp2p.container.RankService;
import org.yarnp2p.input.InputFile;
import org.yarnp2p.ipc.IpcServer;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.Member;
import org.yarnp2p.peer.concurrent.CloseStack;
import org.yarnp2p.peer.concurrent.DaemonThreads;
import org.yarnp2p.peer.concurrent.Retry;
import org.yarnp2p.peer.concurrent.Worker;
import org.yarnp2p.peer.distribute.Arrivals;
import org.yarnp2p.peer.distribute.TargetDirectory;
import org.yarnp2p.peer.download.EventQueue;
import org.yarnp2p.peer.download.IpcTransport;
import org.yarnp2p.peer.download.PeerLinks;
import org.yarnp2p.peer.download.SegmentTransport;
import org.yarnp2p.peer.download.Surroundings;
import org.yarnp2p.peer.download.SwarmWatcher;
import org.yarnp2p.peer.output.Destination;
import org.yarnp2p.peer.output.Destinations;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.store.DiskReason;
import org.yarnp2p.peer.store.HeldFiles;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.peer.store.OriginReader;
import org.yarnp2p.peer.store.Publication;
import org.yarnp2p.peer.store.Storage;
import org.yarnp2p.peer.store.WorkDirectory;
import org.yarnp2p.peer.stream.StreamServer;
import org.yarnp2p.peer.stream.StreamTransport;
import org.yarnp2p.peer.upload.Uploader;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.PeerPB;
import org.yarnp2p.protocol.PeerServerTranslator;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.security.ServerKey;

/**
 * One peer of a job: reads its input, joins, hashes what it holds, exchanges, writes what it
 * wanted, and serves the others until the drain.
 */
public final class PeerService implements RankService {
  private static final Logger LOG = LoggerFactory.getLogger(PeerService.class);
  private static final String ALL_ADDRESSES = "0.0.0.0";

  private final ContainerContext context;
  private final PeerSettings settings;
  private final Member self;
  private final JobPlan plan;
  private final Storage storage;
  private final Progress progress = new Progress(System::nanoTime);
  private final CloseStack toClose = new CloseStack();
  private final EventQueue events;
  private final Uploader uploader;
  private final Endpoint endpoint;

  /** Completes with the drain, or with what ends this peer before. */
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private PeerService(ContainerContext context, PeerSettings settings) throws IOException {
    this.context = context;
    this.settings = settings;
    self = context.member();
    plan = context.plan();
    storage = new Storage(context.user(), context.conf());
    events = new EventQueue(settings.eventQueue());
    uploader =
        new Uploader(
            self,
            settings.uploads(),
            events,
            settings.callTimeoutMillis(),
            progress,
            new SplittableRandom(),
            System::nanoTime);
    toClose.push(uploader);
    ServerKey key = ServerKey.from(context.credentials());
    int streamPort = settings.streams() == null ? 0 : streamServer(key).port();
    IpcServer server =
        toClose.push(
            IpcServer.start(
                context.conf(),
                PeerPB.class,
                new PeerServerTranslator(uploader, uploader),
                plan.jobId(),
                self.rank(),
                key,
                ALL_ADDRESSES,
                settings.handlers()));
    endpoint = server.endpoint().withStreams(streamPort);
  }

  /**
   * Starts the IPC server.
   *
   * @param localDirs YARN's directories for this container, separated by commas; null without YARN
   * @throws IOException when it cannot listen, or the credentials lack the rank's key
   */
  public static PeerService start(ContainerContext context, String localDirs) throws IOException {
    return new PeerService(
        context,
        PeerSettings.from(
            context.conf(),
            context.plan(),
            Runtime.getRuntime().maxMemory(),
            localDirs,
            context.workingDirectory()));
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public RankStatus status() {
    return progress.status(List.of(), uploader.slotsInUse());
  }

  /**
   * Works until the drain.
   *
   * @throws SwarmFailedException when the tracker gives the job up
   * @throws IOException when this peer cannot go on; says who, what and what to do
   */
  @Override
  public RankStatus run() throws Exception {
    try {
      WorkDirectory work =
          WorkDirectory.open(
              settings.workDirectories(), plan.jobId(), self.rank(), settings.takeoverMillis());
      // First of all: this peer may have been closed while it waited for an earlier life to end.
      work.stays(settings.workOutlivesPeer());
      return runIn(toClose.push(work));
    } catch (IOException e) {
      throw DiskReason.explained(self.rank(), e);
    }
  }

  private RankStatus runIn(WorkDirectory work) throws Exception {
    try {
      return run(work);
    } catch (IOException e) {
      throw work.explained(e);
    }
  }

  private RankStatus run(WorkDirectory work) throws Exception {
    if (ended.isDone()) {
      awaitEnd(work); // says why
    }
    OpenFiles<FileChannel> openFiles = toClose.push(new OpenFiles<>(settings.openFiles()));
    HeldFiles heldFiles =
        new HeldFiles(
            self,
            plan,
            storage,
            work,
            openFiles,
            Runtime.getRuntime().availableProcessors(),
            progress::hashed,
            new SplittableRandom());
    Inventory inventory =
        plan.distribution() == null
            ? takeInventory(heldFiles, work, openFiles)
            : lookAtTarget(work, openFiles);
    work.journal().begin();
    TrackerSession session = toClose.push(session());
    TrackerCalls tracker = new TrackerCalls(session);
    Retry trackerRetry = retry("the tracker", settings.trackerTimeoutMillis());
    Publisher publisher =
        new Publisher(self, tracker, trackerRetry, () -> session.life().number(), events);
    // It hashes already while it waits for the tracker.
    toClose
        .push(new Worker("publish", () -> publisher.all(heldFiles), ended::completeExceptionally))
        .start();
    join(
        session,
        () -> publisher.introduction(() -> inventory.joinRequest(self, endpoint())),
        trackerRetry,
        work);
    publisher.joined();
    progress.joined();
    SwarmMember member =
        toClose.push(member(inventory, publisher, tracker, session, trackerRetry, work, openFiles));
    session.introduceWith(() -> member.introduction(endpoint()), member::joinedAgain);
    toClose
        .push(new SwarmWatcher(self, tracker, trackerRetry, member, ended::completeExceptionally))
        .start();
    awaitEnd(work);
    leave(tracker);
    return progress.status(member.files(), 0);
  }

  /** Not for longer than this peer lives: what it holds may turn out to be of no use meanwhile. */
  private void join(
      TrackerSession session,
      Supplier<JoinRequest> introduction,
      Retry trackerRetry,
      WorkDirectory work)
      throws Exception {
    CompletableFuture<Void> joined = new CompletableFuture<>();
    toClose
        .push(
            new Worker(
                "join",
                () -> {
                  session.open(introduction);
                  trackerRetry.call(
                      "a join",
                      () -> {
                        session.join();
                        return null;
                      });
                  joined.complete(null);
                },
                ended::completeExceptionally))
        .start();
    CompletableFuture.anyOf(joined, ended).handle((first, failure) -> first).get();
    if (ended.isDone()) {
      awaitEnd(work); // says why
    }
  }

  /** Ends {@link #run} if it is still under way, and deletes what is not finished. */
  @Override
  public void close() {
    ended.completeExceptionally(new IOException(self.rank() + " was closed before the drain"));
    toClose.close();
  }

  private Inventory takeInventory(
      HeldFiles heldFiles, WorkDirectory work, OpenFiles<FileChannel> openFiles)
      throws IOException, InterruptedException {
    InputFile input = Inventory.read(self.rank(), context.workingDirectory());
    Map<Integer, Destination> wanted =
        Inventory.destinations(
            input,
            plan,
            new Destinations(
                self, plan, storage, work.predecessor()::hasFinished, settings.targetRoots()));
    if (wanted.keySet().stream().anyMatch(id -> plan.file(id).kind() == FileKind.PAYLOAD)) {
      WarmUp.begin();
    }
    List<HeldFiles.Held> held = heldFiles.open(input.owned());
    // What a rank wants and has is not to be fetched from others meanwhile.
    heldFiles.hash(wanted::containsKey, Publication.NONE);
    LOG.info("{} holds {} files and wants {}", self, held.size(), wanted.size());
    List<HeldFiles.Held> resumed =
        new Resumption(plan, work, openFiles)
            .open(wanted, Runtime.getRuntime().availableProcessors());
    return new Inventory(held, resumed, wanted, Arrivals.finishing(work.journal()::finished));
  }

  private Inventory lookAtTarget(WorkDirectory work, OpenFiles<FileChannel> openFiles)
      throws IOException, InterruptedException {
    WarmUp.begin();
    TargetDirectory target =
        toClose.push(
            TargetDirectory.open(
                self.rank(), plan, settings.targetRoots(), work, settings.takeoverMillis()));
    List<HeldFiles.Held> kept = target.kept(openFiles, Runtime.getRuntime().availableProcessors());
    progress.hashed(kept.stream().mapToLong(HeldFiles.Held::bytes).sum());
    return new Inventory(List.of(), kept, target.destinations(), target);
  }

  private TrackerSession session() {
    return new TrackerSession(
        new TrackerFinder(
            self,
            context.umbilical(),
            retry("the ApplicationMaster", settings.trackerTimeoutMillis()),
            settings.containersTimeoutMillis(),
            System::nanoTime),
        context.dialer()::tracker,
        settings.backoff(),
        ended::completeExceptionally);
  }

  private SwarmMember member(
      Inventory inventory,
      Publisher publisher,
      TrackerCalls tracker,
      TrackerSession session,
      Retry trackerRetry,
      WorkDirectory work,
      OpenFiles<FileChannel> openFiles) {
    PeerLinks links = toClose.push(new PeerLinks(context.dialer()));
    OriginReader origins = toClose.push(new OriginReader(storage, settings.originReaders()));
    Surroundings around =
        new Surroundings(
            self,
            tracker,
            trackerRetry,
            links,
            transport(links),
            origins,
            events,
            progress,
            System::nanoTime);
    return new SwarmMember(
        plan,
        settings,
        inventory,
        publisher,
        around,
        () -> session.life().number(),
        links,
        uploader,
        work,
        openFiles,
        ended);
  }

  private StreamServer streamServer(ServerKey key) throws IOException {
    return toClose.push(
        StreamServer.start(
            ALL_ADDRESSES,
            plan.jobId(),
            self.rank(),
            key,
            uploader.streams(),
            settings.streams(),
            System::nanoTime));
  }

  private SegmentTransport transport(PeerLinks links) {
    IpcTransport ipc = new IpcTransport(self, links, DaemonThreads.asNeeded("call"));
    return settings.streams() == null
        ? ipc
        : toClose.push(new StreamTransport(self, links, ipc, settings.streams(), System::nanoTime));
  }

  private Retry retry(String whom, long patienceMillis) {
    return new Retry(whom, settings.backoff(), patienceMillis, System::nanoTime);
  }

  private void awaitEnd(WorkDirectory work) throws Exception {
    try {
      ended.get();
      work.stays(false);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SwarmFailedException) {
        work.stays(false); // there is no next life
      }
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void leave(TrackerCalls tracker) {
    try {
      tracker.leave(self);
    } catch (IOException e) {
      // The tracker ends without waiting for long; nothing depends on the farewell.
      LOG.info("{} could not say goodbye to the tracker: {}", self, e.toString());
    }
    progress.left();
  }
}
