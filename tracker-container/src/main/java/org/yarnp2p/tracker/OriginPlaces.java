package org.yarnp2p.tracker;

import java.io.Closeable;
import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.UserGroupInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.input.LocalFiles;
import org.yarnp2p.job.Distribution.StoredBlock;
import org.yarnp2p.job.OriginHosts;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileShape;

/**
 * Where the blocks of origins are. The plan says it of some files, so that it counts from the first
 * claim on; storage is asked for the others, the largest first, and the topology for the racks, on
 * a thread of its own. Nobody waits for the answers: what is claimed before they come is claimed
 * from anywhere.
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

  private final Racks racks;

  /** What the plan says. */
  private final Map<PlannedFile, List<Replicas.Block>> planned = new LinkedHashMap<>();

  /** The others that have bytes, the largest first. */
  private final List<PlannedFile> unknown;

  /** Null before it begins to ask. */
  private Thread thread;

  /**
   * @param files of the job; those without an origin, or without bytes, are nowhere
   * @param stored what the plan says of some of them
   * @param racks of all hosts
   */
  OriginPlaces(List<PlannedFile> files, List<StoredBlock> stored, Racks racks) {
    this.racks = racks;
    Map<Integer, List<Replicas.Block>> blocks = new HashMap<>();
    for (StoredBlock block : stored) {
      blocks
          .computeIfAbsent(block.file(), id -> new ArrayList<>())
          .add(new Replicas.Block(block.offset(), block.length(), Set.copyOf(block.hosts())));
    }
    List<PlannedFile> others = new ArrayList<>();
    for (PlannedFile file : files) {
      if (blocks.containsKey(file.id())) {
        planned.put(file, blocks.get(file.id()));
      } else if (file.origin() != null && file.origin().length() > 0) {
        others.add(file);
      }
    }
    others.sort(Comparator.comparingLong((PlannedFile file) -> file.origin().length()).reversed());
    unknown = others;
  }

  /** Says what the plan says, before any rack is known. */
  void placePlanned(Listener listener) throws IOException {
    for (Map.Entry<PlannedFile, List<Replicas.Block>> file : planned.entrySet()) {
      place(file.getKey(), file.getValue(), listener);
    }
  }

  /**
   * Begins to ask; once.
   *
   * @param user whose rights count
   */
  void ask(UserGroupInformation user, Configuration conf, Listener listener) {
    thread = new Thread(() -> askAs(user, conf, listener), "places of origins");
    thread.setDaemon(true);
    thread.start();
  }

  private void askAs(UserGroupInformation user, Configuration conf, Listener listener) {
    try {
      user.doAs(
          (PrivilegedExceptionAction<Void>)
              () -> {
                locatePlanned(listener);
                askForOthers(conf, listener);
                return null;
              });
    } catch (IOException | RuntimeException e) {
      LOG.warn("It is not known where all sources are stored: they are read from anywhere", e);
    } catch (InterruptedException e) {
      LOG.debug("the tracker ends", e);
      Thread.currentThread().interrupt();
    }
  }

  private void locatePlanned(Listener listener) throws IOException {
    if (!planned.isEmpty() && racks.areSeveral()) {
      racks.locateAll(
          planned.values().stream()
              .flatMap(List::stream)
              .flatMap(block -> block.hosts().stream())
              .collect(Collectors.toSet()));
      placePlanned(listener);
    }
  }

  private void askForOthers(Configuration conf, Listener listener) throws IOException {
    Map<Path, Map<String, PlannedFile>> open = new LinkedHashMap<>();
    for (PlannedFile file : unknown) {
      Path path = path(file);
      open.computeIfAbsent(path.getParent(), p -> new LinkedHashMap<>()).put(path.getName(), file);
    }
    for (PlannedFile file : unknown) {
      ask(conf, file, open.get(path(file).getParent()), listener);
    }
  }

  /** Of many files in one directory it asks at once. */
  private void ask(
      Configuration conf, PlannedFile file, Map<String, PlannedFile> siblings, Listener listener)
      throws IOException {
    Path path = path(file);
    FileSystem fs = path.getFileSystem(conf);
    // Of each local file that is listed Hadoop runs a program to learn its permissions.
    if (siblings.size() >= TOGETHER && !LocalFiles.isLocal(fs)) {
      list(fs.listLocatedStatus(path.getParent()), siblings, listener);
    }
    if (siblings.containsValue(file)) {
      found(file, fs.getFileBlockLocations(path, 0, file.origin().length()), listener);
      siblings.remove(path.getName());
    }
  }

  private void list(
      RemoteIterator<LocatedFileStatus> found, Map<String, PlannedFile> siblings, Listener listener)
      throws IOException {
    while (!siblings.isEmpty() && found.hasNext()) {
      LocatedFileStatus status = found.next();
      PlannedFile file = siblings.get(status.getPath().getName());
      if (file != null && status.isFile()) {
        found(file, status.getBlockLocations(), listener);
        siblings.remove(status.getPath().getName());
      }
    }
  }

  private void found(PlannedFile file, BlockLocation[] locations, Listener listener)
      throws IOException {
    List<Replicas.Block> blocks = new ArrayList<>();
    for (BlockLocation location : locations) {
      blocks.add(
          new Replicas.Block(
              location.getOffset(), location.getLength(), Set.copyOf(OriginHosts.of(location))));
    }
    LOG.debug("{}: {}", file.origin().uri(), blocks);
    blocks.forEach(block -> racks.locateAll(block.hosts()));
    place(file, blocks, listener);
  }

  private void place(PlannedFile file, List<Replicas.Block> blocks, Listener listener)
      throws IOException {
    FileShape shape = FileShape.payload(file.origin().length(), file.segmentSize());
    listener.placed(file.id(), Replicas.of(shape, blocks, racks::rackOfSeveral));
  }

  private static Path path(PlannedFile file) {
    return new Path(file.origin().uri());
  }

  /** Stops asking. */
  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
