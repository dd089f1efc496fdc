package org.yarnp2p.peer.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yarnp2p.container.IncurableException;
import org.yarnp2p.container.SpoiledDirectoryException;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.model.Rank;

/**
 * A rank's own local directory for segments in transit. It belongs to one life of the rank at a
 * time, and outlives one that ends before its job: the next life on the host goes on with what it
 * finds. Thread-safe.
 */
public final class WorkDirectory implements Closeable {
  private static final String PROBE = "probe";

  /** More than a file system keeps beside its directories. */
  private static final int PROBE_BYTES = 64 << 10;

  private final Path directory;
  private final List<Path> others;
  private final DirectoryLock lock;
  private final String bootId;
  private final Predecessor predecessor;
  private final Journal journal;
  private boolean stays;
  private boolean closed;

  private WorkDirectory(
      Path directory,
      List<Path> others,
      DirectoryLock lock,
      String bootId,
      Predecessor predecessor,
      Journal journal) {
    this.directory = directory;
    this.others = others;
    this.lock = lock;
    this.bootId = bootId;
    this.predecessor = predecessor;
    this.journal = journal;
  }

  /**
   * Opens the directory that an earlier life of the rank has left, or makes one in the parent that
   * has most free space; parents that cannot be used are passed over. Waits for an earlier life
   * that has not ended yet.
   *
   * @param parents somebody else empties them after the job, if this is to outlive its life
   * @param patienceMillis how long to wait, in ms
   * @throws IOException when none can be used; the message names each with its reason; or when an
   *     earlier life is still there
   */
  public static WorkDirectory open(List<Path> parents, String jobId, Rank rank, long patienceMillis)
      throws IOException, InterruptedException {
    Path directory = choose(parents, "p2p-" + jobId + "-" + rank.value(), rank);
    DirectoryLock lock = DirectoryLock.take(directory, rank, patienceMillis);
    boolean opened = false;
    try {
      String bootId = BootId.get();
      Predecessor predecessor = Predecessor.of(directory, bootId);
      if (!Files.exists(directory.resolve(Journal.NAME))) {
        empty(directory);
      }
      Journal journal = Journal.create(directory, bootId);
      predecessor.finished().forEach(copy -> journal.finished(copy.file()));
      List<Path> others =
          parents.stream().filter(parent -> !parent.equals(directory.getParent())).toList();
      WorkDirectory work = new WorkDirectory(directory, others, lock, bootId, predecessor, journal);
      opened = true;
      return work;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  private static Path choose(List<Path> parents, String name, Rank rank) throws IOException {
    List<String> reasons = new ArrayList<>();
    Path roomiest = null;
    long most = -1;
    Path latest = null;
    FileTime latestTime = null;
    for (Path parent : parents) {
      Path directory = parent.resolve(name);
      try {
        Files.createDirectories(parent);
        long space = Files.getFileStore(parent).getUsableSpace();
        if (!Files.isWritable(parent)) {
          reasons.add(parent + " (not writable)");
          continue;
        }
        if (space > most) {
          roomiest = directory;
          most = space;
        }
        Path journal = directory.resolve(Journal.NAME);
        if (Files.exists(journal)) {
          FileTime time = Files.getLastModifiedTime(journal);
          if (latestTime == null || time.compareTo(latestTime) > 0) {
            latest = directory;
            latestTime = time;
          }
        }
      } catch (IOException e) {
        reasons.add(parent + " (" + e + ")");
      }
    }
    if (roomiest == null) {
      throw new UnfitNodeException(
          rank
              + " has no usable local directory; set p2p.peer.work.dirs to a writable one. Tried: "
              + String.join(", ", reasons));
    }
    return latest == null ? roomiest : latest;
  }

  /** Another one after each start of the host; empty where it has none. */
  public String bootId() {
    return bootId;
  }

  /** What an earlier life has left here. */
  public Predecessor predecessor() {
    return predecessor;
  }

  /** Of the present life. */
  public Journal journal() {
    return journal;
  }

  /** A path in this directory. */
  public Path resolve(String name) {
    return directory.resolve(name);
  }

  /** What is here is of use to the next life of the rank: {@link #close} leaves it. */
  public synchronized void stays(boolean of) {
    stays = of;
  }

  /**
   * Finds out whether this directory is the reason for a failure: nothing can be written to it any
   * more. Then it is of no use to the next life, which needs another one.
   *
   * @param failure of the peer
   * @return the same, or one that says what the matter is
   */
  public synchronized IOException explained(IOException failure) {
    if (closed || failure instanceof IncurableException) {
      return failure;
    }
    Optional<IOException> trouble = probe(directory);
    if (trouble.isEmpty()) {
      return failure;
    }
    stays = false;
    String what =
        "%s; nothing can be written to %s: %s"
            .formatted(failure.getMessage(), directory, trouble.get().getMessage());
    return others.stream().anyMatch(other -> probe(other).isEmpty())
        ? new SpoiledDirectoryException(what + "; another local directory is tried", failure)
        : new UnfitNodeException(what, failure);
  }

  /** Why nothing can be written to a directory; empty when something can. */
  private static Optional<IOException> probe(Path directory) {
    Path file = directory.resolve(PROBE + "-" + ProcessHandle.current().pid());
    try {
      try {
        Files.write(file, new byte[PROBE_BYTES]);
      } finally {
        Files.deleteIfExists(file);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  /** Deletes the directory with all it holds, unless it {@link #stays}. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    try {
      journal.close();
      if (!stays) {
        empty(directory);
        lock.delete();
      }
    } finally {
      lock.close();
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  /** Of all but the lock, which is held. */
  private static void empty(Path directory) throws IOException {
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            directory, path -> !path.getFileName().toString().equals(DirectoryLock.NAME))) {
      for (Path path : all) {
        deleteTree(path);
      }
    }
  }

  private static void deleteTree(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
