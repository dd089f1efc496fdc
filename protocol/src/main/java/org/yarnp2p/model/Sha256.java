package org.yarnp2p.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A computation of SHA-256 over bytes that come in parts. For one thread. */
public final class Sha256 {
  /**
   * What is taken from a direct buffer at a time. {@link MessageDigest} takes 4 KiB, and what it
   * does for each time is interpreted in a JVM that is young.
   */
  private static final int PIECE = 32 * 1024;

  /** Shared by what a thread computes; the threads that hash are few. */
  private static final ThreadLocal<byte[]> PIECES = ThreadLocal.withInitial(() -> new byte[PIECE]);

  private final MessageDigest algorithm;

  /** Begins. */
  public Sha256() {
    try {
      algorithm = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Takes in the remaining bytes of {@code part}, whose position is left as it was. */
  public void update(ByteBuffer part) {
    ByteBuffer bytes = part.duplicate();
    if (bytes.hasArray()) {
      algorithm.update(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      return;
    }
    byte[] piece = PIECES.get();
    while (bytes.hasRemaining()) {
      int count = Math.min(piece.length, bytes.remaining());
      bytes.get(piece, 0, count);
      algorithm.update(piece, 0, count);
    }
  }

  /** The digest of all that was taken in; then begins anew. */
  public Digest finish() {
    return Digest.copyOf(algorithm.digest());
  }
}
