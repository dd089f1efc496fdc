package org.yarnp2p.peer.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.model.Rank;

/** A rank's own local directory for segments in transit; deleted when closed. */
public final class WorkDirectory implements Closeable {
  private final Path directory;

  private WorkDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the directory in the one of several parents that has most free space; parents that cannot
   * be used are passed over.
   *
   * @throws IOException when none can be used; the message names each with its reason
   */
  public static WorkDirectory create(List<Path> parents, String jobId, Rank rank)
      throws IOException {
    List<String> reasons = new ArrayList<>();
    Path best = null;
    long bestSpace = -1;
    for (Path parent : parents) {
      Path directory = parent.resolve("p2p-" + jobId + "-" + rank.value());
      try {
        Files.createDirectories(parent);
        long space = Files.getFileStore(parent).getUsableSpace();
        if (!Files.isWritable(parent)) {
          reasons.add(parent + " (not writable)");
        } else if (space > bestSpace) {
          best = directory;
          bestSpace = space;
        }
      } catch (IOException e) {
        reasons.add(parent + " (" + e + ")");
      }
    }
    if (best == null) {
      throw new UnfitNodeException(
          rank
              + " has no usable local directory; set p2p.peer.work.dirs to a writable one. Tried: "
              + String.join(", ", reasons));
    }
    // What an earlier container of this rank may have left is of no use to this one.
    deleteTree(best);
    return new WorkDirectory(Files.createDirectory(best));
  }

  /** A path in this directory. */
  public Path resolve(String name) {
    return directory.resolve(name);
  }

  /** Deletes the directory with all it holds. */
  @Override
  public void close() throws IOException {
    deleteTree(directory);
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
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
