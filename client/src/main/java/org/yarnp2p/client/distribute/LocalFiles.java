package org.yarnp2p.client.distribute;

import java.nio.file.Files;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What this host's operating system says of files that Hadoop's local file system has found. */
final class LocalFiles {
  private LocalFiles() {}

  /** Whether a file system is that of this host's disks. */
  static boolean isLocal(FileSystem fs) {
    return "file".equals(fs.getUri().getScheme());
  }

  /** Whether this process may read it. */
  static boolean isReadable(FileSystem fs, Path path) {
    return Files.isReadable(path(fs, path));
  }

  /** The path on this host's disks. */
  static java.nio.file.Path path(FileSystem fs, Path path) {
    return java.nio.file.Path.of(fs.makeQualified(path).toUri().getPath());
  }
}
