package org.yarnp2p.appmaster;

import org.apache.hadoop.util.StringUtils.TraditionalBinaryPrefix;

/** Bytes in sentences for people, in the units of the client's tables and of the page. */
final class ByteCount {
  private ByteCount() {}

  /** {@code 512 B}, {@code 1.5 KiB}, {@code 20 GiB}. */
  static String of(long bytes) {
    return bytes < 1024 ? bytes + " B" : TraditionalBinaryPrefix.long2String(bytes, "iB", 1);
  }
}
