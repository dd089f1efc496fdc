package org.yarnp2p.security;

import java.io.IOException;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;

/** Reads secret keys of known length from credentials. */
final class SecretBytes {
  private SecretBytes() {}

  static byte[] of(Credentials credentials, Text alias, int length) throws IOException {
    byte[] bytes = credentials.getSecretKey(alias);
    if (bytes == null) {
      throw new IOException(
          "the credentials hold no " + alias + "; was this process started by its job?");
    }
    if (bytes.length != length) {
      throw new IOException(
          alias + " in the credentials has " + bytes.length + " bytes, expected " + length);
    }
    return bytes.clone();
  }
}
