package org.yarnp2p.bench.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yarnp2p.client.link.BitRate;

class RacksTest {
  private static final String CORE = "p2p-bench-4711-switch";

  private final NetworkPlan plan = new NetworkPlan(4711, "198.18.7");
  private final Racks racks = racks(9, 3);

  private static Racks racks(int hosts, int count) {
    return new Racks(hosts, count, BitRate.parse("50mbit"));
  }

  @Test
  void rackIsABridgeWithALinkToTheCoreShapedAtBothEnds() {
    assertThat(lines(racks.commands(CORE, 2)))
        .containsExactly(
            "ip -n p2p-bench-4711-switch link add rack2 type bridge",
            "ip -n p2p-bench-4711-switch link set rack2 up",
            "ip -n p2p-bench-4711-switch link add up2 type veth peer name down2",
            "ip -n p2p-bench-4711-switch link set up2 master rack2 up",
            "ip -n p2p-bench-4711-switch link set down2 master switch up",
            "tc -n p2p-bench-4711-switch qdisc add dev up2 root tbf rate 50mbit burst 128k latency"
                + " 40ms",
            "tc -n p2p-bench-4711-switch qdisc add dev down2 root tbf rate 50mbit burst 128k"
                + " latency 40ms");
  }

  @Test
  void everyRackIsMade() {
    assertThat(lines(racks.commands(CORE)))
        .filteredOn(line -> line.endsWith("type bridge"))
        .extracting(line -> line.replaceFirst(".* link add (\\S+) .*", "$1"))
        .containsExactly("rack1", "rack2", "rack3");
  }

  @Test
  void hostsLinkLeadsToItsRackAndIsAsAnyOther() {
    BitRate rate = BitRate.parse("100mbit");
    List<String> flat = lines(plan.hostCommands(4, rate, NetworkPlan.SWITCH));
    assertThat(lines(plan.hostCommands(4, rate, racks.bridge(4))))
        .contains("ip -n p2p-bench-4711-switch link set h4 master rack2 up")
        .isEqualTo(
            flat.stream().map(line -> line.replace("master switch", "master rack2")).toList());
  }

  @ParameterizedTest
  @CsvSource({"1mbit, 128k", "1gbit, 128k", "10gbit, 1221k"})
  void burstIsThatOfAMillisecondOfAFastUplink(String rate, String burst) {
    assertThat(lines(new Racks(4, 2, BitRate.parse(rate)).commands(CORE, 1)))
        .filteredOn(line -> line.startsWith("tc"))
        .hasSize(2)
        .allMatch(line -> line.contains(" rate " + rate + " burst " + burst + " "));
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "9, 3", "13, 2", "10, 4", "250, 7", "250, 249", "250, 250"})
  void blocksAreContiguousAndEvenAndBeginWithTheFirstRack(int hosts, int count) {
    Racks some = racks(hosts, count);
    List<Integer> of = IntStream.rangeClosed(1, hosts).mapToObj(some::of).toList();
    assertThat(of).isSorted().startsWith(1).endsWith(count);
    assertThat(
            of.stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .values())
        .hasSize(count)
        .allMatch(size -> size == hosts / count || size == (hosts + count - 1) / count);
    assertThat(some.locations(plan).values())
        .containsExactlyElementsOf(of.stream().map(rack -> "/rack" + rack).toList());
  }

  @Test
  void bytesAreCountedWhereTheyEnterTheRacksThatTheFirstHostIsNotIn() {
    assertThat(racks.countersOfOthers(CORE))
        .containsExactly(
            "ip",
            "netns",
            "exec",
            CORE,
            "cat",
            "/sys/class/net/up2/statistics/rx_bytes",
            "/sys/class/net/up3/statistics/rx_bytes");
  }

  @Test
  void racksWithoutHostsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> racks(3, 4));
    assertThatIllegalArgumentException().isThrownBy(() -> racks(3, 1));
  }

  private static List<String> lines(List<List<String>> commands) {
    return commands.stream().map(command -> String.join(" ", command)).toList();
  }
}
