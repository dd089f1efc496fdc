package org.yarnp2p.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import picocli.CommandLine;

class JobOptionsTest {
  private final Configuration conf = P2pConf.create();

  @Test
  void heapGrowsTheContainerWhenItHasTo() throws Exception {
    apply("--heap", "2g");
    assertThat(conf.getInt(P2pKeys.PEER_HEAP_MB, 0)).isEqualTo(2048);
    assertThat(conf.getInt(P2pKeys.PEER_MEMORY_MB, 0)).isGreaterThan(2700);
  }

  @Test
  void smallHeapLeavesTheContainerAsItIs() throws Exception {
    int container = conf.getInt(P2pKeys.PEER_MEMORY_MB, 0);
    apply("--heap", "256m");
    assertThat(JobOptions.heapMb(conf)).isEqualTo(256);
    assertThat(conf.getInt(P2pKeys.PEER_MEMORY_MB, 0)).isEqualTo(container);
  }

  @Test
  void transportAndSegmentSizeAreShortForTheirKeys() throws Exception {
    apply("--transport", "ipc", "--segment-size", "64k");
    assertThat(conf.get("p2p.transport")).isEqualTo("ipc");
    assertThat(P2pConf.bytesUnlessAuto(conf, P2pKeys.SEGMENT_SIZE)).hasValue(65536);
  }

  @Test
  void heartbeatsAreFrequentUnlessThePersonHasChosenOtherwise() throws Exception {
    apply();
    assertThat(P2pConf.millis(conf, P2pKeys.HEARTBEAT_INTERVAL)).isEqualTo(250);
    conf.set(P2pKeys.HEARTBEAT_INTERVAL, "3s");
    apply();
    assertThat(P2pConf.millis(conf, P2pKeys.HEARTBEAT_INTERVAL)).isEqualTo(3000);
  }

  private void apply(String... args) throws Exception {
    JobOptions options = CommandLine.populateCommand(new JobOptions(), args);
    options.applyTo(conf);
  }
}
