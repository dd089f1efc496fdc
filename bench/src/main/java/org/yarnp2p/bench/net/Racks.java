package org.yarnp2p.bench.net;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yarnp2p.client.link.BitRate;

/**
 * Hosts in racks. Each rack is a bridge of its own, in the namespace of the switch, which then is
 * the core: a shaped link, the rack's uplink, joins the two. The hosts are in blocks that are as
 * even as they can be; the first rack is that of the first host.
 *
 * @param hosts that there are
 * @param count of racks, from 2 to the number of hosts
 * @param uplink rate of each rack's link to the core, each way
 */
public record Racks(int hosts, int count, BitRate uplink) {
  private static final int LEAST_BURST_KIB = 128;
  private static final int MOST_BURSTS_PER_SECOND = 1000;
  private static final int KIBIBYTE = 1 << 10;

  /**
   * @throws IllegalArgumentException when these are no racks
   */
  public Racks {
    if (count < 2 || count > hosts) {
      throw new IllegalArgumentException(count + " racks of " + hosts + " hosts");
    }
  }

  /**
   * The rack of a host.
   *
   * @param host from 1
   * @return from 1
   */
  int of(int host) {
    return (host - 1) * count / hosts + 1;
  }

  /** Racks by the addresses of their hosts, as Hadoop writes them. */
  public Map<String, String> locations(NetworkPlan plan) {
    Map<String, String> locations = new LinkedHashMap<>();
    for (int host = 1; host <= hosts; host++) {
      locations.put(plan.address(host), "/" + bridge(host));
    }
    return locations;
  }

  /** The bridge that a host's link leads to. */
  String bridge(int host) {
    return "rack" + of(host);
  }

  /**
   * Commands that make all racks.
   *
   * @param core namespace of the switch
   */
  List<List<String>> commands(String core) {
    List<List<String>> commands = new ArrayList<>();
    for (int rack = 1; rack <= count; rack++) {
      commands.addAll(commands(core, rack));
    }
    return commands;
  }

  /**
   * Commands that make a rack: what leaves it is shaped at its own end of the uplink, what enters
   * it at the core's.
   *
   * @param core namespace of the switch
   */
  List<List<String>> commands(String core, int rack) {
    String bridge = "rack" + rack;
    String up = "up" + rack;
    String down = "down" + rack;
    String shape = NetworkPlan.shape(uplink, burst());
    return List.of(
        NetworkPlan.words("ip -n " + core + " link add " + bridge + " type bridge"),
        NetworkPlan.words("ip -n " + core + " link set " + bridge + " up"),
        NetworkPlan.words("ip -n " + core + " link add " + up + " type veth peer name " + down),
        NetworkPlan.words("ip -n " + core + " link set " + up + " master " + bridge + " up"),
        NetworkPlan.words(
            "ip -n " + core + " link set " + down + " master " + NetworkPlan.SWITCH + " up"),
        NetworkPlan.words("tc -n " + core + " qdisc add dev " + up + shape),
        NetworkPlan.words("tc -n " + core + " qdisc add dev " + down + shape));
  }

  /** A host's, or what the uplink carries in a millisecond where that is more: timers are late. */
  private String burst() {
    long kibibytes = uplink.bitsPerSecond() / Byte.SIZE / MOST_BURSTS_PER_SECOND / KIBIBYTE + 1;
    return Math.max(LEAST_BURST_KIB, kibibytes) + "k";
  }

  /**
   * Prints for each rack but the first how many bytes have come in through its uplink so far, one
   * number on a line.
   *
   * @param core namespace of the switch
   */
  List<String> countersOfOthers(String core) {
    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", core, "cat"));
    for (int rack = 2; rack <= count; rack++) {
      words.add("/sys/class/net/up" + rack + "/statistics/rx_bytes");
    }
    return words;
  }
}
