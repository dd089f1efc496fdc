package org.yarnp2p.peer.output;

import java.nio.file.Path;
import org.apache.hadoop.fs.FileSystem;

/**
 * Where the output of a wanted file goes. A reader never sees a part of it under its final name.
 */
public sealed interface Destination {
  /**
   * On a disk of this host.
   *
   * @param part the name while the file is incomplete, in the directory of the target
   * @param target the final name
   */
  record Local(Path part, Path target) implements Destination {}

  /**
   * In another file system.
   *
   * @param fs where
   * @param part the name while the file is incomplete
   * @param target the final name
   */
  record Remote(FileSystem fs, org.apache.hadoop.fs.Path part, org.apache.hadoop.fs.Path target)
      implements Destination {}
}
