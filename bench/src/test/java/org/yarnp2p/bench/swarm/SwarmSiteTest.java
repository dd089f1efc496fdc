package org.yarnp2p.bench.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.yarnp2p.appmaster.fleet.ProcessOptions;

class SwarmSiteTest {
  private static final String MAPPING = "net.topology.node.switch.mapping.impl";
  private static final String TABLE = "net.topology.table.file.name";

  private final Configuration conf = new Configuration();
  private final SwarmSite site =
      new SwarmSite(
          ProcessOptions.plain(), Map.of(MAPPING, "of the bench", TABLE, "/racks.txt"), () -> 0);

  @Test
  void settingsTakeThePlaceOfDefaults() {
    site.applyTo(conf);
    assertThat(conf.get(MAPPING)).isEqualTo("of the bench");
    assertThat(conf.get(TABLE)).isEqualTo("/racks.txt");
  }

  @Test
  void settingThatThePersonHasChosenStays() {
    conf.set(MAPPING, "the person's", "from command line");
    site.applyTo(conf);
    assertThat(conf.get(MAPPING)).isEqualTo("the person's");
  }
}
