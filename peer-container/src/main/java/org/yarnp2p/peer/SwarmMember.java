package org.yarnp2p.peer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.ipc.ThisHost;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.peer.download.PeerLinks;
import org.yarnp2p.peer.download.Surroundings;
import org.yarnp2p.peer.store.FreeSpace;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.peer.store.WorkDirectory;
import org.yarnp2p.peer.upload.Uploader;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.SwarmView;

/**
 * Follows the tracker's view of the swarm: prepares itself and meets its neighbours when all have
 * joined, begins when the gate opens, goes along with new neighbours, ends with the drain. For one
 * thread, apart from {@link #close} and {@link #files}.
 */
final class SwarmMember implements Consumer<SwarmView>, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SwarmMember.class);

  private final JobPlan plan;
  private final PeerSettings settings;
  private final Inventory inventory;
  private final Publisher publisher;
  private final Surroundings around;
  private final IntSupplier trackerLife;
  private final PeerLinks links;
  private final Uploader uploader;
  private final WorkDirectory work;
  private final OpenFiles<FileChannel> openFiles;
  private final CompletableFuture<Void> ended;

  /** Null until all have joined. */
  private volatile Participation participation;

  private boolean started;
  private volatile boolean closed;

  /** Whether the tracker need not wait for this peer's word that it is ready. */
  private volatile boolean ready;

  /**
   * @param publisher told when the swarm begins
   * @param trackerLife another number when another life of the tracker has been joined
   * @param openFiles of all stores
   * @param ended completes with the drain, or with what ends this peer before
   */
  SwarmMember(
      JobPlan plan,
      PeerSettings settings,
      Inventory inventory,
      Publisher publisher,
      Surroundings around,
      IntSupplier trackerLife,
      PeerLinks links,
      Uploader uploader,
      WorkDirectory work,
      OpenFiles<FileChannel> openFiles,
      CompletableFuture<Void> ended) {
    this.plan = plan;
    this.settings = settings;
    this.inventory = inventory;
    this.publisher = publisher;
    this.around = around;
    this.trackerLife = trackerLife;
    this.links = links;
    this.uploader = uploader;
    this.work = work;
    this.openFiles = openFiles;
    this.ended = ended;
  }

  /** What a later life of the tracker is told when it is joined. Any thread. */
  JoinRequest introduction(Endpoint endpoint) {
    Participation current = participation;
    return current == null
        ? inventory.joinRequest(around.self(), endpoint)
        : inventory.joinRequest(
            around.self(),
            endpoint,
            current.manifests(),
            current.acquired(),
            ready,
            current.claimed(),
            current.shapes());
  }

  /** A later life of the tracker has been joined: it is told the digests too. Any thread. */
  void joinedAgain() {
    Participation current = participation;
    if (current != null) {
      current.tellAgain();
    }
  }

  @Override
  public void accept(SwarmView view) {
    LOG.info("The swarm is in phase {}, {} neighbours", view.phase(), view.neighbours().size());
    switch (view.phase()) {
      case GATHERING -> {}
      case MEETING -> follow(view, this::meet);
      case EXCHANGE -> {
        follow(view, this::exchange);
        look(view);
      }
      case DRAIN -> ended.complete(null);
      case FAILED -> ended.completeExceptionally(new SwarmFailedException(view.failure()));
    }
  }

  /** The files as they stand; empty before all have joined. */
  List<SharedFile> files() {
    Participation current = participation;
    return current == null ? List.of() : List.copyOf(current.files().all());
  }

  /** Ends the exchange; outputs that are not finished are deleted. */
  @Override
  public void close() {
    closed = true;
    Participation current = participation;
    if (current != null) {
      current.close();
    }
  }

  private void follow(SwarmView view, BiConsumer<Participation, List<Contact>> how) {
    try {
      if (participation == null) {
        int told = trackerLife.getAsInt();
        participation = enter();
        if (closed) {
          participation.close(); // it was not there when the others were
          return;
        }
        publisher.swarmBegins(participation::doubted);
        participation.lookAtInput();
        if (told != trackerLife.getAsInt()) {
          joinedAgain();
        }
      }
      how.accept(participation, view.neighbours());
    } catch (IOException e) {
      ended.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // this peer ends
    }
  }

  /** After a restart of the tracker others may still have to meet. */
  private void meet(Participation here, List<Contact> neighbours) {
    if (started) {
      here.neighbours(neighbours);
    } else {
      here.meet(neighbours, this::ready);
    }
  }

  private void exchange(Participation here, List<Contact> neighbours) {
    if (started) {
      here.neighbours(neighbours);
    } else {
      started = true;
      ready = true;
      here.start(neighbours);
    }
  }

  private void look(SwarmView view) {
    if (participation != null) {
      participation.troubles(view.doubted(), view.lost());
    }
  }

  /** By a thread of the exchange. */
  private void ready() {
    ready = true;
    try {
      around
          .trackerRetry()
          .call(
              "that this peer is ready",
              () -> {
                around.tracker().ready(around.self());
                return null;
              });
    } catch (IOException e) {
      ended.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // this peer ends
    }
  }

  private Participation enter() throws IOException, InterruptedException {
    new KeptSegments(around.self(), around.tracker(), around.trackerRetry()).tell(inventory.kept());
    List<DescribedFile> described =
        around
            .trackerRetry()
            .call("which files there are", () -> around.tracker().describe(around.self()));
    FileTable table =
        new FileTable(around.self().rank(), plan, inventory, work, openFiles, space());
    SharedFiles files = table.build(described);
    inventory.arrivals().follow(files);
    Participation entered =
        new Participation(
            settings,
            around,
            files,
            inventory,
            links,
            uploader,
            openFiles,
            ended::completeExceptionally);
    entered.dropped(table.altered());
    return entered;
  }

  private FreeSpace space() {
    long reserve = plan.distribution() == null ? 0 : plan.distribution().reserveBytes();
    return new FreeSpace(around.self().rank(), ThisHost.name(), reserve);
  }
}
