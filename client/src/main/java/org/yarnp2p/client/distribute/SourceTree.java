package org.yarnp2p.client.distribute;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.job.Distribution.Attributes;
import org.yarnp2p.job.Distribution.Directory;

/**
 * What arrives below the target directory.
 *
 * @param roots the sources as they were named, fully qualified
 * @param files in the order of their names
 * @param directories parents first, the empty ones too
 * @param dangling symbolic links to nothing, which are left out
 */
record SourceTree(
    List<Path> roots,
    List<SourceFile> files,
    List<Directory> directories,
    List<java.nio.file.Path> dangling) {
  /** Copies the lists. */
  SourceTree {
    roots = List.copyOf(roots);
    files = List.copyOf(files);
    directories = List.copyOf(directories);
    dangling = List.copyOf(dangling);
  }

  /**
   * One file.
   *
   * @param name path below the target, with {@code /} between names
   * @param path fully qualified
   * @param length bytes
   */
  record SourceFile(String name, Path path, long length, Attributes attributes) {}

  /** F: of all files together. */
  long bytes() {
    return files.stream().mapToLong(SourceFile::length).sum();
  }
}
