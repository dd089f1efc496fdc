package org.yarnp2p.appmaster.web;

import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.job.JobReport.State;

/**
 * The job in a few figures, as the page's head shows them. Bytes are data bytes of segments.
 *
 * @param jobId YARN's application id
 * @param name for people
 * @param user who submitted it
 * @param state running, or how it ended
 * @param phase what the job is doing
 * @param diagnostics how it ended, in a sentence
 * @param startedAt when it was submitted: ISO-8601, UTC
 * @param elapsedMillis since then; until the commit when that is over
 * @param phases when each was reached, in ms since the submission
 * @param swarmMillis from the start gate to the last peer's finish
 * @param peers N
 * @param ranksUp containers that run, of 1+N
 * @param ranksComplete peers that have all they wanted
 * @param files how many
 * @param wantedBytes of all peers' wanted files, as far as known
 * @param acquiredBytes of these, verified and stored
 * @param percent the same, 0..100
 * @param downBytes received from peers
 * @param upBytes sent to peers
 * @param originBytes read from origins
 * @param bytesPerSecond that come from peers and origins at the moment
 * @param etaMillis left at this rate; null when nothing moves
 * @param bans how often a peer takes nothing from another any more
 * @param inputDirectory fully qualified
 * @param outputDirectory fully qualified
 */
record JobSummary(
    String jobId,
    String name,
    String user,
    State state,
    Phase phase,
    String diagnostics,
    String startedAt,
    long elapsedMillis,
    Phases phases,
    Long swarmMillis,
    int peers,
    int ranksUp,
    int ranksComplete,
    int files,
    long wantedBytes,
    long acquiredBytes,
    double percent,
    long downBytes,
    long upBytes,
    long originBytes,
    long bytesPerSecond,
    Long etaMillis,
    int bans,
    String inputDirectory,
    String outputDirectory) {

  /** What a job is doing. */
  enum Phase {
    /** The ApplicationMaster comes up. */
    SUBMITTED,
    /** Containers are asked for and started. */
    STARTING,
    /** Peers read and hash what they hold, join, meet their neighbours. */
    GATHERING,
    /** Peers exchange segments. */
    EXCHANGE,
    /** All have everything; peers leave, outputs are put in place. */
    COMMITTING,
    /** Outputs are in place. */
    COMMITTED,
    /** The job has ended without them. */
    FAILED;

    static Phase of(JobReport report) {
      Phases phases = report.phases();
      if (report.state() == State.FAILED || report.state() == State.KILLED) {
        return FAILED;
      } else if (phases.committed() != null) {
        return COMMITTED;
      } else if (phases.swarmDone() != null) {
        return COMMITTING;
      } else if (phases.gateOpen() != null) {
        return EXCHANGE;
      } else if (phases.containersUp() != null) {
        return GATHERING;
      }
      return phases.amUp() != null ? STARTING : SUBMITTED;
    }
  }
}
