package org.yarnp2p.tracker;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.net.AbstractDNSToSwitchMapping;
import org.apache.hadoop.net.CachedDNSToSwitchMapping;
import org.apache.hadoop.net.DNSToSwitchMapping;
import org.apache.hadoop.net.NetworkTopology;
import org.apache.hadoop.net.ScriptBasedMapping;
import org.apache.hadoop.util.ReflectionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.protocol.Contact;

/**
 * Which racks the hosts of peers and of sources are in. Where there are several, the plan says it
 * of the nodes on which peers may run, as the ResourceManager has them; of all others the cluster's
 * own topology script or class. That may take time, so a thread of its own asks for all hosts at
 * once that have come meanwhile. Thread-safe.
 */
final class Racks implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Racks.class);

  /** In a row, before nobody is asked any more: each may take its time and log a trace. */
  private static final int MOST_FAILURES = 3;

  private final DNSToSwitchMapping mapping;
  private final boolean several;
  private final TimeLimit patience;
  private final Map<String, CompletableFuture<String>> racks = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<String> unresolved = new LinkedBlockingQueue<>();
  private final ExecutorService resolver =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "racks");
            thread.setDaemon(true);
            return thread;
          });

  /** The topology takes too long: nobody waits for it any more. */
  private volatile boolean slow;

  /** In a row. */
  private final AtomicInteger failures = new AtomicInteger();

  /**
   * @param mapping null when it has nothing to say
   * @param planned racks of hosts that need not be asked for; empty for none
   * @param patience how long a host is waited for
   */
  Racks(DNSToSwitchMapping mapping, Map<String, String> planned, TimeLimit patience) {
    this.mapping = mapping;
    this.patience = patience;
    several = mapping != null || !planned.isEmpty();
    planned.forEach((host, rack) -> racks.put(host, CompletableFuture.completedFuture(rack)));
  }

  /**
   * As plan and configuration say; without a topology, or with one that does not work, one rack.
   *
   * @param ofNodes by their names, as the plan says
   */
  static Racks of(Map<String, String> ofNodes, Configuration conf, TimeLimit patience) {
    Map<String, String> planned = planned(ofNodes);
    if (!planned.isEmpty()) {
      Map<String, Integer> nodes = new TreeMap<>();
      planned.values().forEach(rack -> nodes.merge(rack, 1, Integer::sum));
      LOG.info("nodes in each rack, as the ResourceManager has them: {}", nodes);
    }
    return new Racks(mapping(conf), planned, patience);
  }

  /** A ResourceManager that has all nodes in one rack may just have no topology. */
  private static Map<String, String> planned(Map<String, String> ofNodes) {
    if (Set.copyOf(ofNodes.values()).size() < 2) {
      return Map.of();
    }
    Map<String, String> hosts = new HashMap<>();
    ofNodes.forEach((node, rack) -> hosts.put(host(node), rack));
    return hosts;
  }

  /** The name of a node may have its port. */
  private static String host(String node) {
    int port = node.indexOf(':');
    return port < 0 ? node : node.substring(0, port);
  }

  private static DNSToSwitchMapping mapping(Configuration conf) {
    try {
      DNSToSwitchMapping mapping =
          ReflectionUtils.newInstance(
              conf.getClass(
                  CommonConfigurationKeysPublic.NET_TOPOLOGY_NODE_SWITCH_MAPPING_IMPL_KEY,
                  ScriptBasedMapping.class,
                  DNSToSwitchMapping.class),
              conf);
      if (AbstractDNSToSwitchMapping.isMappingSingleSwitch(mapping)) {
        return null;
      }
      return mapping instanceof CachedDNSToSwitchMapping
          ? mapping
          : new CachedDNSToSwitchMapping(mapping);
    } catch (RuntimeException e) {
      LOG.warn(
          "the cluster's racks are not known, {} cannot be used: {}",
          CommonConfigurationKeysPublic.NET_TOPOLOGY_NODE_SWITCH_MAPPING_IMPL_KEY,
          e.toString());
      return null;
    }
  }

  /** Finds out where a peer's host is; returns when that is known or has taken too long. */
  void locate(String host) {
    if (mapping == null) {
      return;
    }
    CompletableFuture<String> rack = new CompletableFuture<>();
    CompletableFuture<String> known = racks.putIfAbsent(host, rack);
    if (known == null) {
      unresolved.add(host);
      resolver.execute(this::resolve);
    }
    if (!slow) {
      await(host, known == null ? rack : known);
    }
  }

  /**
   * Finds out where many hosts are, on this thread and for as long as it takes. Who asks for one of
   * them meanwhile does not wait for the others.
   */
  void locateAll(Set<String> hosts) {
    List<String> unknown = hosts.stream().filter(host -> !racks.containsKey(host)).toList();
    if (mapping == null || unknown.isEmpty()) {
      return;
    }
    List<String> found = resolve(unknown);
    for (int i = 0; i < unknown.size(); i++) {
      racks.putIfAbsent(unknown.get(i), CompletableFuture.completedFuture(found.get(i)));
    }
  }

  private void await(String host, CompletableFuture<String> rack) {
    try {
      rack.get(patience.millis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      slow = true;
      LOG.warn("the rack of {} is not known after {}; hosts count as far apart", host, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void resolve() {
    List<String> hosts = new ArrayList<>();
    unresolved.drainTo(hosts);
    if (hosts.isEmpty()) {
      return;
    }
    List<String> found = resolve(hosts);
    for (int i = 0; i < hosts.size(); i++) {
      racks.get(hosts.get(i)).complete(found.get(i));
    }
    LOG.info("racks of {}: {}", hosts, found);
  }

  /** As Hadoop does: hosts of which the topology says nothing are in the default rack. */
  private List<String> resolve(List<String> hosts) {
    List<String> found = failures.get() < MOST_FAILURES ? ask(hosts) : null;
    return found != null
        ? found
        : hosts.stream().map(host -> NetworkTopology.DEFAULT_RACK).toList();
  }

  /** Null when the topology has failed; a script has told the log why. */
  private List<String> ask(List<String> hosts) {
    List<String> found = null;
    try {
      found = mapping.resolve(hosts);
    } catch (RuntimeException e) {
      LOG.warn("the racks of {} are not known", hosts, e);
    }
    if (found != null && found.size() == hosts.size()) {
      failures.set(0);
      return found;
    }
    if (failures.incrementAndGet() == MOST_FAILURES) {
      LOG.warn(
          "the cluster's topology has failed {} times in a row and is asked no more: hosts count as"
              + " in one rack, {}; what {} names must work on this host",
          MOST_FAILURES,
          NetworkTopology.DEFAULT_RACK,
          CommonConfigurationKeysPublic.NET_TOPOLOGY_SCRIPT_FILE_NAME_KEY);
    }
    return null;
  }

  /** How far two hosts are apart, as far as known. */
  int distance(String one, String other) {
    if (one.equals(other)) {
      return Contact.SAME_HOST;
    }
    String rack = rack(one);
    return rack != null && rack.equals(rack(other)) ? Contact.SAME_RACK : Contact.ELSEWHERE;
  }

  /** Whether hosts may be in racks of their own. */
  boolean areSeveral() {
    return several;
  }

  /** The rack of a host; null as long as it is not known, and when all hosts are in one. */
  String rackOfSeveral(String host) {
    return several ? rack(host) : null;
  }

  private String rack(String host) {
    if (!several) {
      return NetworkTopology.DEFAULT_RACK;
    }
    CompletableFuture<String> rack = racks.get(host);
    return rack == null ? null : rack.getNow(null);
  }

  @Override
  public void close() {
    resolver.shutdownNow();
  }
}
