package org.yarnp2p.security;

import org.apache.hadoop.security.token.SecretManager;
import org.yarnp2p.model.Rank;

/** What one IPC server knows of tokens: it accepts those of its job that are made for it. */
public final class JobTokenSecretManager extends SecretManager<JobTokenIdentifier> {
  private final String jobId;
  private final Rank audience;
  private final ServerKey key;

  /**
   * @param audience whose server this is
   * @param key made by {@link JobSecret#serverKey} for that audience
   */
  public JobTokenSecretManager(String jobId, Rank audience, ServerKey key) {
    this.jobId = jobId;
    this.audience = audience;
    this.key = key;
  }

  @Override
  protected byte[] createPassword(JobTokenIdentifier identifier) {
    return key.password(identifier.getBytes());
  }

  /**
   * @throws InvalidToken when the token is of another job or for another audience
   */
  @Override
  public byte[] retrievePassword(JobTokenIdentifier identifier) throws InvalidToken {
    if (!identifier.jobId().equals(jobId) || !identifier.audience().equals(audience)) {
      throw new InvalidToken(
          "a token for '" + identifier + "' does not open " + audience + " of job " + jobId);
    }
    return createPassword(identifier);
  }

  @Override
  public JobTokenIdentifier createIdentifier() {
    return new JobTokenIdentifier();
  }
}
