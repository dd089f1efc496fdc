package org.yarnp2p.client.yarn;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.exceptions.YarnException;

/**
 * What the client asks of the ResourceManager. Thread-safe. An {@link IOException} means that it
 * could not be reached, a {@link YarnException} that it has refused.
 */
public interface Cluster extends Closeable {
  /**
   * An application that may be submitted.
   *
   * @param context with the new id
   * @param largest what one container may have at most
   */
  record NewApplication(ApplicationSubmissionContext context, Resource largest) {}

  /**
   * A NodeManager.
   *
   * @param name as containers are asked for by: the host, with the port where the scheduler's names
   *     have one
   * @param host without the port
   * @param rack as the ResourceManager has found it
   * @param state such as RUNNING or LOST
   * @param labels of the node; empty for none
   * @param memoryMb in all, MiB
   * @param vcores in all
   * @param freeMemoryMb not given to containers, MiB
   * @param freeVcores not given to containers
   */
  record Node(
      String name,
      String host,
      String rack,
      NodeState state,
      Set<String> labels,
      long memoryMb,
      int vcores,
      long freeMemoryMb,
      int freeVcores) {
    /** Whether containers can be started on it. */
    public boolean running() {
      return state == NodeState.RUNNING;
    }
  }

  /**
   * A queue.
   *
   * @param name as the scheduler has it; without its path several may have the same
   * @param path from the root; the name where the scheduler does not say
   * @param running whether it takes applications
   * @param parent whether it has queues of its own, so that applications go to these only
   * @param capacityPercent its share of the nodes; empty while it changes with its applications and
   *     there are none (Fair Scheduler)
   * @param maximumPercent of the nodes that it may grow to; empty when the scheduler does not say
   * @param usedPercent of its capacity; likewise
   * @param freeMemoryMb what is left of its own share, or of its maximum where its share changes
   *     with its applications (Fair Scheduler), MiB; empty when the scheduler does not say
   */
  record Queue(
      String name,
      String path,
      boolean running,
      boolean parent,
      OptionalDouble capacityPercent,
      OptionalDouble maximumPercent,
      OptionalDouble usedPercent,
      OptionalLong freeMemoryMb) {
    /** What to call it before somebody who has asked for it by name or by path. */
    public String as(String asked) {
      return asked.indexOf('.') < 0 ? name : path;
    }
  }

  /** Where the ResourceManager is looked for. */
  String address();

  /** Gets a new id. */
  NewApplication newApplication() throws IOException, YarnException;

  /** Returns when the application has been accepted. */
  void submit(ApplicationSubmissionContext context) throws IOException, YarnException;

  /** How the application stands. */
  ApplicationReport report(ApplicationId id) throws IOException, YarnException;

  /** Returns when the application has been killed; without effect on one that has ended. */
  void kill(ApplicationId id) throws IOException, YarnException;

  /** Names of the queues that applications can be submitted to. */
  List<String> queues() throws IOException, YarnException;

  /** All NodeManagers, whatever their state, by name. */
  List<Node> nodes() throws IOException, YarnException;

  /**
   * The queue of this name; empty when there is none.
   *
   * @param label of the nodes that its shares are of; empty for those without one
   */
  Optional<Queue> queue(String name, Optional<String> label) throws IOException, YarnException;

  /**
   * How applications that name a queue which is not there may be taken all the same, with the
   * condition, which clients cannot see; empty when they are refused.
   */
  Optional<String> substitute(String name) throws IOException, YarnException;

  /**
   * Whether this person may submit applications to a queue.
   *
   * @param queue as {@link #queue} has named it
   */
  boolean mayUse(Queue queue) throws IOException, YarnException;

  /**
   * Applications of one type, the latest first.
   *
   * @param ended whether also those that have ended
   */
  List<ApplicationReport> applications(String type, boolean ended)
      throws IOException, YarnException;

  @Override
  void close();
}
