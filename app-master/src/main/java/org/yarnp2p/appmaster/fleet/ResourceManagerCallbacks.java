package org.yarnp2p.appmaster.fleet;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.PreemptionContainer;
import org.apache.hadoop.yarn.api.records.PreemptionMessage;
import org.apache.hadoop.yarn.api.records.UpdatedContainer;
import org.apache.hadoop.yarn.client.api.async.AMRMClientAsync;

/** The ResourceManager's news, one container at a time; those that nobody needs do nothing. */
abstract class ResourceManagerCallbacks extends AMRMClientAsync.AbstractCallbackHandler {
  private final BiConsumer<String, Runnable> guard;

  /**
   * @param guard runs the reaction to news: an exception that left a callback would end the thread
   *     that calls all of them
   */
  ResourceManagerCallbacks(BiConsumer<String, Runnable> guard) {
    this.guard = guard;
  }

  abstract void allocated(Container container);

  /** A container of an earlier attempt, of which YARN has said nothing at the registration. */
  abstract void reappeared(Container container);

  abstract void completed(ContainerStatus status);

  /** YARN will take it for another application. */
  abstract void askedBack(ContainerId container);

  /** A node serves no longer, or again; before the news of its containers, as far as YARN knows. */
  abstract void changed(NodeReport node);

  @Override
  public final void onContainersAllocated(List<Container> containers) {
    containers.forEach(
        container -> guard.accept("container " + container.getId(), () -> allocated(container)));
  }

  @Override
  public final void onContainersReceivedFromPreviousAttempts(List<Container> containers) {
    containers.forEach(
        container -> guard.accept("container " + container.getId(), () -> reappeared(container)));
  }

  @Override
  public final void onContainersCompleted(List<ContainerStatus> statuses) {
    statuses.forEach(
        status ->
            guard.accept(
                "the end of container " + status.getContainerId(), () -> completed(status)));
  }

  @Override
  public final void onPreemptionMessageReceived(PreemptionMessage message) {
    Set<PreemptionContainer> wanted = new HashSet<>();
    if (message.getStrictContract() != null) {
      wanted.addAll(message.getStrictContract().getContainers());
    }
    if (message.getContract() != null) {
      wanted.addAll(message.getContract().getContainers());
    }
    wanted.stream()
        .map(PreemptionContainer::getId)
        .forEach(id -> guard.accept("the preemption of " + id, () -> askedBack(id)));
  }

  /** Never asked for. */
  @Override
  public final void onContainersUpdated(List<UpdatedContainer> containers) {}

  @Override
  public final void onNodesUpdated(List<NodeReport> nodes) {
    nodes.forEach(
        node -> guard.accept("the change of node " + node.getNodeId(), () -> changed(node)));
  }
}
