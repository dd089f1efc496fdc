package org.yarnp2p.appmaster.fleet;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.appmaster.fleet.ContainerBook.Placed;

/** What NodeManagers say of the containers that they were asked to start or stop. */
final class FromNodeManagers extends NodeManagerCallbacks {
  private static final Logger LOG = LoggerFactory.getLogger(FromNodeManagers.class);

  private final ContainerBook book;
  private final FleetListener listener;
  private final Placement placement;
  private final Consumer<ContainerId> release;

  /**
   * @param release gives a container back to the ResourceManager
   * @param guard runs the reaction to news
   */
  FromNodeManagers(
      ContainerBook book,
      FleetListener listener,
      Placement placement,
      Consumer<ContainerId> release,
      BiConsumer<String, Runnable> guard) {
    super(guard);
    this.book = book;
    this.listener = listener;
    this.placement = placement;
    this.release = release;
  }

  @Override
  void started(ContainerId id) {
    book.find(id).ifPresent(this::tellLaunched);
  }

  /** YARN gets the container back and will not say that it ended. */
  @Override
  void notStarted(ContainerId id, Throwable cause) {
    book.end(id)
        .ifPresent(
            placed -> {
              LOG.warn("{} cannot be started in {}", placed.member(), id, cause);
              release.accept(id);
              tellLaunched(placed);
              listener.ended(placed.member(), ExitReport.notStarted(Causes.sentence(cause)));
            });
  }

  @Override
  void notStopped(ContainerId id, Throwable cause) {
    LOG.warn("Cannot stop {}; leaving that to the ResourceManager", id, cause);
    if (book.find(id).isPresent()) {
      release.accept(id);
    }
  }

  private void tellLaunched(Placed placed) {
    Container container = placed.container();
    listener.launched(placed.member(), placement.nameOf(container), container.getId().toString());
  }
}
