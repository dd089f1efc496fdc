package org.yarnp2p.job;

import java.util.Objects;
import org.yarnp2p.model.FileKind;

/**
 * One file of the job's plan.
 *
 * @param id index in the plan, from 0, in the order of the names
 * @param name as it stands in the input files; in a distribution a path below the target, with
 *     {@code /} between names
 * @param kind how the content is cut
 * @param segmentSize bytes of every segment of a payload file but the last; 0 for an inline file
 * @param origin where any peer may read it from; null unless {@code in0.txt} lists it
 */
public record PlannedFile(int id, String name, FileKind kind, int segmentSize, Origin origin) {
  /**
   * @throws IllegalArgumentException when the id is negative, or the segment size or the origin
   *     does not suit the kind
   */
  public PlannedFile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    if (id < 0) {
      throw new IllegalArgumentException(name + ": file id " + id);
    }
    if (kind == FileKind.INLINE ? segmentSize != 0 : segmentSize < 1) {
      throw new IllegalArgumentException(name + ": " + kind + " with segment size " + segmentSize);
    }
    if (kind == FileKind.INLINE && origin != null) {
      throw new IllegalArgumentException(name + ": an inline file has no origin");
    }
  }
}
