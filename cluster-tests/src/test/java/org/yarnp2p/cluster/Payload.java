package org.yarnp2p.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Random;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file of pseudo-random bytes.
 *
 * @param path fully qualified
 * @param bytes its length
 * @param sha256 of its content
 */
record Payload(Path path, long bytes, String sha256) {
  private static final int CHUNK = 1 << 16;

  /** Writes a file. A shorter one of the same seed is the beginning of a longer one. */
  static Payload write(FileSystem fs, Path path, long bytes, long seed) throws IOException {
    MessageDigest sha = Sha256.digest();
    Random random = new Random(seed);
    byte[] chunk = new byte[CHUNK];
    try (OutputStream out = new DigestOutputStream(fs.create(path), sha)) {
      for (long left = bytes; left > 0; left -= CHUNK) {
        random.nextBytes(chunk);
        out.write(chunk, 0, (int) Math.min(CHUNK, left));
      }
    }
    return new Payload(fs.makeQualified(path), bytes, Sha256.hex(sha, new byte[0]));
  }
}
