package org.yarnp2p.peer.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.yarnp2p.model.Digest;

/**
 * Which digests this rank has told of a file that it holds from its input. What an earlier life has
 * told stands, whatever the bytes are now: others have them as they were, and a tracker that was
 * replaced meanwhile hears of that from nobody else. What is told is so of segments too that are
 * not held any more. Thread-safe.
 */
public final class ToldDigests implements SegmentLog {
  /** By segment, null where none is known; shorter than the file where none is. */
  private final List<Digest> earlier;

  private final AtomicReferenceArray<Digest> told;
  private final SegmentLog log;
  private final Set<Integer> altered = ConcurrentHashMap.newKeySet();

  /** Recorded before the store holds them. */
  private final Set<Integer> recorded = ConcurrentHashMap.newKeySet();

  private ToldDigests(List<Digest> earlier, int segments, SegmentLog log) {
    this.earlier = earlier;
    told = new AtomicReferenceArray<>(segments);
    this.log = log;
  }

  /**
   * Of a file of which nothing is known from earlier.
   *
   * @param log told all that this is told
   */
  static ToldDigests anew(int segments, SegmentLog log) {
    return new ToldDigests(List.of(), segments, log);
  }

  /**
   * Of a file that is read where it is, and that is hashed again in each life.
   *
   * @param earlier what an earlier life has told, by segment, null where that is nothing
   * @param log told what is told, that of earlier lives at once
   */
  static ToldDigests after(List<Digest> earlier, SegmentLog log) {
    for (int segment = 0; segment < earlier.size(); segment++) {
      if (earlier.get(segment) != null) {
        log.held(segment, earlier.get(segment));
      }
    }
    SegmentLog lasting =
        new SegmentLog() {
          @Override
          public void held(int segment, Digest digest) {
            if (!digest.equals(earlier.get(segment))) {
              log.held(segment, digest);
            }
          }

          @Override
          public void dropped(int segment) {} // what was told stays told
        };
    return new ToldDigests(earlier, earlier.size(), lasting);
  }

  /** What is to be told of a segment that has been hashed now. */
  Digest toTell(int segment, Digest hashed) {
    Digest former = segment < earlier.size() ? earlier.get(segment) : null;
    if (former == null || former.equals(hashed)) {
      return hashed;
    }
    altered.add(segment);
    return former;
  }

  /**
   * A digest will be told, perhaps heard, and the store will hold the segment then. This life may
   * end in between, so it is recorded first.
   */
  void willTell(int segment, Digest digest) {
    log.held(segment, digest);
    recorded.add(segment);
  }

  /** Whether the bytes of a segment are not what an earlier life has told. */
  public boolean isAltered(int segment) {
    return altered.contains(segment);
  }

  /** The tracker knows another digest than was told: that counts, also for the next life. */
  public void correct(int segment, Digest known) {
    held(segment, known);
  }

  @Override
  public void held(int segment, Digest digest) {
    told.set(segment, digest);
    if (!recorded.remove(segment)) {
      log.held(segment, digest);
    }
  }

  @Override
  public void dropped(int segment) {
    log.dropped(segment);
  }

  /** By segment, as far as they are told by this life. A new map. */
  Map<Integer, Digest> digests() {
    Map<Integer, Digest> digests = new HashMap<>();
    for (int segment = 0; segment < told.length(); segment++) {
      Digest digest = told.get(segment);
      if (digest != null) {
        digests.put(segment, digest);
      }
    }
    return digests;
  }
}
