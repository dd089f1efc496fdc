package org.yarnp2p.appmaster.fleet;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.service.AbstractService;
import org.apache.hadoop.yarn.api.protocolrecords.RegisterApplicationMasterResponse;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.UpdatedContainer;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.client.api.NMClient;
import org.apache.hadoop.yarn.client.api.async.AMRMClientAsync;
import org.apache.hadoop.yarn.client.api.async.NMClientAsync;
import org.apache.hadoop.yarn.util.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.appmaster.fleet.ContainerBook.Placed;
import org.yarnp2p.appmaster.fleet.ContainerBook.Wish;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;

/**
 * Containers of a YARN cluster. Starting this service registers the ApplicationMaster with the
 * ResourceManager; stopping it leaves the cluster.
 */
public final class YarnFleet extends AbstractService implements Fleet {
  private static final Logger LOG = LoggerFactory.getLogger(YarnFleet.class);

  /** The page comes up after the registration, and is gone when the job has ended. */
  private static final String NO_TRACKING_URL = "";

  private final FleetListener listener;
  private final Supplier<Endpoint> umbilical;
  private final AMRMClient<ContainerRequest> rmClient;
  private final NMClient nmClient;
  private final DoubleSupplier progress;
  private final Clock clock;
  private final Placement placement;
  private final ContainerBook book = new ContainerBook();
  private final Map<Member, String> logs = new ConcurrentHashMap<>();

  private AMRMClientAsync<ContainerRequest> rm;
  private NMClientAsync nm;
  private CommitWindow window;
  private ContainerLogs logPages;
  private int heartbeatMillis;
  private int fastHeartbeatMillis;

  /** As last told to the ResourceManager; under this object's lock. */
  private Set<String> excluded = Set.of();

  private volatile ClusterLimits limits;
  private volatile boolean superseded;
  private volatile Conclusion conclusion;

  private record Conclusion(FinalApplicationStatus status, String diagnostics) {}

  /**
   * @param umbilical where the ApplicationMaster listens; asked when this service starts
   * @param progress of the job, 0 to 1; called with every heartbeat
   * @param clock ms that only grow
   * @param placement on which nodes the containers are to be
   */
  public YarnFleet(
      FleetListener listener,
      Supplier<Endpoint> umbilical,
      DoubleSupplier progress,
      Clock clock,
      Placement placement) {
    this(
        listener,
        umbilical,
        progress,
        clock,
        placement,
        AMRMClient.createAMRMClient(),
        NMClient.createNMClient());
  }

  YarnFleet(
      FleetListener listener,
      Supplier<Endpoint> umbilical,
      DoubleSupplier progress,
      Clock clock,
      Placement placement,
      AMRMClient<ContainerRequest> rmClient,
      NMClient nmClient) {
    super(YarnFleet.class.getSimpleName());
    this.listener = listener;
    this.umbilical = umbilical;
    this.progress = progress;
    this.clock = clock;
    this.placement = placement;
    this.rmClient = rmClient;
    this.nmClient = nmClient;
  }

  @Override
  protected void serviceInit(Configuration conf) throws Exception {
    heartbeatMillis = Math.toIntExact(P2pConf.millis(conf, P2pKeys.RM_HEARTBEAT_INTERVAL));
    fastHeartbeatMillis = Math.toIntExact(P2pConf.millis(conf, P2pKeys.RM_HEARTBEAT_FAST));
    logPages = new ContainerLogs(conf, UserGroupInformation.getCurrentUser().getShortUserName());
    window = new CommitWindow(P2pConf.millis(conf, P2pKeys.COMMIT_WINDOW), clock);
    rm =
        AMRMClientAsync.createAMRMClientAsync(
            rmClient, fastHeartbeatMillis, new FromResourceManager());
    nm = NMClientAsync.createNMClientAsync(new FromNodeManagers());
    nm.setClient(nmClient);
    rm.init(conf);
    nm.init(conf);
    super.serviceInit(conf);
  }

  @Override
  protected void serviceStart() throws Exception {
    nm.start();
    rm.start();
    Endpoint endpoint = umbilical.get();
    RegisterApplicationMasterResponse answer =
        rm.registerApplicationMaster(endpoint.host(), endpoint.port(), NO_TRACKING_URL);
    limits = new ClusterLimits(answer.getQueue(), answer.getMaximumResourceCapability());
    if (placement.describe() != null) {
      LOG.info("Placement: {}", placement.describe());
    }
    super.serviceStart();
  }

  @Override
  public void launch(Member member, LaunchSpec spec, String near) {
    Optional<String> tooLarge = limits.refuse(spec);
    if (tooLarge.isPresent()) {
      listener.fleetFailed(tooLarge.get());
      return;
    }
    ContainerRequest request = placement.request(member, spec, near);
    if (book.wish(new Wish(member, spec, request))) {
      limits.asked(spec);
      rm.setHeartbeatInterval(fastHeartbeatMillis);
      rm.addContainerRequest(request);
    } else {
      listener.ended(member, ExitReport.notStarted("the job is ending"));
    }
  }

  @Override
  public void stop(Member member) {
    Optional<Wish> wish = book.takeBack(member);
    if (wish.isPresent()) {
      takeBack(wish.get());
    } else {
      book.find(member).ifPresent(this::stop);
    }
  }

  @Override
  public void drain() {
    rm.setHeartbeatInterval(fastHeartbeatMillis);
  }

  @Override
  public void stopAll() {
    drain();
    book.close().forEach(this::takeBack);
    book.placements().forEach(this::stop);
  }

  private void takeBack(Wish wish) {
    rm.removeContainerRequest(wish.request());
    listener.ended(wish.member(), ExitReport.notStarted("it was no longer needed"));
  }

  private void stop(Placed placed) {
    Container container = placed.container();
    nm.stopContainerAsync(container.getId(), container.getNodeId());
  }

  @Override
  public synchronized void exclude(Set<String> nodes) {
    List<String> bad = nodes.stream().filter(node -> !excluded.contains(node)).toList();
    List<String> good = excluded.stream().filter(node -> !nodes.contains(node)).toList();
    excluded = Set.copyOf(nodes);
    rm.updateBlacklist(bad, good);
  }

  @Override
  public int nodes() {
    return rm.getClusterNodeCount();
  }

  @Override
  public void page(String url) {
    rm.updateTrackingUrl(url);
  }

  @Override
  public Optional<String> logs(Member member) {
    return Optional.ofNullable(logs.get(member));
  }

  @Override
  public String resources() {
    return limits.describe(rm.getClusterNodeCount(), rm.getAvailableResources(), getConfig());
  }

  @Override
  public Map<Member, String> obstacles(List<Member> members) {
    Map<Member, String> nodes = new HashMap<>();
    for (Member member : members) {
      String node = placement.node(member.rank());
      if (node != null) {
        nodes.put(member, node);
      }
    }
    Map<String, String> states = NodeStates.describe(nodes.values(), getConfig());
    nodes.replaceAll((member, node) -> states.getOrDefault(node, ""));
    return nodes;
  }

  @Override
  public String placement() {
    return placement.describe();
  }

  @Override
  public CompletableFuture<Void> commitWindow() {
    return window.open();
  }

  @Override
  public boolean isSuperseded() {
    return superseded;
  }

  @Override
  public void conclude(FinalApplicationStatus status, String diagnostics) {
    conclusion = new Conclusion(status, diagnostics);
  }

  @Override
  protected void serviceStop() throws Exception {
    try {
      Conclusion end = conclusion;
      if (end != null && !superseded) {
        rm.unregisterApplicationMaster(end.status(), end.diagnostics(), NO_TRACKING_URL);
      }
    } finally {
      if (nm != null) {
        // YARN ends what is left; NMClient would ask each node in turn, also those that are dead.
        nmClient.cleanupRunningContainersOnStop(false);
        nm.stop();
      }
      if (rm != null) {
        rm.stop();
      }
    }
    super.serviceStop();
  }

  private void fail(String diagnostics) {
    window.lost(diagnostics);
    listener.fleetFailed(diagnostics);
  }

  private void allocated(Container container) {
    Optional<Placed> placed =
        placement.isRight(container) ? book.place(container) : Optional.empty();
    if (placed.isEmpty()) {
      LOG.info(
          "Releasing {} on {}, which nobody waits for", container.getId(), container.getNodeId());
      rm.releaseAssignedContainer(container.getId());
      return;
    }
    Wish wish = placed.get().wish();
    // Otherwise the same wish is sent again with the next change, and answered again.
    rm.removeContainerRequest(wish.request());
    if (!book.isWaiting()) {
      rm.setHeartbeatInterval(heartbeatMillis);
    }
    logs.put(wish.member(), logPages.of(container));
    LOG.info(
        "Starting {} in {} on {}", wish.member(), container.getId(), placement.nameOf(container));
    nm.startContainerAsync(container, YarnLaunch.context(wish.spec(), getConfig()));
  }

  private void tellLaunched(Placed placed) {
    Container container = placed.container();
    listener.launched(placed.member(), placement.nameOf(container), container.getId().toString());
  }

  /** The container was never started: YARN gets it back and will not say that it ended. */
  private void notStarted(ContainerId id, Throwable cause) {
    book.end(id)
        .ifPresent(
            placed -> {
              LOG.warn("{} cannot be started in {}", placed.member(), id, cause);
              rm.releaseAssignedContainer(id);
              tellLaunched(placed);
              listener.ended(placed.member(), ExitReport.notStarted(Causes.sentence(cause)));
            });
  }

  private void giveBack(ContainerId id) {
    if (book.find(id).isPresent()) {
      rm.releaseAssignedContainer(id);
    }
  }

  /** An exception that leaves a callback would end the thread that calls all of them. */
  private void guarded(String news, Runnable reaction) {
    try {
      reaction.run();
    } catch (RuntimeException e) {
      LOG.error("Cannot react to {}", news, e);
      fail("the ApplicationMaster could not react to " + news + ": " + Causes.sentence(e));
    }
  }

  private final class FromResourceManager extends AMRMClientAsync.AbstractCallbackHandler {
    @Override
    public void onContainersAllocated(List<Container> containers) {
      containers.forEach(
          container -> guarded("container " + container.getId(), () -> allocated(container)));
    }

    @Override
    public void onContainersCompleted(List<ContainerStatus> statuses) {
      for (ContainerStatus status : statuses) {
        guarded(
            "the end of container " + status.getContainerId(),
            () ->
                book.end(status.getContainerId())
                    .ifPresent(
                        placed ->
                            listener.ended(
                                placed.member(),
                                NodeManagerDiagnostics.report(
                                    status.getExitStatus(), status.getDiagnostics()))));
      }
    }

    @Override
    public float getProgress() {
      window.heard();
      return (float) Math.max(0, Math.min(1, progress.getAsDouble()));
    }

    @Override
    public void onShutdownRequest() {
      superseded = true;
      fail(
          "the ResourceManager no longer knows this ApplicationMaster: the application was killed,"
              + " or another attempt of it has been started");
    }

    @Override
    public void onError(Throwable error) {
      LOG.error("The ResourceManager cannot be talked to", error);
      fail("the ResourceManager refused or lost this ApplicationMaster: " + Causes.sentence(error));
    }

    @Override
    public void onContainersUpdated(List<UpdatedContainer> containers) {
      // Never asked for.
    }

    @Override
    public void onNodesUpdated(List<NodeReport> nodes) {
      // The containers of a lost node are reported as completed.
    }
  }

  private final class FromNodeManagers extends NodeManagerCallbacks {
    @Override
    public void onContainerStarted(ContainerId id, Map<String, ByteBuffer> serviceData) {
      guarded(
          "the start of container " + id,
          () -> book.find(id).ifPresent(YarnFleet.this::tellLaunched));
    }

    @Override
    public void onStartContainerError(ContainerId id, Throwable cause) {
      guarded("container " + id + ", which cannot be started", () -> notStarted(id, cause));
    }

    @Override
    public void onStopContainerError(ContainerId id, Throwable cause) {
      LOG.warn("Cannot stop {}; leaving that to the ResourceManager", id, cause);
      guarded("container " + id + ", which cannot be stopped", () -> giveBack(id));
    }
  }
}
