package org.yarnp2p.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.SecureRandom;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;
import org.yarnp2p.model.Rank;

/**
 * The secret of one job, 32 random bytes. The client makes it; the ApplicationMaster and the
 * tracker know it too, peers never do. All keys and tokens of the job follow from it, so a second
 * attempt of the ApplicationMaster makes the same ones. Immutable.
 */
public final class JobSecret {
  private static final Text ALIAS = new Text("p2p.job.secret");
  private static final int LENGTH = 32;

  private final byte[] bytes;

  private JobSecret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A new secret from the platform's strong random source. */
  public static JobSecret generate() {
    byte[] bytes = new byte[LENGTH];
    new SecureRandom().nextBytes(bytes);
    return new JobSecret(bytes);
  }

  /**
   * The key with which a server checks its callers: HMAC-SHA256(secret, "server:JOB:RANK").
   *
   * @param audience whose server
   */
  public ServerKey serverKey(String jobId, Rank audience) {
    String name = "server:" + jobId + ":" + audience.value();
    return new ServerKey(Hmac.sha256(bytes, name.getBytes(UTF_8)));
  }

  /**
   * The token with which one process calls one other. Its service is not set; {@link
   * org.apache.hadoop.security.SecurityUtil#setTokenService} does so when the address is known.
   *
   * @param caller who may use the token
   * @param audience whose server it is for
   */
  public Token<JobTokenIdentifier> token(String jobId, Rank caller, Rank audience) {
    byte[] identifier = new JobTokenIdentifier(jobId, caller, audience).getBytes();
    byte[] password = serverKey(jobId, audience).password(identifier);
    return new Token<>(identifier, password, JobTokenIdentifier.KIND, new Text());
  }

  /** Puts the secret among credentials. */
  public void addTo(Credentials credentials) {
    credentials.addSecretKey(ALIAS, bytes.clone());
  }

  /** Whether {@link #from} would find a secret. */
  public static boolean isIn(Credentials credentials) {
    return credentials.getSecretKey(ALIAS) != null;
  }

  /**
   * The secret among credentials.
   *
   * @throws IOException when there is none
   */
  public static JobSecret from(Credentials credentials) throws IOException {
    return new JobSecret(SecretBytes.of(credentials, ALIAS, LENGTH));
  }

  /** Nothing of the secret. */
  @Override
  public String toString() {
    return "job secret";
  }
}
