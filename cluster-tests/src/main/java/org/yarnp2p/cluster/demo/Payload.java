package org.yarnp2p.cluster.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/**
 * A file of bytes that look random and are the same in every run.
 *
 * @param name in the input files
 * @param bytes its length
 * @param sha256 in hexadecimal
 */
record Payload(String name, long bytes, String sha256) {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final long SEED = 20_010_702;

  /** Writes the content and closes the stream. */
  static Payload write(String name, long bytes, OutputStream target) throws IOException {
    MessageDigest sha = sha256Digest();
    Random random = new Random(SEED);
    byte[] buffer = new byte[BUFFER_BYTES];
    try (OutputStream out = new DigestOutputStream(target, sha)) {
      for (long left = bytes; left > 0; left -= buffer.length) {
        random.nextBytes(buffer);
        out.write(buffer, 0, (int) Math.min(buffer.length, left));
      }
    }
    return new Payload(name, bytes, HexFormat.of().formatHex(sha.digest()));
  }

  /** Whether a file has the content. */
  boolean isIn(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) != bytes) {
      return false;
    }
    MessageDigest sha = sha256Digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      while (in.read(buffer) >= 0) {
        // Reading is enough: the stream computes the digest.
      }
    }
    return sha256.equals(HexFormat.of().formatHex(sha.digest()));
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
