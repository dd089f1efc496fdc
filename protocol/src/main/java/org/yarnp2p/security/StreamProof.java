package org.yarnp2p.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * How the two ends of a connection without Hadoop IPC prove to each other that they know the
 * password of a token, without saying it: each sends a nonce, and proves with HMAC-SHA256(password,
 * end || client's nonce || server's nonce || identifier || incarnation), where the end is "client"
 * or "server", so that no proof can be used for another connection, for the other direction, or for
 * another pair of ranks.
 */
public final class StreamProof {
  /** Bytes of a nonce, and of a proof. */
  public static final int LENGTH = 32;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] SERVER = "server".getBytes(US_ASCII);
  private static final byte[] CLIENT = "client".getBytes(US_ASCII);

  private final byte[] password;
  private final byte[] said;

  private StreamProof(byte[] password, byte[] said) {
    this.password = password;
    this.said = said;
  }

  /** New random bytes that nobody can foresee. */
  public static byte[] nonce() {
    byte[] nonce = new byte[LENGTH];
    RANDOM.nextBytes(nonce);
    return nonce;
  }

  /**
   * For the end that holds the token.
   *
   * @param identifier of the token, as sent
   * @param incarnation of the caller, as sent
   */
  public static StreamProof of(
      byte[] password, byte[] clientNonce, byte[] serverNonce, byte[] identifier, int incarnation) {
    return new StreamProof(
        password.clone(),
        ByteBuffer.allocate(2 * LENGTH + identifier.length + Integer.BYTES)
            .put(clientNonce)
            .put(serverNonce)
            .put(identifier)
            .putInt(incarnation)
            .array());
  }

  /** For the end that has the key of which the token's password is made. */
  public static StreamProof of(
      ServerKey key, byte[] clientNonce, byte[] serverNonce, byte[] identifier, int incarnation) {
    return of(key.password(identifier), clientNonce, serverNonce, identifier, incarnation);
  }

  /** What the server sends, 32 bytes. */
  public byte[] ofServer() {
    return proof(SERVER);
  }

  /** What the client sends, 32 bytes. */
  public byte[] ofClient() {
    return proof(CLIENT);
  }

  /** Whether two proofs are the same; takes as long when they are not. */
  public static boolean same(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }

  /** Nothing of the password. */
  @Override
  public String toString() {
    return "stream proof";
  }

  private byte[] proof(byte[] end) {
    byte[] message = ByteBuffer.allocate(end.length + said.length).put(end).put(said).array();
    return Hmac.sha256(password, message);
  }
}
