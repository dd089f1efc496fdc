package org.yarnp2p.appmaster.fleet;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.hadoop.yarn.api.ApplicationConstants.Environment;
import org.apache.hadoop.yarn.security.AMRMTokenIdentifier;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.job.LaunchEnvironment;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.security.JobSecret;
import org.yarnp2p.security.JobTokenIdentifier;

/**
 * Says what every container of a job is: its command, its variables, its files, its credentials.
 */
public final class LaunchSpecs {
  private final Configuration conf;
  private final StagedJob staged;
  private final JobSecret secret;
  private final String jobId;
  private final int peers;
  private final Endpoint applicationMaster;
  private final Credentials storageTokens;
  private final boolean mayBeFollowed;

  /**
   * For the containers of the ranks.
   *
   * @param applicationMaster where the umbilical listens
   * @param own the ApplicationMaster's credentials; only its tokens for storage are passed on
   * @param mayBeFollowed whether containers that lose the ApplicationMaster look for another
   *     attempt of it
   */
  public LaunchSpecs(
      Configuration conf,
      StagedJob staged,
      JobSecret secret,
      String jobId,
      int peers,
      Endpoint applicationMaster,
      Credentials own,
      boolean mayBeFollowed) {
    this.conf = conf;
    this.staged = staged;
    this.secret = secret;
    this.jobId = jobId;
    this.peers = peers;
    this.applicationMaster = applicationMaster;
    this.storageTokens = storageTokens(own);
    this.mayBeFollowed = mayBeFollowed;
  }

  /**
   * The ApplicationMaster's container, as the client submits it.
   *
   * @param credentials with the job's secret and tokens for storage
   * @throws IllegalArgumentException when a key's value makes no sense
   */
  public static LaunchSpec applicationMaster(
      Configuration conf,
      StagedJob staged,
      MasterEnvironment environment,
      Credentials credentials) {
    Credentials all = new Credentials(credentials);
    staged.encloseAll(all);
    return spec(
        ContainerKind.APPLICATION_MASTER, conf, environment.toVariables(), all, staged.shared());
  }

  /**
   * The container of a rank.
   *
   * @throws IllegalArgumentException when a key's value makes no sense
   */
  public LaunchSpec of(Member member) {
    Rank rank = member.rank();
    return spec(
        ContainerKind.of(rank),
        conf,
        new LaunchEnvironment(
                member, peers, jobId, applicationMaster, mayBeFollowed ? staged.directory() : null)
            .toVariables(),
        credentials(rank),
        staged.forRank(rank));
  }

  private static LaunchSpec spec(
      ContainerKind kind,
      Configuration conf,
      Map<String, String> variables,
      Credentials credentials,
      Map<String, FileStatus> files) {
    Map<String, String> environment = new HashMap<>(variables);
    // Otherwise glibc reserves 64 MiB of virtual memory for each thread up to eight per core.
    environment.put(Environment.MALLOC_ARENA_MAX.key(), "4");
    // Java cannot name a file with letters that the locale lacks, and a NodeManager may have none.
    environment.put("LC_ALL", "C.UTF-8");
    // It would go before LC_ALL. What the operating system says of a disk is looked for in English.
    environment.put("LANGUAGE", "C");
    return new LaunchSpec(
        kind,
        P2pConf.integer(conf, kind.memoryKey()),
        P2pConf.integer(conf, kind.vcoresKey()),
        JavaCommand.of(kind, conf),
        environment,
        credentials,
        files);
  }

  /** A peer never learns the job's secret, only the key of its own server. */
  private Credentials credentials(Rank rank) {
    Credentials credentials = new Credentials(storageTokens);
    secret.serverKey(jobId, rank).addTo(credentials);
    Token<JobTokenIdentifier> umbilical = secret.token(jobId, rank, Rank.APPLICATION_MASTER);
    credentials.addToken(umbilical.getKind(), umbilical);
    if (rank.equals(Rank.TRACKER)) {
      secret.addTo(credentials);
    }
    staged.enclose(rank, credentials);
    return credentials;
  }

  private static Credentials storageTokens(Credentials own) {
    Credentials tokens = new Credentials();
    for (var alias : own.getTokenMap().entrySet()) {
      Token<? extends TokenIdentifier> token = alias.getValue();
      boolean oursAlone =
          token.getKind().equals(AMRMTokenIdentifier.KIND_NAME)
              || token.getKind().equals(JobTokenIdentifier.KIND);
      if (!oursAlone) {
        tokens.addToken(alias.getKey(), token);
      }
    }
    return tokens;
  }
}
