package org.yarnp2p.cluster.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.view.Quantities;

/**
 * The temporary directory of a demo: the cluster with its HDFS, and the fetched outputs. What a
 * demo whose process was killed has left is removed by the next one.
 *
 * @param path absolute
 * @param lock of a file in it, which the system releases when this process has ended, however
 */
record DemoDirectory(Path path, FileLock lock) {
  private static final String PREFIX = "p2p-demo-";
  private static final String LOCK = "running";
  private static final Logger LOG = LoggerFactory.getLogger(DemoDirectory.class);

  /** Copies of the payload: one in HDFS, three in peers, three as outputs, three fetched. */
  private static final int COPIES = 10;

  private static final long ROOM_FOR_THE_REST = 256L << 20;

  /**
   * Makes a new one.
   *
   * @param disk a directory for temporary files
   * @throws UsageException when its disk has no room for the demo
   */
  static DemoDirectory create(Path disk, long payloadBytes) throws IOException, UsageException {
    removeStale(disk);
    long room = Math.max(0, Files.getFileStore(disk).getUsableSpace() - ROOM_FOR_THE_REST);
    if (payloadBytes > room / COPIES) {
      throw new UsageException(
          "a demo with a payload of "
              + Quantities.bytes(payloadBytes)
              + " does not fit on the disk of "
              + disk
              + ", which has room for "
              + Quantities.bytes(room / COPIES)
              + "; choose a smaller --size, or another disk with P2P_OPTS=-Djava.io.tmpdir=DIR");
    }
    Path path = Files.createTempDirectory(disk, PREFIX).toAbsolutePath();
    Path starting = path.resolve("starting");
    FileLock lock =
        FileChannel.open(starting, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).lock();
    Files.move(starting, path.resolve(LOCK)); // nobody finds it without its lock
    return new DemoDirectory(path, lock);
  }

  private static void removeStale(Path disk) throws IOException {
    try (DirectoryStream<Path> others = Files.newDirectoryStream(disk, PREFIX + "*")) {
      for (Path other : others) {
        if (isStale(other)) {
          remove(other);
        }
      }
    }
  }

  /** The logs that a failed demo has left are for people: nothing in there says that it runs. */
  private static boolean isStale(Path other) {
    Path lock = other.resolve(LOCK);
    if (Files.isSymbolicLink(other)
        || !Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)
        || !Files.isWritable(other)) {
      return false;
    }
    try (FileChannel running = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      return running.tryLock() != null;
    } catch (IOException | OverlappingFileLockException e) {
      LOG.debug("{} is in use", other, e);
      return false;
    }
  }

  void delete() {
    remove(path);
  }

  private static void remove(Path directory) {
    if (!FileUtil.fullyDelete(directory.toFile())) {
      LOG.warn("Cannot delete all of {}", directory);
    }
  }

  /** Deletes all but what helps to understand a failure. */
  void keepOnlyLogs() {
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> others = files.filter(Files::isRegularFile).filter(file -> !isLog(file)).toList();
      for (Path file : others) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Cannot delete all that is not a log in {}", path, e);
    }
  }

  /** NodeManagers keep the logs of containers in directories of such a name. */
  private static boolean isLog(Path file) {
    return file.toString().contains("-logDir-") || file.toString().endsWith(".log");
  }
}
