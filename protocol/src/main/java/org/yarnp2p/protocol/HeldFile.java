package org.yarnp2p.protocol;

import java.util.List;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

/**
 * A file as one rank holds it from the start: all of it, or the first segments.
 *
 * @param file id in the job's plan
 * @param shape of what is held, which for a prefix is shorter than the file
 * @param digests one for each segment of the shape
 */
public record HeldFile(int file, FileShape shape, List<Digest> digests) {
  /**
   * @throws IllegalArgumentException when the number of digests is not that of the segments
   */
  public HeldFile {
    digests = List.copyOf(digests);
    if (digests.size() != shape.segmentCount()) {
      throw new IllegalArgumentException(
          digests.size() + " digests for " + shape.segmentCount() + " segments");
    }
  }
}
