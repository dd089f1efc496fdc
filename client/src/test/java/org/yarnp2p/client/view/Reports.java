package org.yarnp2p.client.view;

import java.util.List;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.FileReport;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.job.JobReport.RankReport;
import org.yarnp2p.job.JobReport.State;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.protocol.RankPhase;

/** Reports to show. */
public final class Reports {
  private static final long MIB = 1 << 20;

  private Reports() {}

  /** A job of two peers that has gone well. */
  public static JobReport succeeded() {
    return report(
        State.SUCCEEDED,
        new Phases(800L, 3000L, 5200L, 5600L, 6600L, 7000L),
        1000L,
        List.of(tracker(), peer(1, 8 * MIB, 0, 0), peer(2, 0, 8 * MIB, 0)),
        List.of(
            FileReport.of("a", FileKind.PAYLOAD, 8 * MIB, 8, 8 * MIB, 0),
            FileReport.of("empty", FileKind.PAYLOAD, 0, 0, 0, 0)));
  }

  /** A job in this state, with these figures. */
  public static JobReport report(
      State state,
      Phases phases,
      Long swarmMillis,
      List<RankReport> ranks,
      List<FileReport> files) {
    return new JobReport(
        1,
        "application_1_0001",
        "in",
        state,
        "",
        "hdfs://nn/in",
        "hdfs://nn/out",
        "2026-01-01T00:00:00Z",
        phases,
        swarmMillis,
        2,
        3,
        8 * MIB,
        2 * MIB,
        ranks,
        files);
  }

  static RankReport tracker() {
    return new RankReport(0, 1, "node1", "container_2", RankPhase.LEFT, 0, 0, 0, 0, 0, 0, 0, null);
  }

  static RankReport peer(int rank, long held, long wanted, long origin) {
    return new RankReport(
        rank,
        1,
        "node" + rank,
        "container_" + (rank + 2),
        RankPhase.LEFT,
        held,
        wanted,
        wanted,
        wanted - origin,
        held,
        origin,
        0,
        wanted == 0 ? null : 1000L);
  }

  /** Of a peer that was given up. */
  static RankReport without(int rank, String reason) {
    return new RankReport(
        rank,
        1,
        "node" + rank,
        "container_" + (rank + 2),
        RankPhase.EXCHANGING,
        0,
        8 * MIB,
        0,
        0,
        0,
        0,
        0,
        null,
        null,
        "FAILED",
        null,
        reason,
        List.of(),
        List.of());
  }
}
