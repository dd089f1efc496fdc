package org.yarnp2p.appmaster.web;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The pictures of the files that people look at. A tracker's map of a large swarm takes it some
 * time, so a picture is used again for as long as it would be out of proportion to ask anew,
 * however many people look. When the tracker does not answer (any more), the last picture stays.
 * Thread-safe.
 */
final class SegmentGrids {
  private static final long FRESH_MILLIS = 1_000;

  /** The tracker is busy with this for at most one part in as many. */
  private static final int COST_FACTOR = 20;

  private static final int MOST_FILES = 32;

  private final int ranks;
  private final FileMaps maps;
  private final LongSupplier clock;
  private final Map<String, Picture> pictures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Picture> eldest) {
          return size() > MOST_FILES;
        }
      };

  /** Of one file; its lock is held while the tracker is asked. */
  private static final class Picture {
    private SegmentGrid grid;
    private long freshUntil;
  }

  /**
   * @param ranks N
   * @param clock ms that only grow
   */
  SegmentGrids(int ranks, FileMaps maps, LongSupplier clock) {
    this.ranks = ranks;
    this.maps = maps;
    this.clock = clock;
  }

  /**
   * The picture of a file, a short time old at most.
   *
   * @throws IOException when the tracker does not answer and never has
   */
  SegmentGrid of(String fileName) throws IOException {
    Picture picture;
    synchronized (pictures) {
      picture = pictures.computeIfAbsent(fileName, name -> new Picture());
    }
    synchronized (picture) {
      if (picture.grid == null || clock.getAsLong() >= picture.freshUntil) {
        refresh(picture, fileName);
      }
      return picture.grid;
    }
  }

  private void refresh(Picture picture, String fileName) throws IOException {
    // One at a time: what the tracker says of a large file in a large swarm has tens of MB.
    synchronized (maps) {
      ask(picture, fileName);
    }
  }

  private void ask(Picture picture, String fileName) throws IOException {
    long begun = clock.getAsLong();
    try {
      picture.grid = SegmentGrid.of(ranks, TrackerMap.holders(maps.ofTracker(fileName)));
    } catch (IOException e) {
      if (picture.grid == null) {
        throw e;
      }
    }
    long now = clock.getAsLong();
    picture.freshUntil = now + Math.max(FRESH_MILLIS, COST_FACTOR * (now - begun));
  }
}
