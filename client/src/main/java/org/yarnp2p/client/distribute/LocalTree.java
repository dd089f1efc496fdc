package org.yarnp2p.client.distribute;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobFilter;
import org.yarnp2p.input.LocalFiles;

/**
 * A tree of this host that is being listed. Hadoop's local file system follows symbolic links
 * wherever they lead, and says nothing of those that lead nowhere, nor of files whose names it
 * cannot read.
 */
final class LocalTree {
  /** Where the directories really are that the listing is in, the innermost last. */
  private final Deque<Path> way = new ArrayDeque<>();

  private final List<Path> dangling = new ArrayList<>();
  private final List<Path> nameless = new ArrayList<>();

  /**
   * To be called before a directory is listed; {@link #leave} follows when this says that it may
   * be.
   *
   * @return false when the listing is in this directory already
   */
  boolean enter(FileSystem fs, org.apache.hadoop.fs.Path directory) throws IOException {
    if (!LocalFiles.isLocal(fs)) {
      return true;
    }
    Path real = LocalFiles.path(fs, directory).toRealPath();
    if (way.contains(real)) {
      return false;
    }
    way.addLast(real);
    return true;
  }

  /**
   * To be called for a directory that was entered.
   *
   * @throws IOException when it cannot be listed
   */
  void look(FileSystem fs, org.apache.hadoop.fs.Path directory) throws IOException {
    if (LocalFiles.isLocal(fs)) {
      findUnlisted(LocalFiles.path(fs, directory));
    }
  }

  /**
   * Looks for names that a pattern would match if they could be read, where the pattern leads.
   *
   * @param pattern without alternatives that have a slash in them
   */
  void lookAlong(FileSystem fs, org.apache.hadoop.fs.Path pattern) throws IOException {
    org.apache.hadoop.fs.Path parent = pattern.getParent();
    if (!LocalFiles.isLocal(fs) || parent == null) {
      return;
    }
    lookAlong(fs, parent);
    GlobFilter names = new GlobFilter(pattern.getName());
    FileStatus[] directories = names.hasPattern() ? fs.globStatus(parent) : null;
    if (directories != null) {
      for (FileStatus directory : directories) {
        findNameless(LocalFiles.path(fs, directory.getPath()), names);
      }
    }
  }

  /** To be called when a directory that was entered has been listed. */
  void leave(FileSystem fs) {
    if (LocalFiles.isLocal(fs)) {
      way.removeLast();
    }
  }

  /** The links to nothing that were met. */
  List<Path> dangling() {
    return Collections.unmodifiableList(dangling);
  }

  /** What was met with a name that is not in the character set of this process. */
  List<Path> nameless() {
    return Collections.unmodifiableList(nameless);
  }

  private void findUnlisted(Path directory) throws IOException {
    try (DirectoryStream<Path> content = Files.newDirectoryStream(directory)) {
      for (Path path : content) {
        if (!hasName(path)) {
          nameless.add(path);
        } else if (Files.isSymbolicLink(path) && !Files.exists(path)) {
          dangling.add(path);
        }
      }
    } catch (AccessDeniedException e) {
      throw new IOException(
          directory + " cannot be listed: permission denied; let the user read it", e);
    }
  }

  /**
   * A directory that cannot be listed has no names for a pattern, and what is no directory has
   * none.
   */
  private void findNameless(Path directory, GlobFilter names) throws IOException {
    if (!Files.isDirectory(directory) || !Files.isReadable(directory)) {
      return;
    }
    try (DirectoryStream<Path> content = Files.newDirectoryStream(directory)) {
      for (Path path : content) {
        if (!hasName(path) && names.accept(new org.apache.hadoop.fs.Path(path.toString()))) {
          nameless.add(path);
        }
      }
    }
  }

  /** Whether the text that stands for a path leads back to it; the path itself is bytes. */
  private static boolean hasName(Path path) {
    try {
      return Path.of(path.toString()).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
