package org.yarnp2p.security;

import java.io.IOException;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;

/**
 * The key of one IPC server of a job, 32 bytes: it makes and checks the passwords of the tokens for
 * that server, and of no other. Immutable.
 */
public final class ServerKey {
  private static final Text ALIAS = new Text("p2p.server.key");
  private static final int LENGTH = 32;

  private final byte[] bytes;

  ServerKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** HMAC-SHA256(key, identifier). */
  byte[] password(byte[] identifier) {
    return Hmac.sha256(bytes, identifier);
  }

  /** Puts the key among credentials. */
  public void addTo(Credentials credentials) {
    credentials.addSecretKey(ALIAS, bytes.clone());
  }

  /**
   * The key among credentials.
   *
   * @throws IOException when there is none
   */
  public static ServerKey from(Credentials credentials) throws IOException {
    return new ServerKey(SecretBytes.of(credentials, ALIAS, LENGTH));
  }

  /** Nothing of the key. */
  @Override
  public String toString() {
    return "server key";
  }
}
