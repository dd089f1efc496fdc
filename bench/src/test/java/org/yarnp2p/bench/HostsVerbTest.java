package org.yarnp2p.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.net.DNSToSwitchMapping;
import org.apache.hadoop.net.ScriptBasedMapping;
import org.apache.hadoop.util.ReflectionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.bench.net.NetworkPlan;
import org.yarnp2p.bench.net.Racks;
import org.yarnp2p.client.link.BitRate;

class HostsVerbTest {
  @Test
  void hadoopFindsTheRacksOfTheHosts(@TempDir Path directory) throws Exception {
    NetworkPlan plan = new NetworkPlan(4711, "198.18.7");
    Racks racks = new Racks(4, 2, new BitRate(1_000_000));
    Configuration conf = new Configuration();
    HostsVerb.topology(directory.resolve("racks.txt"), racks.locations(plan)).forEach(conf::set);

    DNSToSwitchMapping mapping =
        ReflectionUtils.newInstance(
            conf.getClass(
                "net.topology.node.switch.mapping.impl",
                ScriptBasedMapping.class,
                DNSToSwitchMapping.class),
            conf);
    assertThat(mapping.resolve(List.of(plan.address(1), plan.address(2), plan.address(3))))
        .containsExactly("/rack1", "/rack1", "/rack2");
  }

  @Test
  void withoutRacksTheJobIsToldNothing(@TempDir Path directory) throws Exception {
    assertThat(HostsVerb.topology(directory.resolve("racks.txt"), Map.of())).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }
}
