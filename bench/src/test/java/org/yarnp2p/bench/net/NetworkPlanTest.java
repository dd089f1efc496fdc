package org.yarnp2p.bench.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.client.link.BitRate;

class NetworkPlanTest {
  private final NetworkPlan plan = new NetworkPlan(4711, "198.18.7");

  @Test
  void hostHasOneLinkShapedAtBothEnds() {
    assertThat(lines(plan.hostCommands(3, BitRate.parse("100mbit"), NetworkPlan.SWITCH)))
        .containsExactly(
            "ip netns add p2p-bench-4711-3",
            "ip link add h3 netns p2p-bench-4711-switch type veth peer name eth0 netns"
                + " p2p-bench-4711-3",
            "ip -n p2p-bench-4711-switch link set h3 master switch up",
            "ip -n p2p-bench-4711-3 link set lo up",
            "ip -n p2p-bench-4711-3 addr add 198.18.7.4/24 dev eth0",
            "ip -n p2p-bench-4711-3 link set eth0 up",
            "tc -n p2p-bench-4711-3 qdisc add dev eth0 root tbf rate 100mbit burst 128k latency"
                + " 40ms",
            "tc -n p2p-bench-4711-switch qdisc add dev h3 root tbf rate 100mbit burst 128k latency"
                + " 40ms");
  }

  @Test
  void switchIsInANamespaceOfItsOwnAndThisMachineHasALinkToItThatIsNotShaped() {
    assertThat(lines(plan.switchCommands()))
        .containsExactly(
            "ip netns add p2p-bench-4711-switch",
            "ip -n p2p-bench-4711-switch link add switch type bridge",
            "ip -n p2p-bench-4711-switch link set switch up",
            "ip link add p2pb4711 type veth peer name outside netns p2p-bench-4711-switch",
            "ip -n p2p-bench-4711-switch link set outside master switch up",
            "ip addr add 198.18.7.1/24 dev p2pb4711",
            "ip link set p2pb4711 up");
  }

  @Test
  void namesOfInterfacesFitIntoTheFifteenCharactersThatLinuxGives() {
    NetworkPlan long4 = new NetworkPlan(4_194_304, "198.18.7");
    assertThat(
            Stream.concat(
                    long4.switchCommands().stream(),
                    long4
                        .hostCommands(NetworkPlan.MOST_HOSTS, new BitRate(1), NetworkPlan.SWITCH)
                        .stream())
                .flatMap(command -> command.stream().filter(word -> word.startsWith("p2pb"))))
        .allSatisfy(name -> assertThat(name).hasSizeLessThanOrEqualTo(15));
  }

  @Test
  void commandsRunOnAHostThroughItsNamespace() {
    assertThat(plan.on(2)).containsExactly("ip", "netns", "exec", "p2p-bench-4711-2");
  }

  @Test
  void everyNameTellsWhoHasMadeIt() {
    assertThat(plan.namespaces(2))
        .containsExactly("p2p-bench-4711-1", "p2p-bench-4711-2", "p2p-bench-4711-switch")
        .allSatisfy(name -> assertThat(NetworkPlan.owner(name)).hasValue(4711L));
    assertThat(NetworkPlan.owner("docker-4711-1")).isEmpty();
  }

  @Test
  void hostWithoutAnAddressIsRefused() {
    assertThat(plan.address(NetworkPlan.MOST_HOSTS)).isEqualTo("198.18.7.251");
    assertThatIllegalArgumentException().isThrownBy(() -> plan.address(NetworkPlan.MOST_HOSTS + 1));
  }

  private static List<String> lines(List<List<String>> commands) {
    return commands.stream().map(command -> String.join(" ", command)).toList();
  }
}
