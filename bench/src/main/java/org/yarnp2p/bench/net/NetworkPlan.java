package org.yarnp2p.bench.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yarnp2p.client.link.BitRate;

/**
 * How the hosts of one measurement are put together: each is a network namespace with one link to a
 * switch, a bridge in a namespace of its own where no rule of this machine's firewall holds. This
 * machine itself has a link to the switch that is not shaped. Every name carries the id of the
 * process that made it.
 *
 * @param pid of this process
 * @param network first two and third number of the addresses, such as {@code 198.18.16}
 */
public record NetworkPlan(long pid, String network) {
  private static final String PREFIX = "p2p-bench-";
  private static final Pattern NAMESPACE = Pattern.compile(PREFIX + "([0-9]+)-.*");
  private static final String PREFIX_LENGTH = "/24";

  /** The bridge that all links lead to, or all racks' uplinks. */
  static final String SWITCH = "switch";

  private static final String BURST = "128k";

  /** Last number of this machine's own address. */
  private static final int OUTSIDE = 1;

  /** Most hosts that a network has addresses for. */
  public static final int MOST_HOSTS = 250;

  /** The process that made a namespace; empty when it is not of this program's making. */
  static Optional<Long> owner(String namespace) {
    Matcher matcher = NAMESPACE.matcher(namespace);
    return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
  }

  /** Address of this machine on the switch. */
  public String outside() {
    return network + "." + OUTSIDE;
  }

  /**
   * Address of a host.
   *
   * @param host 1 to {@link #MOST_HOSTS}
   */
  public String address(int host) {
    if (host < 1 || host > MOST_HOSTS) {
      throw new IllegalArgumentException("host " + host);
    }
    return network + "." + (OUTSIDE + host);
  }

  /** Words in front of a command that put it on a host. */
  public List<String> on(int host) {
    return onNumbered(Integer.toString(host));
  }

  /** The same, with a placeholder in the place of the host's number. */
  public List<String> onNumbered(String host) {
    return List.of("ip", "netns", "exec", PREFIX + pid + "-" + host);
  }

  String namespace(int host) {
    return PREFIX + pid + "-" + host;
  }

  String switchNamespace() {
    return PREFIX + pid + "-switch";
  }

  /** Commands that make the switch, and this machine's link to it. */
  List<List<String>> switchCommands() {
    String hub = switchNamespace();
    String own = "p2pb" + pid;
    return List.of(
        words("ip netns add " + hub),
        words("ip -n " + hub + " link add " + SWITCH + " type bridge"),
        words("ip -n " + hub + " link set " + SWITCH + " up"),
        words("ip link add " + own + " type veth peer name outside netns " + hub),
        words("ip -n " + hub + " link set outside master " + SWITCH + " up"),
        words("ip addr add " + outside() + PREFIX_LENGTH + " dev " + own),
        words("ip link set " + own + " up"));
  }

  /**
   * Commands that make a host, and shape its link both ways: what the host sends at its own end,
   * what it receives at the switch's.
   *
   * @param bridge that the link leads to
   */
  List<List<String>> hostCommands(int host, BitRate rate, String bridge) {
    String hub = switchNamespace();
    String own = namespace(host);
    String port = "h" + host;
    String shape = shape(rate, BURST);
    return List.of(
        words("ip netns add " + own),
        words("ip link add " + port + " netns " + hub + " type veth peer name eth0 netns " + own),
        words("ip -n " + hub + " link set " + port + " master " + bridge + " up"),
        words("ip -n " + own + " link set lo up"),
        words("ip -n " + own + " addr add " + address(host) + PREFIX_LENGTH + " dev eth0"),
        words("ip -n " + own + " link set eth0 up"),
        words("tc -n " + own + " qdisc add dev eth0" + shape),
        words("tc -n " + hub + " qdisc add dev " + port + shape));
  }

  /** All namespaces, the switch last: with it go the links. */
  List<String> namespaces(int hosts) {
    List<String> names = new ArrayList<>();
    for (int host = 1; host <= hosts; host++) {
      names.add(namespace(host));
    }
    names.add(switchNamespace());
    return names;
  }

  /** The end of a command that shapes what an interface sends. */
  static String shape(BitRate rate, String burst) {
    return " root tbf rate " + rate + " burst " + burst + " latency 40ms";
  }

  static List<String> words(String command) {
    return List.of(command.split(" ", -1));
  }
}
