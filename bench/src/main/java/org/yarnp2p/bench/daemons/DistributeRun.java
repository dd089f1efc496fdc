package org.yarnp2p.bench.daemons;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.RankReport;

/**
 * What one distribution to all nodes of a cluster has shown.
 *
 * @param makespanSeconds from the start gate to the last arrival, on the tracker's clock
 * @param commandSeconds from the start of the command to its end
 * @param originCopies bytes read from HDFS, divided by those of the source
 * @param finishedSeconds of the ranks 1, 2, ..., since the gate; null for one that had everything
 */
public record DistributeRun(
    double makespanSeconds,
    double commandSeconds,
    double originCopies,
    List<Double> finishedSeconds) {
  private static final double MILLIS = 1000;
  private static final double NANOS = 1e9;
  private static final long MOST_SECONDS = 3600;

  /**
   * Distributes a file once, and compares every copy.
   *
   * @param source in HDFS
   * @param original the same bytes on this machine
   * @param directory new; gets the copies, the report and the log
   * @throws IOException when the distribution fails, or a copy is not as the original
   */
  public static DistributeRun of(
      DaemonCluster cluster, String source, Path original, Path directory, int nodes)
      throws IOException, InterruptedException, UsageException {
    Files.createDirectory(directory);
    Path json = directory.resolve("report.json");
    Path log = directory.resolve("distribute.log");
    long begin = System.nanoTime();
    Process command =
        cluster
            .p2p(
                List.of(
                    "distribute",
                    "--format",
                    "json",
                    "--source",
                    source,
                    "--target",
                    directory + "/{rank}"))
            .redirectOutput(json.toFile())
            .redirectError(log.toFile())
            .start();
    int exit = DaemonCluster.await(command, MOST_SECONDS);
    double seconds = (System.nanoTime() - begin) / NANOS;
    if (exit != 0) {
      throw new IOException("the distribution has failed: " + Files.readString(log).strip());
    }
    for (int rank = 1; rank <= nodes; rank++) {
      Path copy = directory.resolve(Integer.toString(rank)).resolve(original.getFileName());
      if (Files.mismatch(original, copy) >= 0) {
        throw new IOException(copy + " is not what was distributed");
      }
    }
    return of(JobReport.parse(Files.readString(json)), seconds, Files.size(original));
  }

  static DistributeRun of(JobReport report, double commandSeconds, long bytes) throws IOException {
    if (report.swarmMillis() == null) {
      throw new IOException("the tracker has not told when the distribution was over");
    }
    List<Double> finished = new ArrayList<>();
    long origin = 0;
    for (RankReport rank : report.ranks().subList(1, report.ranks().size())) {
      finished.add(
          rank.finishedMillis() == null ? null : (Double) (rank.finishedMillis() / MILLIS));
      origin += rank.originBytes();
    }
    return new DistributeRun(
        Math.max(1, report.swarmMillis()) / MILLIS,
        commandSeconds,
        (double) origin / bytes,
        finished);
  }
}
