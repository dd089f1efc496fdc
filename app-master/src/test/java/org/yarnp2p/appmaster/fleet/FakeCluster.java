package org.yarnp2p.appmaster.fleet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.hadoop.yarn.api.protocolrecords.AllocateResponse;
import org.apache.hadoop.yarn.api.protocolrecords.RegisterApplicationMasterResponse;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.ContainerState;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.PreemptionContainer;
import org.apache.hadoop.yarn.api.records.PreemptionContract;
import org.apache.hadoop.yarn.api.records.PreemptionMessage;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.StrictPreemptionContract;
import org.apache.hadoop.yarn.api.records.UpdateContainerRequest;
import org.apache.hadoop.yarn.api.resource.PlacementConstraint;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.client.api.NMClient;
import org.apache.hadoop.yarn.exceptions.ApplicationAttemptNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.util.Records;

/** A ResourceManager and its NodeManagers as their clients see them; the test says what happens. */
final class FakeCluster {
  private static final ApplicationAttemptId ATTEMPT =
      ApplicationAttemptId.newInstance(ApplicationId.newInstance(1, 1), 1);

  final List<ContainerRequest> requests = new ArrayList<>();
  final List<ContainerId> released = new ArrayList<>();
  final BlockingQueue<ContainerId> stopped = new LinkedBlockingQueue<>();
  final BlockingQueue<ContainerLaunchContext> started = new LinkedBlockingQueue<>();
  final List<String> blacklisted = new CopyOnWriteArrayList<>();
  final List<String> unregistered = new ArrayList<>();
  Resource largest = Resource.newInstance(4096, 4);
  volatile boolean forgotten;
  volatile IOException startFailure;
  volatile IOException stopFailure;
  volatile IOException failure;
  final List<Container> inherited = new ArrayList<>();
  final NMClient nodeManagers = new FakeNodeManagers();
  private final Queue<AllocateResponse> answers = new ArrayDeque<>();
  private long containers;

  /** A container that answers the request of a rank. */
  synchronized Container container(long rank, String host) {
    Container container =
        Container.newInstance(
            ContainerId.newContainerId(ATTEMPT, ++containers),
            NodeId.newInstance(host, 1),
            host + ":2",
            Resource.newInstance(1, 1),
            Priority.newInstance(0),
            null);
    container.setAllocationRequestId(rank);
    return container;
  }

  synchronized void allocates(Container... allocated) {
    AllocateResponse answer = nothing();
    answer.setAllocatedContainers(List.of(allocated));
    answers.add(answer);
  }

  synchronized void completes(Container container, int exitStatus, String diagnostics) {
    AllocateResponse answer = nothing();
    answer.setCompletedContainersStatuses(
        List.of(
            ContainerStatus.newInstance(
                container.getId(), ContainerState.COMPLETE, diagnostics, exitStatus)));
    answers.add(answer);
  }

  /**
   * A node serves no longer, or again.
   *
   * @param health what its NodeManager says of that
   */
  synchronized void changes(NodeId node, NodeState state, String health) {
    Resource some = Resource.newInstance(1, 1);
    AllocateResponse answer = nothing();
    answer.setUpdatedNodes(
        List.of(
            NodeReport.newInstance(
                node, state, node.getHost() + ":2", "/default-rack", some, some, 0, health, 0)));
    answers.add(answer);
  }

  /**
   * The scheduler wants containers for another application.
   *
   * @param surely whether it will take just these
   */
  synchronized void asksBack(Container container, boolean surely) {
    PreemptionContainer one = Records.newRecord(PreemptionContainer.class);
    one.setId(container.getId());
    PreemptionMessage message = Records.newRecord(PreemptionMessage.class);
    if (surely) {
      StrictPreemptionContract strict = Records.newRecord(StrictPreemptionContract.class);
      strict.setContainers(Set.of(one));
      message.setStrictContract(strict);
    } else {
      PreemptionContract contract = Records.newRecord(PreemptionContract.class);
      contract.setContainers(Set.of(one));
      message.setContract(contract);
    }
    AllocateResponse answer = nothing();
    answer.setPreemptionMessage(message);
    answers.add(answer);
  }

  synchronized List<ContainerRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized List<ContainerId> released() {
    return List.copyOf(released);
  }

  private static AllocateResponse nothing() {
    return AllocateResponse.newBuilder()
        .responseId(0)
        .allocatedContainers(List.of())
        .completedContainersStatuses(List.of())
        .updatedNodes(List.of())
        .availableResources(Resource.newInstance(512, 1))
        .numClusterNodes(3)
        .build();
  }

  /**
   * The ResourceManager.
   *
   * @param heard is told of each heartbeat that is answered
   */
  AMRMClient<ContainerRequest> resourceManager(Runnable heard) {
    return new FakeResourceManager(heard);
  }

  private final class FakeResourceManager extends AMRMClient<ContainerRequest> {
    private final Runnable heard;

    FakeResourceManager(Runnable heard) {
      super("fake ResourceManager");
      this.heard = heard;
    }

    @Override
    public RegisterApplicationMasterResponse registerApplicationMaster(
        String host, int port, String url) {
      return RegisterApplicationMasterResponse.newInstance(
          Resource.newInstance(1, 1), largest, Map.of(), null, inherited, "root.p2p", List.of());
    }

    @Override
    public RegisterApplicationMasterResponse registerApplicationMaster(
        String host, int port, String url, Map<Set<String>, PlacementConstraint> constraints) {
      return registerApplicationMaster(host, port, url);
    }

    @Override
    public AllocateResponse allocate(float progress) throws YarnException, IOException {
      if (failure != null) {
        throw failure;
      }
      if (forgotten) {
        throw new ApplicationAttemptNotFoundException("unknown attempt");
      }
      heard.run();
      synchronized (FakeCluster.this) {
        return answers.isEmpty() ? nothing() : answers.remove();
      }
    }

    @Override
    public void unregisterApplicationMaster(
        FinalApplicationStatus status, String message, String url) {
      synchronized (FakeCluster.this) {
        unregistered.add(status + ": " + message);
      }
    }

    @Override
    public void addContainerRequest(ContainerRequest request) {
      synchronized (FakeCluster.this) {
        requests.add(request);
      }
    }

    @Override
    public void removeContainerRequest(ContainerRequest request) {
      synchronized (FakeCluster.this) {
        requests.remove(request);
      }
    }

    @Override
    public void releaseAssignedContainer(ContainerId id) {
      synchronized (FakeCluster.this) {
        released.add(id);
      }
    }

    @Override
    public Resource getAvailableResources() {
      return Resource.newInstance(512, 1);
    }

    @Override
    public int getClusterNodeCount() {
      return 3;
    }

    @Override
    public void requestContainerUpdate(Container container, UpdateContainerRequest request) {
      throw new AssertionError("not used");
    }

    @Override
    public List<? extends Collection<ContainerRequest>> getMatchingRequests(
        Priority priority, String resourceName, Resource capability) {
      throw new AssertionError("not used");
    }

    @Override
    public Collection<ContainerRequest> getMatchingRequests(long allocationRequestId) {
      throw new AssertionError("not used");
    }

    @Override
    public void updateBlacklist(List<String> additions, List<String> removals) {
      // As the real one does.
      additions.removeAll(removals);
      blacklisted.add(additions + " not " + removals);
    }
  }

  private final class FakeNodeManagers extends NMClient {
    FakeNodeManagers() {
      super("fake NodeManagers");
    }

    @Override
    public Map<String, ByteBuffer> startContainer(
        Container container, ContainerLaunchContext context) throws IOException {
      if (startFailure != null) {
        throw startFailure;
      }
      started.add(context);
      return Map.of();
    }

    @Override
    public void stopContainer(ContainerId id, NodeId node) throws IOException {
      if (stopFailure != null) {
        throw stopFailure;
      }
      stopped.add(id);
    }

    @Override
    public void cleanupRunningContainersOnStop(boolean enabled) {}

    @Override
    @Deprecated
    public void increaseContainerResource(Container container) {
      throw new AssertionError("not used");
    }

    @Override
    public void updateContainerResource(Container container) {
      throw new AssertionError("not used");
    }

    @Override
    public ContainerStatus getContainerStatus(ContainerId id, NodeId node) {
      throw new AssertionError("not used");
    }

    @Override
    public void reInitializeContainer(
        ContainerId id, ContainerLaunchContext context, boolean autoCommit) {
      throw new AssertionError("not used");
    }

    @Override
    public void restartContainer(ContainerId id) {
      throw new AssertionError("not used");
    }

    @Override
    public void rollbackLastReInitialization(ContainerId id) {
      throw new AssertionError("not used");
    }

    @Override
    public void commitLastReInitialization(ContainerId id) {
      throw new AssertionError("not used");
    }
  }
}
