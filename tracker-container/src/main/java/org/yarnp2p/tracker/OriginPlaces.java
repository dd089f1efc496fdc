package org.yarnp2p.tracker;

import java.io.Closeable;
import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileShape;

/**
 * Asks storage where the blocks of all origins are, the largest files first, on a thread of its
 * own. Nobody waits for the answers: what is claimed before they come is claimed from anywhere.
 */
final class OriginPlaces implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(OriginPlaces.class);

  /** Told where a file is. */
  @FunctionalInterface
  interface Listener {
    /**
     * From now on it is known where a file is.
     *
     * @throws IOException when the job has no such file
     */
    void placed(int file, Replicas replicas) throws IOException;
  }

  private final Configuration conf;
  private final UnaryOperator<String> rackOf;
  private final Listener listener;
  private final Thread thread;

  private OriginPlaces(
      UserGroupInformation user,
      Configuration conf,
      List<PlannedFile> files,
      UnaryOperator<String> rackOf,
      Listener listener) {
    this.conf = conf;
    this.rackOf = rackOf;
    this.listener = listener;
    thread = new Thread(() -> ask(user, files), "places of origins");
    thread.setDaemon(true);
  }

  /**
   * Begins to ask.
   *
   * @param user whose rights count
   * @param files of the job; those without an origin, or without bytes, are left out
   * @param rackOf a host's rack; null when it is not known, or when there is only one
   */
  static OriginPlaces ask(
      UserGroupInformation user,
      Configuration conf,
      List<PlannedFile> files,
      UnaryOperator<String> rackOf,
      Listener listener) {
    OriginPlaces places =
        new OriginPlaces(
            user,
            conf,
            files.stream()
                .filter(file -> file.origin() != null && file.origin().length() > 0)
                .sorted(
                    Comparator.comparingLong((PlannedFile file) -> file.origin().length())
                        .reversed())
                .toList(),
            rackOf,
            listener);
    places.thread.start();
    return places;
  }

  private void ask(UserGroupInformation user, List<PlannedFile> files) {
    PlannedFile next = null;
    try {
      for (PlannedFile file : files) {
        next = file;
        listener.placed(
            file.id(), user.doAs((PrivilegedExceptionAction<Replicas>) () -> replicas(file)));
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "It is not known which hosts have the blocks of {}: they are read from anywhere",
          next.origin().uri(),
          e);
    } catch (InterruptedException e) {
      LOG.debug("the tracker ends", e);
      Thread.currentThread().interrupt();
    }
  }

  private Replicas replicas(PlannedFile file) throws IOException {
    Path path = new Path(file.origin().uri());
    BlockLocation[] blocks =
        path.getFileSystem(conf).getFileBlockLocations(path, 0, file.origin().length());
    List<Replicas.Block> found = new ArrayList<>();
    for (BlockLocation block : blocks) {
      found.add(new Replicas.Block(block.getOffset(), block.getLength(), hosts(block)));
    }
    LOG.debug("{}: {}", path, found);
    return Replicas.of(
        FileShape.payload(file.origin().length(), file.segmentSize()), found, rackOf);
  }

  /** Names and addresses: a container may know its host by either. */
  private static Set<String> hosts(BlockLocation block) throws IOException {
    return Stream.concat(
            Arrays.stream(block.getHosts()),
            Arrays.stream(block.getNames()).map(name -> name.replaceFirst(":[0-9]+$", "")))
        .collect(Collectors.toSet());
  }

  /** Stops asking. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
