package org.yarnp2p.protocol;

import java.util.Map;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

/**
 * The tracker's knowledge of a file: its shape, and the digests it has been told. The digests of an
 * origin's segments become known only as peers read them.
 *
 * @param file id in the job's plan
 * @param shape of the whole file
 * @param digests by segment index
 */
public record DescribedFile(int file, FileShape shape, Map<Integer, Digest> digests) {
  /** Copies the map. */
  public DescribedFile {
    digests = Map.copyOf(digests);
  }
}
