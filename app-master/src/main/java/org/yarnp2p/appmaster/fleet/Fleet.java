package org.yarnp2p.appmaster.fleet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.service.Service;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

/**
 * Where the job's containers come from. As a service, a fleet is ready to launch when it has
 * started, and stopping it ends every container that is left. All methods are thread-safe and none
 * waits for a container; what becomes of one is told to the fleet's {@link FleetListener}.
 */
public interface Fleet extends Service {
  /**
   * A container that an earlier attempt has started and that goes on.
   *
   * @param member its rank, with the highest incarnation that it can have
   * @param containerId YARN's
   */
  record Inherited(Member member, String host, String containerId) {}

  /** What the earlier attempts have left, at most one container for each rank. */
  default List<Inherited> inherited() {
    return List.of();
  }

  /**
   * Asks for a container. Exactly one end follows, after at most one launch.
   *
   * @param near node that is preferred, as {@link FleetListener#launched} has named it; null for
   *     none
   */
  void launch(Member member, LaunchSpec spec, String near);

  /**
   * Nodes on which no container is wanted from now on; the whole list each time. A container that
   * is asked for strictly on one of them may not come.
   *
   * @param nodes as {@link FleetListener#launched} has named them
   */
  void exclude(Set<String> nodes);

  /** How many nodes there are, as far as is known. */
  int nodes();

  /** Ends a container or takes back the wish for one. No news when it has ended before. */
  void stop(Member member);

  /**
   * All has been launched, and the containers end by themselves from now on; that should be heard
   * of soon.
   */
  void drain();

  /** Ends all containers, takes back all wishes, and refuses containers that come from now on. */
  void stopAll();

  /**
   * Where people can look at the job.
   *
   * @param url of its page
   */
  default void page(String url) {
    // Without a cluster nobody asks.
  }

  /** Address of the logs of a container that has been launched; empty without a cluster. */
  default Optional<String> logs(Member member) {
    return Optional.empty();
  }

  /**
   * What was asked for and what there is, in sentences for a person whose containers do not come.
   * May take as long as a call to another process.
   */
  String resources();

  /**
   * What is known of why containers have not come, in a sentence for each that something is known
   * of. May take as long as a call to another process.
   */
  Map<Member, String> obstacles(List<Member> members);

  /**
   * Finds out which nodes were decommissioned before this fleet came to hear of such changes. May
   * take as long as a call to another process.
   */
  default void readNodeStates() {
    // Without a cluster nobody knows.
  }

  /** Whether the only node on which a rank may be is decommissioned, as far as is known. */
  default boolean isDecommissioned(Rank rank) {
    return false;
  }

  /**
   * How containers are placed on nodes and why so, for people; null when nobody asked for certain
   * nodes.
   */
  String placement();

  /**
   * Completes when this is surely the only ApplicationMaster of the job, for a short time; fails
   * when it can no longer be.
   */
  CompletableFuture<Void> commitWindow();

  /** Whether another ApplicationMaster may have taken the job over; then its files are not ours. */
  boolean isSuperseded();

  /**
   * What to tell about the job when this service stops. Without it, stopping the fleet leaves open
   * how the job has ended.
   *
   * @param diagnostics the outcome in a sentence
   */
  void conclude(FinalApplicationStatus status, String diagnostics);
}
