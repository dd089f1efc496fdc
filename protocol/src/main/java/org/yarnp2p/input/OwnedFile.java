package org.yarnp2p.input;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.Path;

/** A file, or the first segments of it, that a rank holds from the start. */
public sealed interface OwnedFile {
  /** The file's name in the job. */
  String name();

  /** The line that names it, from 1. */
  int line();

  /**
   * A file whose segments stand in the input file.
   *
   * @param name the file's name in the job
   * @param line that names it, from 1; the segments follow it, one to a line
   * @param segments UTF-8 bytes of each, without trailing blanks; an unmodifiable list that hands
   *     out copies
   */
  record Inline(String name, int line, List<byte[]> segments) implements OwnedFile {
    public Inline {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(segments, "segments");
    }
  }

  /**
   * A file whose bytes are in a file system.
   *
   * @param name the file's name in the job
   * @param line that names it, from 1
   * @param uri absolute, with a scheme
   */
  record Payload(String name, int line, URI uri) implements OwnedFile {
    public Payload {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(uri, "uri");
    }

    /** The path of the bytes. */
    public Path path() {
      return StorageUri.path(uri);
    }
  }
}
