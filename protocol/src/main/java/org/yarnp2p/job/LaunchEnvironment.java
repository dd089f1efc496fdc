package org.yarnp2p.job;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

/**
 * What the ApplicationMaster tells a container in its environment variables: MPI's rank and size,
 * and whom to call.
 *
 * @param member the container's rank and incarnation
 * @param peers N: the ranks of the peers are 1..N
 * @param jobId as in the plan
 * @param applicationMaster where the umbilical listens
 * @param stagingDirectory STAGING/JOB_ID, where to look for a further attempt of the
 *     ApplicationMaster; null when none can follow
 */
public record LaunchEnvironment(
    Member member, int peers, String jobId, Endpoint applicationMaster, Path stagingDirectory) {
  /** The container's rank, 0..N. */
  public static final String RANK = "P2P_RANK";

  /** The container's incarnation, from 1. */
  public static final String INCARNATION = "P2P_INCARNATION";

  /** N. */
  public static final String PEERS = "P2P_PEERS";

  /** The job's id. */
  public static final String JOB_ID = "P2P_JOB_ID";

  /** HOST:PORT of the umbilical. */
  public static final String APPLICATION_MASTER = "P2P_AM";

  /** URI of the job's staging directory. */
  public static final String STAGING_DIR = "P2P_STAGING_DIR";

  /**
   * @throws IllegalArgumentException when the rank is not 0..N or there is no peer
   */
  public LaunchEnvironment {
    Objects.requireNonNull(jobId, "jobId");
    Objects.requireNonNull(applicationMaster, "applicationMaster");
    int rank = member.rank().value();
    if (peers < 1 || rank < 0 || rank > peers) {
      throw new IllegalArgumentException(
          RANK
              + "="
              + rank
              + ", "
              + PEERS
              + "="
              + peers
              + ": expected ranks 0 to the number of peers");
    }
  }

  /** The environment variables that {@link #from} reads; a new map, sorted by name. */
  public Map<String, String> toVariables() {
    Map<String, String> variables = new TreeMap<>();
    variables.put(RANK, Integer.toString(member.rank().value()));
    variables.put(INCARNATION, Integer.toString(member.incarnation()));
    variables.put(PEERS, Integer.toString(peers));
    variables.put(JOB_ID, jobId);
    variables.put(APPLICATION_MASTER, applicationMaster.toString());
    if (stagingDirectory != null) {
      variables.put(STAGING_DIR, stagingDirectory.toUri().toString());
    }
    return variables;
  }

  /**
   * Reads the environment of a container.
   *
   * @param variables such as {@link System#getenv()}
   * @throws IllegalArgumentException when a variable is missing or makes no sense
   */
  public static LaunchEnvironment from(Map<String, String> variables) {
    return new LaunchEnvironment(
        new Member(new Rank(number(variables, RANK)), number(variables, INCARNATION)),
        number(variables, PEERS),
        text(variables, JOB_ID),
        endpoint(variables),
        stagingDirectory(variables));
  }

  private static Endpoint endpoint(Map<String, String> variables) {
    String text = text(variables, APPLICATION_MASTER);
    try {
      return Endpoint.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          APPLICATION_MASTER + ": found '" + text + "', expected HOST:PORT", e);
    }
  }

  private static Path stagingDirectory(Map<String, String> variables) {
    String uri = variables.get(STAGING_DIR);
    return uri == null || uri.isBlank() ? null : new Path(URI.create(uri));
  }

  private static int number(Map<String, String> variables, String name) {
    String text = text(variables, name);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          name + ": found '" + text + "', expected a whole number", e);
    }
  }

  private static String text(Map<String, String> variables, String name) {
    String value = variables.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          name
              + " is not set; only the ApplicationMaster starts containers, start a job with"
              + " 'p2p run'");
    }
    return value;
  }
}
