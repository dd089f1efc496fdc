package org.yarnp2p.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Contents of files, compared by their digests. */
final class Sha256 {
  private Sha256() {}

  static String of(byte[] bytes) {
    return hex(digest(), bytes);
  }

  static String of(InputStream in) throws IOException {
    MessageDigest sha = digest();
    in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha));
    return hex(sha, new byte[0]);
  }

  /** Of the outputs in a directory, by their names. */
  static Map<String, String> ofOutputs(FileSystem fs, Path directory) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    for (FileStatus file : fs.listStatus(directory)) {
      if (file.getPath().getName().startsWith("client")) {
        try (InputStream in = fs.open(file.getPath())) {
          digests.put(file.getPath().getName(), of(in));
        }
      }
    }
    return digests;
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hex(MessageDigest sha, byte[] last) {
    return HexFormat.of().formatHex(sha.digest(last));
  }
}
