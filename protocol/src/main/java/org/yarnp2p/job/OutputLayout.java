package org.yarnp2p.job;

import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.model.Rank;

/**
 * Names in the output directory. Peers write {@code OUT/_temporary/JOB_ID/clientR_NAME}; the commit
 * renames these to {@code OUT/clientR_NAME}, then writes {@code OUT/report.json} and {@code
 * OUT/report.html}, and last {@code OUT/_SUCCESS}.
 */
public final class OutputLayout {
  /**
   * Longest name of a collected output in bytes of UTF-8: what local file systems and HDFS take.
   */
  public static final int MAX_NAME_BYTES = 255;

  private static final Pattern CLIENT_FILE = Pattern.compile("client[0-9]+_.*", Pattern.DOTALL);
  private static final String TEMPORARY = "_temporary";
  private static final String REPORT = "report.json";
  private static final String PAGE = "report.html";
  private static final String SUCCESS = "_SUCCESS";

  private OutputLayout() {}

  /** The parent of the temporary directories of all jobs that write to {@code out}. */
  public static Path temporary(Path out) {
    return new Path(out, TEMPORARY);
  }

  /** Where the peers of one job write before the commit. */
  public static Path temporary(Path out, String jobId) {
    return new Path(temporary(out), jobId);
  }

  /** The name of a collected output: {@code client3_file1} for rank 3 and {@code file1}. */
  public static String clientFile(Rank rank, String name) {
    return "client" + rank.value() + "_" + name;
  }

  /**
   * Whether a name is that of a collected output, of whichever job: those of an earlier one are
   * removed before the commit.
   */
  public static boolean isClientFile(String name) {
    return CLIENT_FILE.matcher(name).matches();
  }

  /** The {@link JobReport} of a committed job. */
  public static Path report(Path out) {
    return new Path(out, REPORT);
  }

  /** The same for people, with charts. */
  public static Path page(Path out) {
    return new Path(out, PAGE);
  }

  /** The empty file whose presence says that the outputs are complete. */
  public static Path success(Path out) {
    return new Path(out, SUCCESS);
  }
}
