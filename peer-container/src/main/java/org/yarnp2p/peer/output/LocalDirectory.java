package org.yarnp2p.peer.output;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.job.TargetRoots;
import org.yarnp2p.model.Rank;

/** The directories of this host that outputs go to. */
public final class LocalDirectory {
  private LocalDirectory() {}

  /**
   * What forbids a target on this host; empty when nothing does.
   *
   * @param rank for messages
   * @throws UnfitNodeException when it cannot be seen where the target leads
   */
  public static Optional<String> objection(Rank rank, TargetRoots roots, Path directory)
      throws UnfitNodeException {
    try {
      return roots.objectionHere(directory);
    } catch (IOException e) {
      throw new UnfitNodeException(
          "%s cannot use the target directory %s: %s; remove a link to nothing, or make what it"
                  .formatted(rank, directory, e.getMessage())
              + " leads to",
          e);
    }
  }

  /**
   * Makes a target directory, with its parents, when it is not there.
   *
   * @param rank for messages
   * @throws UnfitNodeException when it cannot be made; says why and what to do
   */
  public static void make(Rank rank, Path directory) throws UnfitNodeException {
    try {
      if (!Files.isDirectory(directory)) { // this, unlike the next, follows a link
        Files.createDirectories(directory);
      }
    } catch (IOException e) {
      throw new UnfitNodeException(
          "%s cannot make the target directory %s: %s".formatted(rank, directory, why(e)), e);
    }
  }

  /**
   * As {@link #make}, and finds out whether files can be put there.
   *
   * @throws UnfitNodeException when they cannot
   */
  public static void makeToWrite(Rank rank, Path directory) throws UnfitNodeException {
    make(rank, directory);
    if (!Files.isWritable(directory)) {
      throw new UnfitNodeException(
          "%s cannot write to the target directory %s; let the job's user write there"
              .formatted(rank, directory));
    }
  }

  /** The messages of these exceptions are often nothing but a path. */
  private static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied; let the job's user write there";
    }
    if (e instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is not a directory; remove it, or choose another target";
    }
    String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return (reason == null ? e.toString() : reason) + "; let the job's user write there";
  }
}
