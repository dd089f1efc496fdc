package org.yarnp2p.job;

import java.util.Objects;

/**
 * A path in storage that any peer may read a file's segments from.
 *
 * @param uri fully qualified, of any Hadoop file system
 * @param length bytes, from 0, when the job was planned
 * @param modificationTime ms since the epoch when the job was planned; another one later means that
 *     the content may have changed
 */
public record Origin(String uri, long length, long modificationTime) {
  /**
   * @throws IllegalArgumentException when the length is negative
   */
  public Origin {
    Objects.requireNonNull(uri, "uri");
    if (length < 0) {
      throw new IllegalArgumentException("origin " + uri + " has length " + length);
    }
  }
}
