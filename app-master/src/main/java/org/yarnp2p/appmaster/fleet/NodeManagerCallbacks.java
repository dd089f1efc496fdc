package org.yarnp2p.appmaster.fleet;

import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.async.NMClientAsync;

/** NodeManagers' answers to starts and stops; those to questions that we never ask do nothing. */
abstract class NodeManagerCallbacks extends NMClientAsync.AbstractCallbackHandler {
  /** The ResourceManager tells when the container has ended. */
  @Override
  public final void onContainerStopped(ContainerId id) {}

  @Override
  public final void onContainerStatusReceived(ContainerId id, ContainerStatus status) {}

  @Override
  public final void onGetContainerStatusError(ContainerId id, Throwable cause) {}

  @Override
  @Deprecated
  public final void onContainerResourceIncreased(ContainerId id, Resource resource) {}

  @Override
  public final void onContainerResourceUpdated(ContainerId id, Resource resource) {}

  @Override
  @Deprecated
  public final void onIncreaseContainerResourceError(ContainerId id, Throwable cause) {}

  @Override
  public final void onUpdateContainerResourceError(ContainerId id, Throwable cause) {}
}
