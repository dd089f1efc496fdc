package org.yarnp2p.appmaster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.net.CachedDNSToSwitchMapping;
import org.apache.hadoop.net.DNSToSwitchMapping;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.util.ReflectionUtils;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.appmaster.Distributions;
import org.yarnp2p.appmaster.JobFixture;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

class PlacementTest {
  private final Placement hosts =
      Placement.of(Distributions.plan(List.of("node1", "node2")), new Configuration(false));
  private final Placement ports =
      Placement.of(Distributions.plan(List.of("host:4001", "host:4002")), portsInNames());
  @TempDir private Path directory;

  @Test
  void eachPeerAsksForItsOwnNodeAndForNoOther() {
    ContainerRequest request = hosts.request(new Member(Rank.peer(2), 1), spec(), null);

    assertThat(request.getNodes()).containsExactly("node2");
    assertThat(request.getRelaxLocality()).isFalse();
    assertThat(request.getAllocationRequestId()).isEqualTo(2);
  }

  @Test
  void theTrackerMayBeAnywhere() {
    ContainerRequest request = hosts.request(new Member(Rank.TRACKER, 1), spec(), null);

    assertThat(request.getNodes()).isNull();
    assertThat(request.getRelaxLocality()).isTrue();
  }

  @Test
  void peersOfAnyOtherJobMayBeAnywhere() throws Exception {
    Placement placement = Placement.of(JobFixture.stage(directory).plan(), portsInNames());

    assertThat(placement.request(new Member(Rank.peer(1), 1), spec(), null).getNodes()).isNull();
    assertThat(placement.isRight(container(1, "node9", 1))).isTrue();
    assertThat(placement.describe()).isNull();
    assertThat(placement.patience()).isEqualTo("p2p.am.containers.timeout");
  }

  @Test
  void aContainerIsRightOnTheNodeOfItsRankOnly() {
    assertThat(hosts.isRight(container(2, "node2", 4001))).isTrue();
    assertThat(hosts.isRight(container(2, "node1", 4001))).isFalse();
    assertThat(hosts.isRight(container(0, "node1", 4001))).isTrue();
    assertThat(hosts.isRight(container(-1, "node1", 4001))).isTrue();
  }

  @Test
  void nodesOnOneHostAreToldApartByTheirPorts() {
    ContainerRequest request = ports.request(new Member(Rank.peer(1), 1), spec(), null);

    assertThat(request.getNodes()).containsExactly("host:4001");
    assertThat(ports.isRight(container(1, "host", 4001))).isTrue();
    assertThat(ports.isRight(container(1, "host", 4002))).isFalse();
    assertThat(ports.nameOf(container(1, "host", 4001))).isEqualTo("host:4001");
    assertThat(hosts.nameOf(container(1, "node1", 4001))).isEqualTo("node1");
  }

  @Test
  void requestsNameTheRacksThatTheResourceManagerHas() {
    Configuration scripted = new Configuration(false);
    scripted.set("net.topology.script.file.name", "/not/on/this/host");
    Placement known =
        Placement.of(
            Distributions.plan(List.of("a:4001", "b:4001"))
                .inRacks(Map.of("a:4001", "/east", "b:4001", "/west/${x}")),
            scripted);
    Configuration forRequests = known.forRequests(scripted);

    assertThat(racks(forRequests, "b:4001", "a:4001", "c"))
        .containsExactly("/west/${x}", "/east", "/default-rack");
    assertThat(forRequests.get("net.topology.script.file.name")).isEqualTo("/not/on/this/host");
    assertThat(scripted.get("net.topology.node.switch.mapping.impl")).isNull();
    assertThat(hosts.forRequests(scripted)).as("racks are not known").isSameAs(scripted);
  }

  /** As Hadoop's RackResolver does. */
  private static List<String> racks(Configuration conf, String... nodes) {
    Class<? extends DNSToSwitchMapping> mapping =
        conf.getClass("net.topology.node.switch.mapping.impl", null, DNSToSwitchMapping.class);
    assertThat(mapping)
        .as("not asked for addresses")
        .isAssignableTo(CachedDNSToSwitchMapping.class);
    return ReflectionUtils.newInstance(mapping, conf).resolve(List.of(nodes));
  }

  @Test
  void thereIsAReasonForTheWayOfPlacement() {
    assertThat(hosts.patience()).isEqualTo("p2p.am.containers.timeout, or a --node-wait above it");
    assertThat(hosts.describe()).contains("strict node requests").contains("since");
  }

  private static LaunchSpec spec() {
    return new LaunchSpec(
        ContainerKind.PEER,
        512,
        1,
        JavaCommand.of(ContainerKind.PEER, JobFixture.conf()),
        Map.of(),
        new Credentials(),
        Map.of());
  }

  private static Container container(long rank, String host, int port) {
    Container container = new FakeCluster().container(rank, host);
    container.setNodeId(NodeId.newInstance(host, port));
    return container;
  }

  private static Configuration portsInNames() {
    Configuration conf = new Configuration(false);
    conf.setBoolean("yarn.scheduler.include-port-in-node-name", true);
    return conf;
  }
}
