package org.yarnp2p.tracker;

import java.io.Closeable;
import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.UserGroupInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.job.OriginHosts;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileShape;

/**
 * Asks storage where the blocks of origins are of which the plan does not say it, the largest files
 * first, on a thread of its own. Nobody waits for the answers: what is claimed before they come is
 * claimed from anywhere.
 */
final class OriginPlaces implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(OriginPlaces.class);

  /** Files of one directory for which it is listed. */
  private static final int TOGETHER = 8;

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
                .filter(OriginPlaces::areAskedFor)
                .sorted(
                    Comparator.comparingLong((PlannedFile file) -> file.origin().length())
                        .reversed())
                .toList(),
            rackOf,
            listener);
    places.thread.start();
    return places;
  }

  /** Whether storage is asked where a file is. */
  static boolean areAskedFor(PlannedFile file) {
    return file.origin() != null && file.origin().length() > 0;
  }

  private void ask(UserGroupInformation user, List<PlannedFile> files) {
    Map<Path, Map<String, PlannedFile>> open = new LinkedHashMap<>();
    for (PlannedFile file : files) {
      Path path = path(file);
      open.computeIfAbsent(path.getParent(), p -> new LinkedHashMap<>()).put(path.getName(), file);
    }
    try {
      user.doAs(
          (PrivilegedExceptionAction<Void>)
              () -> {
                for (PlannedFile file : files) {
                  ask(file, open.get(path(file).getParent()));
                }
                return null;
              });
    } catch (IOException | RuntimeException e) {
      LOG.warn("It is not known where all sources are stored: they are read from anywhere", e);
    } catch (InterruptedException e) {
      LOG.debug("the tracker ends", e);
      Thread.currentThread().interrupt();
    }
  }

  /** Of many files in one directory it asks at once. */
  private void ask(PlannedFile file, Map<String, PlannedFile> siblings) throws IOException {
    Path path = path(file);
    FileSystem fs = path.getFileSystem(conf);
    if (siblings.size() >= TOGETHER) {
      list(fs.listLocatedStatus(path.getParent()), siblings);
    }
    if (siblings.containsValue(file)) {
      place(file, fs.getFileBlockLocations(path, 0, file.origin().length()));
      siblings.remove(path.getName());
    }
  }

  private void list(RemoteIterator<LocatedFileStatus> found, Map<String, PlannedFile> siblings)
      throws IOException {
    while (!siblings.isEmpty() && found.hasNext()) {
      LocatedFileStatus status = found.next();
      PlannedFile file = siblings.get(status.getPath().getName());
      if (file != null && status.isFile()) {
        place(file, status.getBlockLocations());
        siblings.remove(status.getPath().getName());
      }
    }
  }

  private void place(PlannedFile file, BlockLocation[] blocks) throws IOException {
    List<Replicas.Block> found = new ArrayList<>();
    for (BlockLocation block : blocks) {
      found.add(
          new Replicas.Block(
              block.getOffset(), block.getLength(), Set.copyOf(OriginHosts.of(block))));
    }
    LOG.debug("{}: {}", file.origin().uri(), found);
    listener.placed(
        file.id(),
        Replicas.of(FileShape.payload(file.origin().length(), file.segmentSize()), found, rackOf));
  }

  private static Path path(PlannedFile file) {
    return new Path(file.origin().uri());
  }

  /** Stops asking. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
