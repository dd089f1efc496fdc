package org.yarnp2p.appmaster.fleet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.service.AbstractService;
import org.apache.hadoop.yarn.api.protocolrecords.RegisterApplicationMasterResponse;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.client.api.NMClient;
import org.apache.hadoop.yarn.client.api.async.AMRMClientAsync;
import org.apache.hadoop.yarn.client.api.async.NMClientAsync;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.proto.YarnServiceProtos.SchedulerResourceTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.appmaster.attempt.Attempt;
import org.yarnp2p.appmaster.fleet.ContainerBook.Placed;
import org.yarnp2p.appmaster.fleet.ContainerBook.Wish;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

/**
 * Containers of a YARN cluster. Starting this service registers the ApplicationMaster with the
 * ResourceManager; stopping it leaves the cluster.
 */
public final class YarnFleet extends AbstractService implements Fleet {
  private static final Logger LOG = LoggerFactory.getLogger(YarnFleet.class);

  /** The page comes up after the registration, and is gone when the job has ended. */
  private static final String NO_TRACKING_URL = "";

  private final FleetOwner owner;
  private final FleetListener listener;
  private final AMRMClient<ContainerRequest> rmClient;
  private final NMClient nmClient;
  private final Placement placement;
  private final Attempt attempt;
  private final ContainerBook book = new ContainerBook();
  private final Exclusion exclusion = new Exclusion();
  private final UnusableNodes unusable = new UnusableNodes();

  private AMRMClientAsync<ContainerRequest> rm;
  private NMClientAsync nm;
  private CommitWindow window;
  private ContainerLogs logs;
  private int heartbeatMillis;
  private int fastHeartbeatMillis;
  private volatile ClusterLimits limits;
  private volatile boolean superseded;
  private volatile Conclusion conclusion;

  private record Conclusion(FinalApplicationStatus status, String diagnostics) {}

  /**
   * @param placement on which nodes the containers are to be
   * @param attempt which ApplicationMaster of the job this is
   */
  public YarnFleet(FleetOwner owner, Placement placement, Attempt attempt) {
    this(
        owner,
        placement,
        attempt,
        heard -> new HeardClient(owner.clock(), heard),
        NMClient.createNMClient());
  }

  /**
   * @param rmClients makes a client that tells when a heartbeat was sent that has been answered
   */
  YarnFleet(
      FleetOwner owner,
      Placement placement,
      Attempt attempt,
      Function<LongConsumer, AMRMClient<ContainerRequest>> rmClients,
      NMClient nmClient) {
    super(YarnFleet.class.getSimpleName());
    this.owner = owner;
    this.listener = owner.listener();
    this.placement = placement;
    this.attempt = attempt;
    this.rmClient = rmClients.apply(sentAt -> window.heard(sentAt));
    this.nmClient = nmClient;
  }

  @Override
  protected void serviceInit(Configuration conf) throws Exception {
    heartbeatMillis = Math.toIntExact(P2pConf.millis(conf, P2pKeys.RM_HEARTBEAT_INTERVAL));
    fastHeartbeatMillis = Math.toIntExact(P2pConf.millis(conf, P2pKeys.RM_HEARTBEAT_FAST));
    String user = UserGroupInformation.getCurrentUser().getShortUserName();
    logs = new ContainerLogs(conf, user, attempt.earlierIncarnations());
    window = new CommitWindow(P2pConf.millis(conf, P2pKeys.COMMIT_WINDOW), owner.clock());
    rm =
        AMRMClientAsync.createAMRMClientAsync(
            rmClient, fastHeartbeatMillis, new FromResourceManager());
    nm =
        NMClientAsync.createNMClientAsync(
            new FromNodeManagers(
                book, listener, placement, rm::releaseAssignedContainer, this::guarded));
    nm.setClient(nmClient);
    rm.init(placement.forRequests(conf));
    nm.init(KeptConnections.with(conf));
    super.serviceInit(conf);
  }

  @Override
  protected void serviceStart() throws Exception {
    nm.start();
    rm.start();
    Endpoint endpoint = owner.umbilical().get();
    RegisterApplicationMasterResponse answer =
        rm.registerApplicationMaster(endpoint.host(), endpoint.port(), NO_TRACKING_URL);
    limits =
        new ClusterLimits(
            answer.getQueue(),
            answer.getMaximumResourceCapability(),
            answer.getSchedulerResourceTypes().contains(SchedulerResourceTypes.CPU),
            placement.patience());
    if (placement.describe() != null) {
      LOG.info("Placement: {}", placement.describe());
    }
    Inheritance left = Inheritance.of(answer.getContainersFromPreviousAttempts());
    left.others().forEach(this::release);
    left.latest().forEach(this::inherit);
    super.serviceStart();
  }

  private void inherit(Rank rank, Container container) {
    Member member = new Member(rank, attempt.earlierIncarnations());
    LOG.info("{} is in {} on {}", rank, container.getId(), container.getNodeId());
    book.inherit(member, container);
    logs.note(member, container);
  }

  private void release(Container container) {
    LOG.info(
        "Releasing {} on {}, which nobody waits for", container.getId(), container.getNodeId());
    rm.releaseAssignedContainer(container.getId());
  }

  @Override
  public List<Inherited> inherited() {
    return book.placements().stream()
        .filter(Placed::inherited)
        .map(placed -> placed.toInherited(placement))
        .toList();
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
    if (placed.inherited()) {
      // The client of the NodeManagers knows only what it has started itself.
      rm.releaseAssignedContainer(container.getId());
    } else {
      nm.stopContainerAsync(container.getId(), container.getNodeId());
    }
  }

  @Override
  public void exclude(Set<String> nodes) {
    exclusion.tell(nodes, rm::updateBlacklist);
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
    return logs.find(member);
  }

  @Override
  public String resources() {
    return limits.describe(
        rm.getClusterNodeCount(), rm.getAvailableResources(), owner.jobId(), getConfig());
  }

  @Override
  public Map<Member, String> obstacles(List<Member> members) {
    return NodeStates.obstacles(members, placement, getConfig());
  }

  @Override
  public void readNodeStates() {
    NodeStates.read(getConfig()).ifPresent(unusable::read);
  }

  @Override
  public boolean isDecommissioned(Rank rank) {
    return Optional.ofNullable(placement.node(rank)).filter(unusable::isDecommissioned).isPresent();
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

  private void supersede(String diagnostics) {
    superseded = true;
    window.lost(diagnostics);
    listener.superseded(diagnostics);
  }

  /**
   * What leaves a callback of the ResourceManager's ends the thread that calls all of them, and
   * what leaves one of a NodeManager's is lost.
   */
  private void guarded(String news, Runnable reaction) {
    try {
      reaction.run();
    } catch (Throwable e) { // also an Error
      LOG.error("Cannot react to {}", news, e);
      fail("the ApplicationMaster could not react to " + news + ": " + Causes.sentence(e));
    }
  }

  private final class FromResourceManager extends ResourceManagerCallbacks {
    FromResourceManager() {
      super(YarnFleet.this::guarded);
    }

    @Override
    void allocated(Container container) {
      Optional<Wish> answered =
          placement.isRight(container) ? book.place(container) : Optional.empty();
      if (answered.isEmpty()) {
        release(container);
        return;
      }
      Wish wish = answered.get();
      // Otherwise the same wish is sent again with the next change, and answered again.
      rm.removeContainerRequest(wish.request());
      if (!book.isWaiting()) {
        rm.setHeartbeatInterval(heartbeatMillis);
      }
      logs.note(wish.member(), container);
      LOG.info(
          "Starting {} in {} on {}", wish.member(), container.getId(), placement.nameOf(container));
      nm.startContainerAsync(container, YarnLaunch.context(wish.spec(), getConfig()));
    }

    /** Nobody waits for it any more: its rank was thought lost at the registration. */
    @Override
    void reappeared(Container container) {
      if (book.find(container.getId()).isEmpty()) {
        release(container);
      }
    }

    @Override
    void askedBack(ContainerId id) {
      book.find(id).ifPresent(placed -> listener.askedBack(placed.member()));
    }

    @Override
    void completed(ContainerStatus status) {
      ExitReport report = NodeManagerDiagnostics.report(status);
      book.end(status.getContainerId())
          .ifPresent(
              placed ->
                  listener.ended(
                      placed.member(), unusable.explain(placed.container().getNodeId(), report)));
    }

    @Override
    void changed(NodeReport node) {
      unusable.heard(node);
    }

    @Override
    public float getProgress() {
      return (float) Math.max(0, Math.min(1, owner.progress().getAsDouble()));
    }

    @Override
    public void onShutdownRequest() {
      supersede(
          "the ResourceManager no longer knows this ApplicationMaster: the application was killed,"
              + " or another attempt of it has been started");
    }

    @Override
    public void onError(Throwable error) {
      LOG.error("The ResourceManager cannot be talked to", error);
      if (error instanceof YarnException) {
        fail("the ResourceManager refused this ApplicationMaster: " + Causes.sentence(error));
      } else {
        supersede("the ResourceManager cannot be reached: " + Causes.sentence(error));
      }
    }
  }
}
