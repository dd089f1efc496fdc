package org.yarnp2p.peer.store;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.yarnp2p.model.Digest;

/** The digests of a file's segments as far as the tracker has told them. Thread-safe. */
public final class Manifest {
  private final Map<Integer, Digest> digests;
  private final int toldAtFirst;

  /**
   * @param digests by segment; copied
   */
  public Manifest(Map<Integer, Digest> digests) {
    this.digests = new ConcurrentHashMap<>(digests);
    toldAtFirst = digests.size();
  }

  /**
   * Whether all digests were known from the start. Otherwise some segments have been taken with the
   * digest that came with them, and the tracker may turn out to know another.
   *
   * @param segments of the file
   */
  public boolean wasWhole(int segments) {
    return toldAtFirst == segments;
  }

  /** The digest that a segment's bytes must have, empty when the tracker has not told it. */
  public Optional<Digest> expected(int segment) {
    return Optional.ofNullable(digests.get(segment));
  }

  /** The tracker tells more. */
  public void learn(Map<Integer, Digest> more) {
    digests.putAll(more);
  }
}
