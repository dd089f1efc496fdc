package org.yarnp2p.bench.daemons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.RankReport;
import org.yarnp2p.protocol.RankPhase;

class DistributeRunTest {
  private static RankReport rank(int rank, long originBytes, Long finishedMillis) {
    return new RankReport(
        rank,
        1,
        "host",
        "container",
        RankPhase.LEFT,
        0,
        1000,
        1000,
        0,
        0,
        originBytes,
        0,
        finishedMillis);
  }

  private static JobReport report(Long swarmMillis) {
    return report(swarmMillis, 1500L);
  }

  private static JobReport report(Long swarmMillis, Long finishedMillis) {
    return new JobReport(
        JobReport.VERSION,
        "application_1_0001",
        "bench",
        JobReport.State.SUCCEEDED,
        "",
        "in",
        "out",
        "2026-01-01T00:00:00Z",
        JobReport.Phases.NONE,
        swarmMillis,
        2,
        3,
        2000,
        2000,
        List.of(rank(0, 5000, null), rank(1, 600, finishedMillis), rank(2, 440, null)),
        List.of());
  }

  @Test
  void figuresAreThoseOfThePeers() throws Exception {
    DistributeRun run = DistributeRun.of(report(2500L), 9.5, 1000);

    assertThat(run.makespanSeconds()).isEqualTo(1.5);
    assertThat(run.swarmSeconds()).isEqualTo(2.5);
    assertThat(run.commandSeconds()).isEqualTo(9.5);
    assertThat(run.originCopies()).isEqualTo(1.04);
    assertThat(run.finishedSeconds()).containsExactly(1.5, null);
  }

  @Test
  void reportWithoutAMakespanIsNoMeasurement() {
    assertThatIOException()
        .isThrownBy(() -> DistributeRun.of(report(null), 1, 1000))
        .withMessageContaining("has not told");
  }

  @Test
  void distributionInWhichNobodyReceivesIsNoMeasurement() {
    assertThatIOException()
        .isThrownBy(() -> DistributeRun.of(report(2500L, null), 1, 1000))
        .withMessageContaining("no node has received");
  }
}
