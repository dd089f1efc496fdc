package org.yarnp2p.peer.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.yarnp2p.model.Rank;

/** Sums up what a rank is going to write to each disk, and compares it with what is free. */
public final class FreeSpace {
  private static final long MIB = 1L << 20;

  private final Rank rank;
  private final Map<FileStore, Long> needed = new HashMap<>();
  private final Map<FileStore, Path> directories = new HashMap<>();

  /**
   * @param rank for messages
   */
  public FreeSpace(Rank rank) {
    this.rank = rank;
  }

  /**
   * Bytes are going to be written below a directory.
   *
   * @param directory exists
   */
  public void needs(Path directory, long bytes) throws IOException {
    FileStore disk = Files.getFileStore(directory);
    needed.merge(disk, bytes, Long::sum);
    directories.putIfAbsent(disk, directory);
  }

  /**
   * Compares.
   *
   * @throws IOException names the directory whose disk has not enough room
   */
  public void check() throws IOException {
    for (Map.Entry<FileStore, Long> each : needed.entrySet()) {
      long free = each.getKey().getUsableSpace();
      if (free < each.getValue()) {
        throw new IOException(
            "%s needs %d MiB on the disk of %s, which has %d MiB free; make room there"
                .formatted(
                    rank, each.getValue() / MIB + 1, directories.get(each.getKey()), free / MIB));
      }
    }
  }
}
