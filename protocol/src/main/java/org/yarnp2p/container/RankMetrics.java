package org.yarnp2p.container;

import java.util.function.Supplier;
import org.apache.hadoop.metrics2.MetricsCollector;
import org.apache.hadoop.metrics2.MetricsInfo;
import org.apache.hadoop.metrics2.MetricsRecordBuilder;
import org.apache.hadoop.metrics2.MetricsSource;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.metrics2.lib.Interns;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.RankStatus;

/**
 * A container's figures for the sinks of Hadoop's metrics system, the same that its heartbeats
 * tell. docs/metrics.md has names and units.
 */
final class RankMetrics implements MetricsSource {
  private final String jobId;
  private final Rank rank;
  private final Supplier<RankStatus> status;

  RankMetrics(String jobId, Rank rank, Supplier<RankStatus> status) {
    this.jobId = jobId;
    this.rank = rank;
    this.status = status;
  }

  /** Starts the metrics system of this process, with these figures. */
  void publish() {
    DefaultMetricsSystem.initialize(rank.isPeer() ? "P2pPeer" : "P2pTracker");
    DefaultMetricsSystem.instance().register("P2pContainer", "Figures of " + rank, this);
  }

  @Override
  public void getMetrics(MetricsCollector collector, boolean all) {
    RankStatus now = status.get();
    MetricsRecordBuilder record =
        collector
            .addRecord(rank.isPeer() ? "P2pPeer" : "P2pTracker")
            .tag(info("application", "Application id"), jobId)
            .tag(info("rank", "Rank of the container"), Integer.toString(rank.value()));
    if (rank.isPeer()) {
      addPeer(record, now);
    } else {
      record.addGauge(info("Joined", "Peers that have joined"), now.joined());
    }
  }

  private static void addPeer(MetricsRecordBuilder record, RankStatus now) {
    record
        .addGauge(info("HeldBytes", "Bytes held from its input"), now.heldBytes())
        .addGauge(info("WantedBytes", "Bytes of its wanted files"), now.wantedBytes())
        .addGauge(
            info("AcquiredBytes", "Bytes of its wanted files, verified and stored"),
            now.acquiredBytes())
        .addGauge(info("Sources", "Peers that it has requests at"), now.dealings().sources())
        .addGauge(info("Uploads", "Upload slots in use"), now.dealings().uploads())
        .addGauge(info("Bans", "Peers that it takes nothing from"), now.dealings().bans())
        .addCounter(info("DownBytesTotal", "Bytes received from peers"), now.downBytes())
        .addCounter(info("UpBytesTotal", "Bytes sent to peers"), now.upBytes())
        .addCounter(info("OriginBytesTotal", "Bytes read from origins"), now.originBytes())
        .addCounter(
            info("SegmentsRefusedTotal", "Segments received with wrong bytes"),
            now.segmentsRefused());
  }

  private static MetricsInfo info(String name, String description) {
    return Interns.info(name, description);
  }
}
