package org.yarnp2p.peer.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.yarnp2p.job.Distribution;
import org.yarnp2p.model.Rank;

/**
 * Where the output of a wanted file goes. A reader never sees a part of it under its final name.
 */
public sealed interface Destination {
  /**
   * Whether an earlier life of the rank has written the output already.
   *
   * @param length bytes that it has
   */
  boolean isWritten(long length) throws IOException;

  /**
   * Where the segments are stored as they arrive.
   *
   * @param elsewhere when they are not stored at the destination
   */
  Path partOr(Path elsewhere);

  /**
   * On a disk of this host.
   *
   * @param part the name while the file is incomplete, in the directory of the target
   * @param target the final name
   * @param arrival null unless the file is one of a distribution
   * @param earlier whether what has the final name already is the output of an earlier life of the
   *     rank
   */
  record Local(Path part, Path target, Arrival arrival, boolean earlier) implements Destination {
    /** Of a file of a distribution, which knows by itself what was there before. */
    public Local(Path part, Path target, Arrival arrival) {
      this(part, target, arrival, false);
    }

    @Override
    public boolean isWritten(long length) throws IOException {
      return earlier && Files.isRegularFile(target) && Files.size(target) == length;
    }

    @Override
    public Path partOr(Path elsewhere) {
      return part;
    }
  }

  /**
   * What is peculiar to a file of a distribution. Its part stays when the peer ends before it is
   * whole, so that a later distribution can go on with it.
   *
   * @param attributes that the file has under its final name; null: as they come
   * @param checksumIsOurs whether the name of Hadoop's checksum for the file is that of another
   *     file of the distribution
   */
  record Arrival(Distribution.Attributes attributes, boolean checksumIsOurs) {}

  /**
   * In another file system.
   *
   * @param fs where
   * @param part the name while the file is incomplete; of this life of the rank alone, since a
   *     former one that is out of reach may still be at work, as soon as it is not
   * @param formerParts the same of former lives, of which there may be something left
   * @param target the final name
   * @param earlier as of {@link Local}
   */
  record Remote(
      FileSystem fs,
      org.apache.hadoop.fs.Path part,
      List<org.apache.hadoop.fs.Path> formerParts,
      org.apache.hadoop.fs.Path target,
      boolean earlier)
      implements Destination {
    @Override
    public boolean isWritten(long length) throws IOException {
      return earlier && fs.exists(target) && fs.getFileStatus(target).getLen() == length;
    }

    @Override
    public Path partOr(Path elsewhere) {
      return elsewhere;
    }
  }

  /**
   * The name of a distribution's file while it is incomplete. Short, since the file's own name may
   * be as long as file systems allow.
   */
  static String partName(String jobId, Rank rank, int file) {
    return ".%s-%d-%d.part".formatted(jobId, rank.value(), file);
  }

  /**
   * The same of an output on a disk of this host, where the next life goes on with it. A
   * distribution into the same directory leaves it alone.
   */
  static String runPartName(String jobId, Rank rank, int file) {
    return ".%s-%d-%d.run.part".formatted(jobId, rank.value(), file);
  }

  /** The same of an output elsewhere. */
  static String runPartName(String jobId, Rank rank, int incarnation, int file) {
    return ".%s-%d-%d.%d.run.part".formatted(jobId, rank.value(), file, incarnation);
  }
}
