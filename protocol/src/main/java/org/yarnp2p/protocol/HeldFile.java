package org.yarnp2p.protocol;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

/**
 * A file as one rank holds it from the start: all of it, or the first segments.
 *
 * @param file id in the job's plan
 * @param shape of what is held, which for a prefix is shorter than the file
 * @param digests by segment, as far as they are computed; the others follow in reports
 */
public record HeldFile(int file, FileShape shape, Map<Integer, Digest> digests) {
  /**
   * @throws IllegalArgumentException when a digest is of a segment that is not held
   */
  public HeldFile {
    digests = Map.copyOf(digests);
    for (int segment : digests.keySet()) {
      if (segment < 0 || segment >= shape.segmentCount()) {
        throw new IllegalArgumentException(
            "a digest for segment " + segment + " of " + shape.segmentCount());
      }
    }
  }

  /**
   * With all digests.
   *
   * @param digests one for each segment of the shape
   * @throws IllegalArgumentException when the number of digests is not that of the segments
   */
  public HeldFile(int file, FileShape shape, List<Digest> digests) {
    this(file, shape, bySegment(shape, digests));
  }

  private static Map<Integer, Digest> bySegment(FileShape shape, List<Digest> digests) {
    if (digests.size() != shape.segmentCount()) {
      throw new IllegalArgumentException(
          digests.size() + " digests for " + shape.segmentCount() + " segments");
    }
    return IntStream.range(0, digests.size())
        .boxed()
        .collect(Collectors.toMap(Function.identity(), digests::get));
  }
}
