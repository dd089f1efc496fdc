package org.yarnp2p.input;

import java.net.URI;
import java.util.Objects;

/**
 * A file as its file system has it when the input is checked.
 *
 * @param uri fully qualified
 * @param length bytes
 * @param modificationTime ms since the epoch
 */
public record StoredFile(URI uri, long length, long modificationTime) {
  public StoredFile {
    Objects.requireNonNull(uri, "uri");
  }
}
