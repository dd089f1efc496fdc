package org.yarnp2p.peer.swarm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.yarnp2p.model.SegmentRef;

/**
 * A source's choice among the segments that an asker would take: those that it has sent least
 * often, so that each goes out once before any goes out twice; among equals the one that the asker
 * named first. For one thread.
 */
public final class LeastSent {
  /** How often each segment of a file was chosen, by the file's id; grown as needed. */
  private final Map<Integer, int[]> sent = new HashMap<>();

  /**
   * Chooses, and counts what is chosen as sent.
   *
   * @param candidates held by this source, in the asker's order
   * @param length bytes of a segment
   * @param mostBytes of all that are chosen; the first is chosen whatever its length
   * @return in the order to send them; empty when there are no candidates
   */
  public List<SegmentRef> choose(
      List<SegmentRef> candidates, ToIntFunction<SegmentRef> length, long mostBytes) {
    int[] times = candidates.stream().mapToInt(this::times).toArray();
    List<SegmentRef> chosen = new ArrayList<>();
    long bytes = 0;
    for (int now = least(times, 0); now < Integer.MAX_VALUE; now = least(times, now + 1)) {
      for (int i = 0; i < times.length; i++) {
        if (times[i] == now) {
          SegmentRef segment = candidates.get(i);
          bytes += length.applyAsInt(segment);
          if (!chosen.isEmpty() && bytes > mostBytes) {
            return chosen;
          }
          chosen.add(segment);
          count(segment, 1);
        }
      }
    }
    return chosen;
  }

  /** The least of these that is not below a limit; the largest number if there is none. */
  private static int least(int[] times, int limit) {
    int least = Integer.MAX_VALUE;
    for (int each : times) {
      least = each >= limit ? Math.min(least, each) : least;
    }
    return least;
  }

  /** A segment that was chosen did not go out. */
  public void unsent(SegmentRef segment) {
    if (times(segment) > 0) {
      count(segment, -1);
    }
  }

  private int times(SegmentRef segment) {
    int[] counts = sent.get(segment.file());
    return counts == null || segment.segment() >= counts.length ? 0 : counts[segment.segment()];
  }

  private void count(SegmentRef segment, int more) {
    int[] counts = sent.getOrDefault(segment.file(), new int[0]);
    if (segment.segment() >= counts.length) {
      counts = Arrays.copyOf(counts, Math.max(segment.segment() + 1, 2 * counts.length));
      sent.put(segment.file(), counts);
    }
    counts[segment.segment()] += more;
  }
}
