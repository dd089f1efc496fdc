package org.yarnp2p.client.jobs;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.yarnp2p.client.view.JobProgress;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.RankReport;

/**
 * How a job stands. The fields are those of the JSON form; null where nothing is known.
 *
 * @param state YARN's word while the job is not running, else the phase it is in
 * @param diagnostics of the ResourceManager; may be empty
 * @param trackingUrl page of the job, or of YARN about it
 * @param percent of the wanted bytes that have been acquired
 * @param bytesPerSecond average since the start gate opened
 * @param remainingSeconds at this rate
 * @param originBytes read from origins by all ranks
 * @param originCopies the same, divided by the bytes of all files
 * @param segmentsRefused because their bytes were bad
 * @param report what the job says of itself
 */
record Standing(
    String applicationId,
    String name,
    String user,
    String queue,
    String state,
    String diagnostics,
    String trackingUrl,
    Double percent,
    Long bytesPerSecond,
    Long remainingSeconds,
    Long originBytes,
    Double originCopies,
    Integer segmentsRefused,
    JobReport report) {

  /**
   * Of what is known.
   *
   * @param application null when the ResourceManager has forgotten it
   */
  static Standing of(
      KnownJob job, ApplicationReport application, Optional<JobReport> report, Instant now) {
    JobReport known = report.orElse(null);
    Double rate = known == null ? null : rate(known, now);
    long missing = known == null ? 0 : known.wantedBytes() - known.acquiredBytes();
    Long origin =
        known == null
            ? null
            : Long.valueOf(known.ranks().stream().mapToLong(RankReport::originBytes).sum());
    return new Standing(
        job.id().toString(),
        known != null ? known.name() : application == null ? null : application.getName(),
        application == null ? null : application.getUser(),
        application == null ? null : application.getQueue(),
        state(application, known),
        application == null || application.getDiagnostics() == null
            ? ""
            : application.getDiagnostics().strip(),
        application == null ? null : application.getTrackingUrl(),
        known == null || known.wantedBytes() <= 0
            ? null
            : Double.valueOf(100.0 * known.acquiredBytes() / known.wantedBytes()),
        rate == null ? null : Long.valueOf(Math.round(rate)),
        rate == null || rate <= 0 || known.state().isFinal()
            ? null
            : Long.valueOf(Math.round(missing / rate)),
        origin,
        origin == null ? null : copies(known, origin),
        known == null
            ? null
            : Integer.valueOf(known.ranks().stream().mapToInt(RankReport::segmentsRefused).sum()),
        known);
  }

  private static String state(ApplicationReport application, JobReport report) {
    if (report != null) {
      return JobProgress.of(report).state();
    }
    return switch (application.getYarnApplicationState()) {
      case FINISHED -> application.getFinalApplicationStatus().toString();
      default -> application.getYarnApplicationState().toString();
    };
  }

  /** Average bytes per second; null before there is any. */
  private static Double rate(JobReport report, Instant now) {
    if (report.phases().gateOpen() == null || report.startedAt() == null) {
      return null;
    }
    long millis;
    if (report.swarmMillis() != null) {
      millis = report.swarmMillis();
    } else {
      try {
        Instant gate = Instant.parse(report.startedAt()).plusMillis(report.phases().gateOpen());
        millis = Duration.between(gate, now).toMillis();
      } catch (DateTimeException e) {
        return null; // not a time: somebody else's report
      }
    }
    return millis <= 0 ? null : Double.valueOf(report.movedBytes() * 1000.0 / millis);
  }

  private static Double copies(JobReport report, long origin) {
    long bytes = report.fileBytes();
    return bytes == 0 ? null : Double.valueOf((double) origin / bytes);
  }
}
