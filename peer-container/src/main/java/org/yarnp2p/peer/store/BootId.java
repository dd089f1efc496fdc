package org.yarnp2p.peer.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether the host has been started anew: what a process had written before is on disk only
 * then if the system got round to it.
 */
final class BootId {
  /** Of a host that has no such thing: the same as no other. */
  static final String UNKNOWN = "";

  private static final Logger LOG = LoggerFactory.getLogger(BootId.class);
  private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  /** Another one after each start of the host; {@link #UNKNOWN} where there is none. */
  static String get() {
    try {
      return Files.readString(FILE).strip();
    } catch (IOException e) {
      LOG.info(
          "This host has no boot id, so what is in local directories is hashed again: {}",
          e.toString());
      return UNKNOWN;
    }
  }
}
