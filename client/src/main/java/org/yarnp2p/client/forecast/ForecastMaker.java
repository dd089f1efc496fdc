package org.yarnp2p.client.forecast;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.forecast.Forecast.Containers;
import org.yarnp2p.client.forecast.Forecast.Place;
import org.yarnp2p.client.forecast.Forecast.Placement;
import org.yarnp2p.client.forecast.Forecast.QueueView;
import org.yarnp2p.client.forecast.Forecast.Work;
import org.yarnp2p.client.submit.ContainerSizes;
import org.yarnp2p.client.submit.ContainerSizes.Size;
import org.yarnp2p.client.view.Quantities;
import org.yarnp2p.client.yarn.Cluster;
import org.yarnp2p.client.yarn.Cluster.Node;
import org.yarnp2p.client.yarn.Cluster.Queue;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

/** Gathers a forecast: what the job needs first, then what the cluster has. */
public final class ForecastMaker {
  private static final List<String> KINDS = List.of("ApplicationMaster", "tracker", "peer");

  private final Configuration conf;
  private final String name;
  private final int peers;
  private final ContainerSizes sizes;
  private final List<Containers> containers = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private int enough;
  private Optional<String> label = Optional.empty();
  private Resource largest;
  private QueueView queue;

  /**
   * Of a job.
   *
   * @param peers N
   * @throws UsageException when the containers' sizes make no sense
   */
  public ForecastMaker(Configuration conf, String name, int peers) throws UsageException {
    this.conf = conf;
    this.name = name;
    this.peers = peers;
    this.enough = peers;
    this.sizes = ContainerSizes.of(conf);
    for (int i = 0; i < KINDS.size(); i++) {
      Size size = sizes.sizes().get(i);
      int count = KINDS.get(i).equals("peer") ? peers : 1;
      containers.add(new Containers(KINDS.get(i), count, size.memoryMb(), size.vcores()));
    }
  }

  /**
   * Says that the job succeeds without some of its peers; before {@link #on}.
   *
   * @param least how many are enough
   */
  public ForecastMaker enough(int least) {
    enough = least;
    return this;
  }

  /** Says which nodes the job runs on, if not those without a label; before {@link #on}. */
  public ForecastMaker label(Optional<String> ofNodes) {
    label = ofNodes;
    return this;
  }

  /** What one peer asks for. */
  public Containers peer() {
    return containers.get(containers.size() - 1);
  }

  /** Why the job could not start. */
  public ForecastMaker reason(String line) {
    reasons.add(line);
    return this;
  }

  /** What a person should know besides. */
  public ForecastMaker note(String line) {
    notes.add(line);
    return this;
  }

  /** Where a rank would run. */
  public ForecastMaker place(Place place) {
    places.add(place);
    return this;
  }

  /** Compares with what the cluster has. */
  public ForecastMaker on(PatientCluster cluster)
      throws IOException, YarnException, InterruptedException {
    largest = cluster.ask(Cluster::newApplication).largest();
    try {
      sizes.checkAgainst(largest);
    } catch (UsageException e) {
      reasons.addAll(e.lines());
    }
    queue(cluster);
    long all =
        cluster.ask(Cluster::nodes).stream()
            .filter(Node::running)
            .filter(node -> label.isEmpty() || node.labels().contains(label.get()))
            .mapToLong(Node::memoryMb)
            .sum();
    if (needed() > all) {
      boolean starts = needed() - (long) (peers - enough) * peer().memoryMb() <= all;
      (starts ? notes : reasons)
          .add(
              "all containers together need "
                  + mb(needed())
                  + ", and all RUNNING nodes"
                  + label.map(" with label "::concat).orElse("")
                  + " together have "
                  + mb(all)
                  + (starts ? ": it would go on without some nodes" : ""));
    }
    return this;
  }

  private void queue(PatientCluster cluster)
      throws IOException, YarnException, InterruptedException {
    String wanted = P2pConf.text(conf, P2pKeys.QUEUE);
    Optional<Queue> found = cluster.ask(c -> c.queue(wanted, label));
    if (found.isEmpty()) {
      Optional<String> substitute = cluster.ask(c -> c.substitute(wanted));
      String missing = "YARN has no queue '" + wanted + "'";
      if (substitute.isPresent()) {
        notes.add(missing + " yet; " + substitute.get());
      } else {
        reasons.add(
            missing + "; set --queue to one of " + String.join(", ", cluster.ask(Cluster::queues)));
      }
      return;
    }
    Queue there = found.get();
    String called = there.as(wanted);
    OptionalLong free = there.freeMemoryMb();
    OptionalDouble most = there.maximumPercent();
    queue =
        new QueueView(
            called,
            label.orElse(null),
            orNull(there.capacityPercent()),
            orNull(most),
            orNull(there.usedPercent()),
            free.isPresent() ? Long.valueOf(free.getAsLong()) : null);
    if (!cluster.ask(c -> c.mayUse(there))) {
      reasons.add(
          "queue '"
              + called
              + "' is not for you: "
              + UserGroupInformation.getCurrentUser().getShortUserName()
              + " may not submit applications to it (acl_submit_applications)");
    }
    if (there.parent()) {
      reasons.add(
          "queue '"
              + called
              + "' has queues of its own, and applications go to these only; set --queue to one of "
              + String.join(", ", cluster.ask(Cluster::queues)));
    } else if (!there.running()) {
      reasons.add("queue '" + called + "' is stopped and takes no applications");
    } else if (label.isPresent() && most.orElse(1) == 0) {
      reasons.add(
          "queue '"
              + called
              + "' has no share of the nodes with label "
              + label.get()
              + " (accessible-node-labels, and their capacity); give it one, or set --queue to"
              + " another");
    } else if (free.isPresent() && free.getAsLong() < needed()) {
      boolean grows = most.isPresent() && most.getAsDouble() > there.capacityPercent().orElse(0);
      notes.add(
          "queue '"
              + called
              + "' has "
              + mb(free.getAsLong())
              + (grows ? " of its own share" : "")
              + " free now, the job needs "
              + mb(needed())
              + (grows
                  ? ": more it gets as far as other queues leave room and user-limit-factor lets"
                      + " it, else it would wait for others to end"
                  : ": it would wait for others to end"));
    }
  }

  private static Double orNull(OptionalDouble value) {
    return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
  }

  private long needed() {
    return containers.stream().mapToLong(c -> (long) c.count() * c.memoryMb()).sum();
  }

  private static String mb(long mebibytes) {
    return Quantities.bytes(mebibytes << 20);
  }

  /** All of it. */
  public Forecast make(Placement placement, Work work) {
    return new Forecast(
        name,
        reasons.isEmpty(),
        reasons,
        notes,
        containers,
        needed(),
        largest == null ? null : Long.valueOf(largest.getMemorySize()),
        largest == null ? null : Integer.valueOf(largest.getVirtualCores()),
        queue,
        placement,
        places,
        work.files(),
        work.bytes(),
        work.bytesToMove(),
        work.linkRate(),
        work.bound());
  }
}
