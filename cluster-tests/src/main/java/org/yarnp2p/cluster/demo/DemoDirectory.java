package org.yarnp2p.cluster.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.view.Quantities;

/**
 * The temporary directory of a demo: the cluster with its HDFS, and the fetched outputs.
 *
 * @param path absolute
 */
record DemoDirectory(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(DemoDirectory.class);

  /** Copies of the payload: one in HDFS, three in peers, three as outputs, three fetched. */
  private static final int COPIES = 10;

  private static final long ROOM_FOR_THE_REST = 256L << 20;

  /**
   * Makes a new one.
   *
   * @throws UsageException when its disk has no room for the demo
   */
  static DemoDirectory create(long payloadBytes) throws IOException, UsageException {
    Path disk = Path.of(System.getProperty("java.io.tmpdir"));
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
    return new DemoDirectory(Files.createTempDirectory("p2p-demo-").toAbsolutePath());
  }

  void delete() {
    if (!FileUtil.fullyDelete(path.toFile())) {
      LOG.warn("Cannot delete all of {}", path);
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
