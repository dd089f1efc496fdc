package org.yarnp2p.client.distribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.Resource;
import org.junit.jupiter.api.Test;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.submit.ContainerSizes;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

class MemoryForFilesTest {
  private final Configuration conf = P2pConf.create();

  private int memory(String key) {
    return P2pConf.integer(conf, key);
  }

  @Test
  void someFilesNeedNoMoreThanTheDefault() throws Exception {
    int usual = memory(P2pKeys.PEER_MEMORY_MB);
    MemoryForFiles.set(conf, 10_000);
    assertThat(memory(P2pKeys.PEER_MEMORY_MB)).isEqualTo(usual);
    assertThat(memory(P2pKeys.TRACKER_MEMORY_MB)).isEqualTo(usual);
    assertThat(memory(P2pKeys.AM_MEMORY_MB)).isEqualTo(usual);
  }

  @Test
  void veryManyFilesGetMemoryInProportion() throws Exception {
    MemoryForFiles.set(conf, 512 * 1024);
    assertThat(memory(P2pKeys.PEER_MEMORY_MB)).isEqualTo(512 + 3072);
    assertThat(memory(P2pKeys.TRACKER_MEMORY_MB)).isEqualTo(512 + 2048);
    assertThat(memory(P2pKeys.AM_MEMORY_MB)).isEqualTo(512 + 2048);
  }

  @Test
  void whatSomebodyHasSetStays() throws Exception {
    conf.setInt(P2pKeys.PEER_MEMORY_MB, 1000);
    MemoryForFiles.set(conf, 512 * 1024);
    assertThat(memory(P2pKeys.PEER_MEMORY_MB)).isEqualTo(1000);
    assertThat(memory(P2pKeys.TRACKER_MEMORY_MB)).isEqualTo(512 + 2048);
  }

  @Test
  void whatAClusterDoesNotGiveIsSaidToBeForTheFiles() throws Exception {
    MemoryForFiles.set(conf, 200_000);
    conf.setInt(P2pKeys.AM_MEMORY_MB, 1400);
    ContainerSizes sizes = ContainerSizes.of(conf);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> sizes.checkAgainst(Resource.newInstance(1300, 1)))
        .satisfies(
            e ->
                assertThat(e.lines())
                    .containsExactly(
                        "p2p.am.memory.mb: found 1400 MiB, but the cluster gives a container 1300"
                            + " MiB at most; ask for less",
                        "p2p.peer.memory.mb: 200000 files need 1683 MiB, but the cluster gives a"
                            + " container 1300 MiB at most; distribute fewer at a time, or archives"
                            + " of them"));
  }
}
