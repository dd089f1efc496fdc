package org.yarnp2p.peer.store;

import java.util.Optional;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

/**
 * A file that this peer holds or wants.
 *
 * @param plan the file in the job's plan
 * @param shape of the whole file; the store of a rank that only holds a prefix has a shorter one
 * @param store its bytes here
 * @param wanted whether this rank wants it
 * @param firstHolder whether this rank held segments of it from its input
 * @param manifest the digests that segments must have
 */
public record SharedFile(
    PlannedFile plan,
    FileShape shape,
    SegmentStore store,
    boolean wanted,
    boolean firstHolder,
    Manifest manifest) {
  /** Whether this peer can serve a segment. */
  public boolean holds(int segment) {
    return segment < store.shape().segmentCount() && store.digest(segment).isPresent();
  }

  /** Whether a segment is held with another digest than it must have. */
  public boolean isAltered(int segment) {
    Optional<Digest> expected = manifest.expected(segment);
    return expected.isPresent() && holds(segment) && !store.digest(segment).equals(expected);
  }
}
