package org.yarnp2p.bench.daemons;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.RankReport;

/**
 * What one distribution to all nodes of a cluster has shown.
 *
 * <p>Nobody waits for the last node to begin. Where containers take longer to start than the file
 * to arrive, as on a machine that plays all nodes, the time from the gate to the last arrival is
 * that of the starts; what a node waits is counted from its own beginning.
 *
 * @param makespanSeconds from a node's beginning to its last arrival, of the node that took longest
 * @param swarmSeconds from the start gate to the last arrival anywhere, on the tracker's clock
 * @param commandSeconds from the start of the command to its end
 * @param originCopies bytes read from HDFS, divided by those of the source
 * @param finishedSeconds of the ranks 1, 2, ..., since each began; null for one that had everything
 */
public record DistributeRun(
    double makespanSeconds,
    double swarmSeconds,
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
    String name = new org.apache.hadoop.fs.Path(source).getName();
    for (int rank = 1; rank <= nodes; rank++) {
      Path copy = directory.resolve(Integer.toString(rank)).resolve(name);
      if (!Files.exists(copy)) {
        throw new IOException("the distribution has succeeded, but " + copy + " is not there");
      }
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
    double longest =
        finished.stream().filter(Objects::nonNull).mapToDouble(Double::doubleValue).max().orElse(0);
    if (longest == 0) {
      throw new IOException("no node has received anything");
    }
    return new DistributeRun(
        longest, report.swarmMillis() / MILLIS, commandSeconds, (double) origin / bytes, finished);
  }
}
