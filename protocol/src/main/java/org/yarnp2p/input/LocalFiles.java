package org.yarnp2p.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/** What the operating system says of files, where Hadoop's local file system says too little. */
public final class LocalFiles {
  private static final int PERMISSION_BITS = 0777;

  private LocalFiles() {}

  /** Whether a file system is that of this host's disks. */
  public static boolean isLocal(FileSystem fs) {
    return "file".equals(fs.getUri().getScheme());
  }

  /** The path on this host's disks of a path in the local file system. */
  public static java.nio.file.Path path(FileSystem fs, Path path) {
    return java.nio.file.Path.of(fs.makeQualified(path).toUri().getPath());
  }

  /**
   * Where a path leads, which need not be there: with the links followed of all that is there. As
   * it is in other file systems, and where nobody can tell.
   */
  public static Path resolved(FileSystem fs, Path path) {
    return isLocal(fs) ? new Path("file", null, real(path(fs, path)).toString()) : path;
  }

  private static java.nio.file.Path real(java.nio.file.Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      java.nio.file.Path parent = path.getParent();
      return parent == null ? path : real(parent).resolve(path.getFileName());
    }
  }

  /**
   * Names in a directory that are links to nothing, which Hadoop does not list, each with what it
   * leads to; none of other file systems.
   */
  static Map<String, String> linksToNothing(FileSystem fs, Path directory) throws IOException {
    if (!isLocal(fs)) {
      return Map.of();
    }
    Map<String, String> links = new HashMap<>();
    try (Stream<java.nio.file.Path> content = Files.list(path(fs, directory))) {
      for (java.nio.file.Path file : content.toList()) {
        if (Files.isSymbolicLink(file) && !Files.exists(file)) {
          links.put(file.getFileName().toString(), Files.readSymbolicLink(file).toString());
        }
      }
    }
    return links;
  }

  /**
   * As {@link FileSystem#getFileStatus}. Hadoop's local file system says of what it may not see
   * that it is not there.
   *
   * @throws AccessDeniedException then
   */
  public static FileStatus status(FileSystem fs, Path path) throws IOException {
    try {
      return fs.getFileStatus(path);
    } catch (FileNotFoundException e) {
      if (isLocal(fs)) {
        mustBeMissing(path(fs, path), e);
      }
      throw e;
    }
  }

  private static void mustBeMissing(java.nio.file.Path path, FileNotFoundException found)
      throws AccessDeniedException {
    try {
      path.getFileSystem().provider().checkAccess(path);
    } catch (AccessDeniedException e) {
      AccessDeniedException denied =
          new AccessDeniedException(path.toString(), null, "permission denied");
      denied.initCause(e);
      denied.addSuppressed(found);
      throw denied;
    } catch (IOException e) {
      found.addSuppressed(e);
    }
  }

  /**
   * Who may do what with a file, such as 0644; links are followed. Where Hadoop has no native
   * library, its local file system runs {@code ls} for each file to know that, some 4 ms.
   */
  public static int permission(FileSystem fs, FileStatus file) throws IOException {
    if (!isLocal(fs)) {
      return file.getPermission().toShort() & PERMISSION_BITS;
    }
    String letters =
        PosixFilePermissions.toString(Files.getPosixFilePermissions(path(fs, file.getPath())));
    return FsPermission.valueOf("-" + letters).toShort();
  }

  /**
   * Whether a path is a pipe, a socket or a device of this host: there is no end to what can be
   * read from it, or it waits for somebody to write. Links are followed.
   */
  public static boolean isSpecial(FileSystem fs, Path path) {
    if (!isLocal(fs)) {
      return false;
    }
    java.nio.file.Path local = path(fs, path);
    return Files.exists(local) && !Files.isRegularFile(local) && !Files.isDirectory(local);
  }
}
