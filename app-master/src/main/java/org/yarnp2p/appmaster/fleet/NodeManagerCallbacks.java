package org.yarnp2p.appmaster.fleet;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.async.NMClientAsync;

/** NodeManagers' answers to starts and stops; those to questions that we never ask do nothing. */
abstract class NodeManagerCallbacks extends NMClientAsync.AbstractCallbackHandler {
  private final BiConsumer<String, Runnable> guard;

  /**
   * @param guard runs the reaction to news: an exception that left a callback would end the thread
   *     that calls all of them
   */
  NodeManagerCallbacks(BiConsumer<String, Runnable> guard) {
    this.guard = guard;
  }

  abstract void started(ContainerId id);

  abstract void notStarted(ContainerId id, Throwable cause);

  abstract void notStopped(ContainerId id, Throwable cause);

  @Override
  public final void onContainerStarted(ContainerId id, Map<String, ByteBuffer> serviceData) {
    guard.accept("the start of container " + id, () -> started(id));
  }

  @Override
  public final void onStartContainerError(ContainerId id, Throwable cause) {
    guard.accept("container " + id + ", which cannot be started", () -> notStarted(id, cause));
  }

  @Override
  public final void onStopContainerError(ContainerId id, Throwable cause) {
    guard.accept("container " + id + ", which cannot be stopped", () -> notStopped(id, cause));
  }

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
