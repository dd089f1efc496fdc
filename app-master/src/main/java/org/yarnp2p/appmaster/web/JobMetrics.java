package org.yarnp2p.appmaster.web;

import org.apache.hadoop.metrics2.MetricsCollector;
import org.apache.hadoop.metrics2.MetricsInfo;
import org.apache.hadoop.metrics2.MetricsRecordBuilder;
import org.apache.hadoop.metrics2.MetricsSource;
import org.apache.hadoop.metrics2.lib.Interns;

/**
 * The job and each of its ranks for Hadoop's metrics, as the heartbeats tell, so that one scrape of
 * the ApplicationMaster has all. docs/metrics.md has names and units: those of counters end as
 * Prometheus expects, and the tag is no <i>job</i>, which its scrapes give to all they find.
 */
final class JobMetrics implements MetricsSource {
  private final JobView view;

  JobMetrics(JobView view) {
    this.view = view;
  }

  @Override
  public void getMetrics(MetricsCollector collector, boolean all) {
    addJob(collector.addRecord("P2pJob"));
    for (RankRow rank : view.ranks()) {
      addRank(collector.addRecord("P2pRank"), rank);
    }
  }

  private void addJob(MetricsRecordBuilder record) {
    JobSummary job = view.job();
    record
        .tag(Interns.info("application", "Application id"), job.jobId())
        .addGauge(info("Ranks", "Containers of the job, the tracker included"), job.peers() + 1)
        .addGauge(info("RanksUp", "Containers that run"), job.ranksUp())
        .addGauge(info("RanksComplete", "Peers that have all they wanted"), job.ranksComplete())
        .addGauge(info("WantedBytes", "Bytes of all wanted files"), job.wantedBytes())
        .addGauge(
            info("AcquiredBytes", "Bytes of wanted files, verified and stored"),
            job.acquiredBytes())
        .addGauge(info("BytesPerSecond", "Bytes that arrive in a second"), job.bytesPerSecond())
        .addGauge(info("ElapsedMillis", "Time since the submission"), job.elapsedMillis())
        .addGauge(info("Bans", "Bans of peers by peers"), job.bans())
        .addCounter(info("DownBytesTotal", "Bytes received from peers"), job.downBytes())
        .addCounter(info("UpBytesTotal", "Bytes sent to peers"), job.upBytes())
        .addCounter(info("OriginBytesTotal", "Bytes read from origins"), job.originBytes());
  }

  private void addRank(MetricsRecordBuilder record, RankRow rank) {
    record
        .tag(Interns.info("application", "Application id"), view.plan().jobId())
        .tag(Interns.info("rank", "Rank of the container"), Integer.toString(rank.rank()))
        .tag(Interns.info("host", "Host of the container"), rank.host() == null ? "" : rank.host())
        .addGauge(info("Up", "1 while the container runs"), isUp(rank) ? 1 : 0)
        .addGauge(info("WantedBytes", "Bytes of its wanted files"), rank.wantedBytes())
        .addGauge(
            info("AcquiredBytes", "Bytes of its wanted files, verified and stored"),
            rank.acquiredBytes())
        .addGauge(info("Sources", "Peers that it has requests at"), rank.sources())
        .addGauge(info("Uploads", "Upload slots in use"), rank.uploads())
        .addGauge(info("Bans", "Peers that it takes nothing from"), rank.bans())
        .addCounter(info("DownBytesTotal", "Bytes received from peers"), rank.downBytes())
        .addCounter(info("UpBytesTotal", "Bytes sent to peers"), rank.upBytes())
        .addCounter(info("OriginBytesTotal", "Bytes read from origins"), rank.originBytes())
        .addCounter(
            info("SegmentsRefusedTotal", "Segments received with wrong bytes"),
            rank.segmentsRefused());
  }

  private static boolean isUp(RankRow rank) {
    return rank.phase() != null && !rank.ended();
  }

  private static MetricsInfo info(String name, String description) {
    return Interns.info(name, description);
  }
}
