package org.yarnp2p.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.peer.download.ExchangeRules;

class PeerSettingsTest {
  private static final long HEAP = 256L << 20;
  private static final Path WORKING = Path.of("/working");

  private final Configuration conf = P2pConf.create();

  @ParameterizedTest
  @ValueSource(ints = {1 << 10, 1 << 20, 4 << 20, 16 << 20})
  void segmentsInMemoryLeaveRoomInASmallHeap(int segmentSize) {
    conf.set(P2pKeys.TRANSPORT, "ipc");
    PeerSettings settings = settings(segmentSize, null);
    long received = settings.exchange().swarm().maxBytesInFlight() + segmentSize;
    long sent = Math.max(segmentSize, settings.uploads().mostBytes());
    assertThat(2 * (received + sent)).isLessThan(HEAP * 3 / 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 10, 1 << 20, 4 << 20, 16 << 20})
  void secondCopiesOfSegmentsLeaveRoomInASmallHeap(int segmentSize) {
    ExchangeRules rules = settings(segmentSize, null).exchange();
    assertThat(rules.gatherBytes()).isBetween((long) segmentSize, HEAP / 8);
    assertThat(rules.swarm().maxBytesInFlight()).isGreaterThan(8L * segmentSize);
  }

  @Test
  void segmentsTravelOverIpcWhereThatIsEncrypted() {
    assertThat(settings(1, null).streams()).isNotNull();
    conf.set("hadoop.rpc.protection", "privacy");
    assertThat(settings(1, null).streams()).isNull();
    conf.set(P2pKeys.TRANSPORT, "rendezvous");
    assertThat(settings(1, null).streams()).isNotNull();
    conf.set(P2pKeys.TRANSPORT, "pigeon");
    assertThatThrownBy(() -> settings(1, null))
        .hasMessage("p2p.transport: found 'pigeon', expected auto, rendezvous or ipc");
  }

  @Test
  void configuredWorkDirectoriesComeFirstThenThoseOfYarnThenTheWorkingDirectory() {
    assertThat(settings(1, null).workDirectories()).containsExactly(WORKING);
    assertThat(settings(1, "/a,/b").workDirectories())
        .containsExactly(Path.of("/a"), Path.of("/b"));
    conf.set(P2pKeys.WORK_DIRS, "/c, /d");
    assertThat(settings(1, "/a,/b").workDirectories())
        .containsExactly(Path.of("/c"), Path.of("/d"));
  }

  private PeerSettings settings(int segmentSize, String localDirs) {
    JobPlan plan =
        new JobPlan(
            JobPlan.VERSION,
            "job_1",
            "test",
            "user",
            1,
            List.of(new PlannedFile(0, "f", FileKind.PAYLOAD, segmentSize, null)),
            "file:///in",
            "file:///out",
            false,
            null);
    return PeerSettings.from(conf, plan, HEAP, localDirs, WORKING);
  }
}
