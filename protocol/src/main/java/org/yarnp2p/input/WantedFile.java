package org.yarnp2p.input;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * A file that a rank wants.
 *
 * @param name the file's name in the job, and of the file in the target directory
 * @param line that names it, from 1
 * @param target directory to write it into: absolute, with a scheme; empty: collected in the output
 *     directory
 */
public record WantedFile(String name, int line, Optional<URI> target) {
  public WantedFile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(target, "target");
  }

  /** The path to write, if there is a target. */
  public Optional<Path> targetPath() {
    return target.map(directory -> new Path(StorageUri.path(directory), name));
  }
}
