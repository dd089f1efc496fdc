package org.yarnp2p.job;

import java.util.Objects;

/**
 * A payload as the client has found it, where the ranks that hold it find the same.
 *
 * @param uri as it stands in the input files
 * @param length bytes, from 0
 * @param modificationTime ms since the epoch
 */
public record ExaminedPayload(String uri, long length, long modificationTime) {
  /**
   * @throws IllegalArgumentException when the length is negative
   */
  public ExaminedPayload {
    Objects.requireNonNull(uri, "uri");
    if (length < 0) {
      throw new IllegalArgumentException("payload " + uri + " has length " + length);
    }
  }
}
