package org.yarnp2p.appmaster.fleet;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * What the client tells the ApplicationMaster in its environment variables.
 *
 * @param jobId as in the plan
 * @param stagingDirectory STAGING/JOB_ID, fully qualified
 * @param startedAt when the client began to submit the job, ms since the epoch
 */
public record MasterEnvironment(String jobId, Path stagingDirectory, long startedAt) {
  /** The job's id. */
  public static final String JOB_ID = "P2P_JOB_ID";

  /** URI of the job's staging directory. */
  public static final String STAGING_DIR = "P2P_STAGING_DIR";

  /** Time of submission, ms since the epoch. */
  public static final String SUBMIT_TIME = "P2P_SUBMIT_TIME";

  /** Checks that nothing is missing. */
  public MasterEnvironment {
    Objects.requireNonNull(jobId, "jobId");
    Objects.requireNonNull(stagingDirectory, "stagingDirectory");
  }

  /** The environment variables that {@link #from} reads; a new map. */
  public Map<String, String> toVariables() {
    Map<String, String> variables = new TreeMap<>();
    variables.put(JOB_ID, jobId);
    variables.put(STAGING_DIR, stagingDirectory.toUri().toString());
    variables.put(SUBMIT_TIME, Long.toString(startedAt));
    return variables;
  }

  /**
   * Reads the environment of the ApplicationMaster.
   *
   * @throws IllegalArgumentException when a variable is missing or makes no sense
   */
  public static MasterEnvironment from(Map<String, String> variables) {
    String time = text(variables, SUBMIT_TIME);
    try {
      return new MasterEnvironment(
          text(variables, JOB_ID),
          new Path(URI.create(text(variables, STAGING_DIR))),
          Long.parseLong(time));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          SUBMIT_TIME + ": found '" + time + "', expected ms since the epoch", e);
    }
  }

  private static String text(Map<String, String> variables, String name) {
    String value = variables.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          name + " is not set; only YARN starts the ApplicationMaster, start a job with 'p2p run'");
    }
    return value;
  }
}
