package org.yarnp2p.job;

import org.apache.hadoop.fs.Path;
import org.yarnp2p.model.Rank;

/**
 * Names of the files that a job's processes hand to each other. The client stages them as {@code
 * STAGING/JOB_ID/} {@code p2p.jar}, {@code job.xml}, {@code plan.json}, {@code input/in1.txt}, ...;
 * in a container's working directory the first three have the same names and the rank's own input
 * is {@code input.txt}, whether they were fetched or enclosed in its credentials ({@link
 * Enclosure}).
 */
public final class JobFiles {
  /** The program. */
  public static final String JAR = "p2p.jar";

  /**
   * In a container's working directory, where the cluster has an installed program: its directory,
   * with {@link #JAR} and {@link #OPTIONS} in it.
   */
  public static final String PROGRAM = "program";

  /** Of an installed program: a script of sh that prints further options of the java command. */
  public static final String OPTIONS = "options";

  /** The configuration as it was when the job was submitted. */
  public static final String CONFIGURATION = "job.xml";

  /** The {@link JobPlan}. */
  public static final String PLAN = "plan.json";

  /** A rank's own input file in its working directory. */
  public static final String INPUT = "input.txt";

  private static final String CLIENT_TOKEN = "client.token";
  private static final String INPUT_DIRECTORY = "input";

  private JobFiles() {}

  /** The staging directory of one job, below that of all. */
  public static Path jobDirectory(Path staging, String jobId) {
    return new Path(staging, jobId);
  }

  /** A file of an installed program, seen from a container's working directory. */
  public static String installed(String name) {
    return PROGRAM + "/" + name;
  }

  /** The jar in a job's staging directory. */
  public static Path jar(Path jobDirectory) {
    return new Path(jobDirectory, JAR);
  }

  /** The configuration in a job's staging directory. */
  public static Path configuration(Path jobDirectory) {
    return new Path(jobDirectory, CONFIGURATION);
  }

  /** The plan in a job's staging directory. */
  public static Path plan(Path jobDirectory) {
    return new Path(jobDirectory, PLAN);
  }

  /** In a job's staging directory: what lets its owner ask the ApplicationMaster about the job. */
  public static Path clientToken(Path jobDirectory) {
    return new Path(jobDirectory, CLIENT_TOKEN);
  }

  /** A rank's input file in a job's staging directory. */
  public static Path input(Path jobDirectory, Rank rank) {
    return new Path(new Path(jobDirectory, INPUT_DIRECTORY), inputName(rank));
  }

  /**
   * The name of a rank's input file as people write it: {@code in1.txt} for rank 1.
   *
   * @throws IllegalArgumentException when the rank is not a container's
   */
  public static String inputName(Rank rank) {
    if (!rank.isContainer()) {
      throw new IllegalArgumentException(rank + " has no input file");
    }
    return "in" + rank.value() + ".txt";
  }
}
