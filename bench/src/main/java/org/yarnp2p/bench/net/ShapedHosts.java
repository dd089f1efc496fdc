package org.yarnp2p.bench.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.bench.machine.Processes;
import org.yarnp2p.bench.machine.Shell;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.link.BitRate;

/** Hosts on this machine, as long as this object is open. */
public final class ShapedHosts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShapedHosts.class);

  /** RFC 2544 keeps 198.18.0.0/15 for measurements of networks. */
  private static final int NETWORKS = 512;

  private final Shell shell = new Shell();
  private final NetworkPlan plan;
  private final List<BitRate> rates;
  private final Optional<Racks> racks;

  private ShapedHosts(NetworkPlan plan, List<BitRate> rates, Optional<Racks> racks) {
    this.plan = plan;
    this.rates = List.copyOf(rates);
    this.racks = racks;
  }

  /**
   * Checks that this machine can have hosts.
   *
   * @throws UsageException saying what is missing
   */
  public static void check() throws UsageException {
    if (!Processes.isRoot()) {
      throw new UsageException(
          "hosts are network namespaces, which only root can make; run this as root");
    }
    for (String command : List.of("ip", "tc")) {
      if (Shell.find(command).isEmpty()) {
        throw new UsageException(
            "there is no '" + command + "' on this machine; install the package iproute2");
      }
    }
  }

  /** Makes hosts that are not in racks. */
  public static ShapedHosts make(List<BitRate> rates) throws IOException, InterruptedException {
    return make(rates, Optional.empty());
  }

  /**
   * Makes the hosts; what killed processes have left of theirs is removed first.
   *
   * @param rates of the hosts 1, 2, ...; at most {@link NetworkPlan#MOST_HOSTS}
   * @param racks of these hosts; empty for one switch that joins them all
   * @throws IOException when a command fails; then nothing is left behind
   */
  public static ShapedHosts make(List<BitRate> rates, Optional<Racks> racks)
      throws IOException, InterruptedException {
    long pid = ProcessHandle.current().pid();
    ShapedHosts hosts = new ShapedHosts(new NetworkPlan(pid, freeNetwork(pid)), rates, racks);
    hosts.removeStale();
    try {
      hosts.build();
      return hosts;
    } catch (IOException | InterruptedException | RuntimeException e) {
      try {
        hosts.close();
      } catch (IOException onTop) {
        e.addSuppressed(onTop);
      }
      throw e;
    }
  }

  private void build() throws IOException, InterruptedException {
    runAll(plan.switchCommands());
    if (racks.isPresent()) {
      runAll(racks.get().commands(plan.switchNamespace()));
    }
    for (int host = 1; host <= rates.size(); host++) {
      String bridge = racks.isPresent() ? racks.get().bridge(host) : NetworkPlan.SWITCH;
      runAll(plan.hostCommands(host, rates.get(host - 1), bridge));
    }
  }

  /** Names and addresses. */
  public NetworkPlan plan() {
    return plan;
  }

  /** How many there are. */
  public int count() {
    return rates.size();
  }

  /** Racks by the addresses of their hosts, as Hadoop writes them; nothing without racks. */
  public Map<String, String> locations() {
    return racks.map(some -> some.locations(plan)).orElse(Map.of());
  }

  /**
   * Bytes that have come through their uplinks into all racks but that of the first host so far, as
   * the interfaces count them; 0 without racks.
   */
  public long bytesIntoOtherRacks() throws IOException, InterruptedException {
    return racks.isEmpty()
        ? 0
        : shell
            .run(racks.get().countersOfOthers(plan.switchNamespace()))
            .lines()
            .mapToLong(Long::parseLong)
            .sum();
  }

  private void runAll(List<List<String>> commands) throws IOException, InterruptedException {
    for (List<String> command : commands) {
      shell.run(command);
    }
  }

  private static String freeNetwork(long pid) throws IOException {
    Set<String> used =
        Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
            .flatMap(NetworkInterface::inetAddresses)
            .map(InetAddress::getHostAddress)
            .map(address -> address.substring(0, Math.max(0, address.lastIndexOf('.'))))
            .collect(Collectors.toSet());
    for (long i = 0; i < NETWORKS; i++) {
      long number = (pid + i) % NETWORKS;
      String network = "198." + (18 + number / 256) + "." + number % 256;
      if (!used.contains(network)) {
        return network;
      }
    }
    throw new IOException("all networks in 198.18.0.0/15 are in use on this machine");
  }

  private void removeStale() throws IOException, InterruptedException {
    for (String namespace : existing().toList()) {
      long owner = NetworkPlan.owner(namespace).orElseThrow();
      if (!Processes.runsThisProgram(owner)) {
        LOG.info("Removing {}, which process {} has left", namespace, owner);
        remove(namespace);
      }
    }
  }

  /** Namespaces of this program's making, of any process. */
  private Stream<String> existing() throws IOException, InterruptedException {
    return shell
        .run(List.of("ip", "netns", "list"))
        .lines()
        .map(line -> line.split(" ", -1)[0])
        .filter(name -> NetworkPlan.owner(name).isPresent());
  }

  /** Ends what still runs there. */
  private void remove(String namespace) throws IOException, InterruptedException {
    List<ProcessHandle> processes =
        shell
            .run(List.of("ip", "netns", "pids", namespace))
            .lines()
            .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())).stream())
            .toList();
    Processes.kill(processes);
    shell.run(List.of("ip", "netns", "delete", namespace));
  }

  /** Ends all processes on the hosts and removes the hosts, also on an interrupted thread. */
  @Override
  public void close() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      Set<String> existing = existing().collect(Collectors.toSet());
      for (String namespace : plan.namespaces(rates.size())) {
        if (existing.contains(namespace)) {
          remove(namespace);
        }
      }
    } catch (InterruptedException e) {
      interrupted = true;
      throw new IOException("interrupted while removing hosts; the next run will go on", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
