package org.yarnp2p.peer.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.model.Rank;

/** Sums up what a rank is going to write to each disk, and compares it with what is free. */
public final class FreeSpace {
  private static final long MIB = 1L << 20;

  private final Rank rank;
  private final String host;
  private final long reserveBytes;
  private final Map<FileStore, Long> needed = new HashMap<>();
  private final Map<FileStore, Path> directories = new HashMap<>();

  /** The disks of directories that were asked for before: finding one takes a while. */
  private final Map<Path, FileStore> disks = new HashMap<>();

  /**
   * @param rank for messages
   * @param host for messages
   * @param reserveBytes that must stay free on each disk that is written to
   */
  public FreeSpace(Rank rank, String host, long reserveBytes) {
    this.rank = rank;
    this.host = host;
    this.reserveBytes = reserveBytes;
  }

  /**
   * Bytes are going to be written below a directory.
   *
   * @param directory exists
   */
  public void needs(Path directory, long bytes) throws IOException {
    if (bytes == 0) {
      return;
    }
    FileStore disk = disks.get(directory);
    if (disk == null) {
      disk = Files.getFileStore(directory);
      disks.put(directory, disk);
    }
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
      if (free < each.getValue() + reserveBytes) {
        String reserve =
            reserveBytes == 0 ? "" : " and %d MiB to stay free".formatted(mib(reserveBytes));
        throw new UnfitNodeException(
            "%s on %s needs %d MiB%s on the disk of %s, which has %d MiB free; make room there"
                .formatted(
                    rank,
                    host,
                    mib(each.getValue()),
                    reserve,
                    directories.get(each.getKey()),
                    free / MIB));
      }
    }
  }

  /** Rounded up. */
  private static long mib(long bytes) {
    return (bytes + MIB - 1) / MIB;
  }
}
