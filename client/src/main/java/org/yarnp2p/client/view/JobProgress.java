package org.yarnp2p.client.view;

import org.yarnp2p.job.JobReport;

/**
 * How far a job is, for people.
 *
 * @param state a word such as ACCEPTED
 * @param waitingFor why it does not go on; empty when it does
 * @param ranksUp containers that work
 * @param ranks all containers of the job; 0 when not known
 * @param acquiredBytes of the wanted files, by all peers
 * @param wantedBytes of all peers; 0 when not known
 * @param movedBytes that have come to the peers: of what is acquired, some may have been there
 */
public record JobProgress(
    String state,
    String waitingFor,
    int ranksUp,
    int ranks,
    long acquiredBytes,
    long wantedBytes,
    long movedBytes) {

  /** A job of which no more is known than that it waits. */
  public static JobProgress waiting(String state, String waitingFor) {
    return new JobProgress(state, waitingFor.strip().replaceAll("\\s+", " "), 0, 0, 0, 0, 0);
  }

  /** A job whose ApplicationMaster answers. At the end ranks leave, which is no news. */
  public static JobProgress of(JobReport report) {
    return new JobProgress(
        phase(report),
        "",
        report.ranksUp(),
        report.state().isFinal() ? 0 : report.peers() + 1,
        report.acquiredBytes(),
        report.wantedBytes(),
        report.movedBytes());
  }

  /** The same, but it does not go on. */
  public JobProgress but(String why) {
    return new JobProgress(state, why, ranksUp, ranks, acquiredBytes, wantedBytes, movedBytes);
  }

  private static String phase(JobReport report) {
    JobReport.Phases reached = report.phases();
    if (report.state().isFinal()) {
      return report.state().toString();
    }
    if (reached.swarmDone() != null) {
      return "COMMITTING";
    }
    if (reached.gateOpen() != null) {
      return "EXCHANGING";
    }
    return reached.containersUp() != null ? "GATHERING" : "STARTING";
  }

  /** The share of bytes acquired, 0 to 100; 0 when not known. */
  int percent() {
    return wantedBytes <= 0
        ? 0
        : (int) (100.0 * Math.min(acquiredBytes, wantedBytes) / wantedBytes);
  }

  /** State and ranks: {@code EXCHANGING, 6/6 ranks up}. */
  String head() {
    StringBuilder text = new StringBuilder(state);
    if (!waitingFor.isEmpty()) {
      text.append(": ").append(waitingFor);
    }
    if (ranks > 0) {
      text.append(", ").append(ranksUp).append('/').append(ranks).append(" ranks up");
    }
    return text.toString();
  }

  /** All of it in a line: {@code EXCHANGING, 6/6 ranks up, 1.0 MiB of 4.0 MiB (25 %), ...}. */
  public String line(double bytesPerSecond) {
    if (wantedBytes <= 0) {
      return head();
    }
    return head()
        + ", "
        + Quantities.bytes(acquiredBytes)
        + " of "
        + Quantities.bytes(wantedBytes)
        + " ("
        + percent()
        + " %)"
        + (bytesPerSecond > 0 ? ", " + Quantities.rate(bytesPerSecond) : "");
  }
}
