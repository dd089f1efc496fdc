package org.yarnp2p.appmaster.web;

import java.util.ArrayList;
import java.util.List;

/**
 * How the job's bytes have grown over time, in a bounded number of samples: when there are too
 * many, every second one goes, and from then on only every second one is taken. The values are
 * sums, so that rates between any two samples stay right. Thread-safe.
 */
final class Throughput {
  /** How far back the present rate looks, in ms: several heartbeats. */
  private static final long RATE_MILLIS = 5_000;

  private final int most;
  private final List<Sample> samples = new ArrayList<>();
  private long leastGap;

  /** The state at one moment. */
  private static final class Sample {
    /** Since the submission. */
    private final long atMillis;

    private final Totals totals;

    /** How far the peers are, of {@link RankParts}. */
    private final byte[] parts;

    private Sample(long atMillis, Totals totals, byte[] parts) {
      this.atMillis = atMillis;
      this.totals = totals;
      this.parts = parts;
    }
  }

  /**
   * How far the peers were at each sample.
   *
   * @param ranks N
   * @param ranksPerRow peers that share a row
   * @param atMillis since the submission
   * @param columns for each sample one byte for each row, 0..100 percent
   */
  record Progress(int ranks, int ranksPerRow, List<Long> atMillis, List<byte[]> columns) {}

  /**
   * The samples in columns, as the page draws them.
   *
   * @param atMillis since the submission
   * @param acquired bytes verified and stored
   * @param down bytes received from peers
   * @param up bytes sent to peers
   * @param origin bytes read from origins
   */
  record Series(
      List<Long> atMillis, List<Long> acquired, List<Long> down, List<Long> up, List<Long> origin) {
    private static Series of(List<Sample> samples) {
      return new Series(
          samples.stream().map(sample -> sample.atMillis).toList(),
          samples.stream().map(sample -> sample.totals.acquired()).toList(),
          samples.stream().map(sample -> sample.totals.down()).toList(),
          samples.stream().map(sample -> sample.totals.up()).toList(),
          samples.stream().map(sample -> sample.totals.origin()).toList());
    }
  }

  /**
   * @param most samples to keep, from 4
   */
  Throughput(int most) {
    this.most = most;
  }

  /** Notes the state; the newest one is always kept, in the place of one that came too soon. */
  synchronized void add(long atMillis, Totals totals, byte[] parts) {
    int last = samples.size() - 1;
    boolean tooSoon = last >= 1 && atMillis - samples.get(last - 1).atMillis < leastGap;
    if (tooSoon) {
      samples.set(last, new Sample(atMillis, totals, parts));
      return;
    }
    samples.add(new Sample(atMillis, totals, parts));
    if (samples.size() > most) {
      thin();
    }
  }

  private void thin() {
    List<Sample> kept = new ArrayList<>();
    for (int i = 0; i < samples.size(); i += 2) {
      kept.add(samples.get(i));
    }
    Sample newest = samples.get(samples.size() - 1);
    if (samples.size() % 2 == 0) {
      kept.add(newest);
    }
    samples.clear();
    samples.addAll(kept);
    leastGap = (newest.atMillis - samples.get(0).atMillis) / (most / 2);
  }

  synchronized Series series() {
    return Series.of(samples);
  }

  /**
   * How far the peers were over time.
   *
   * @param ranks N
   */
  synchronized Progress progress(int ranks) {
    return new Progress(
        ranks,
        RankParts.ranksPerRow(ranks),
        samples.stream().map(sample -> sample.atMillis).toList(),
        samples.stream().map(sample -> sample.parts).toList());
  }

  /** Bytes that come to the peers in a second at the moment. */
  synchronized long bytesPerSecond() {
    if (samples.size() < 2) {
      return 0;
    }
    Sample newest = samples.get(samples.size() - 1);
    Sample before = samples.get(0);
    for (Sample sample : samples) {
      if (newest.atMillis - sample.atMillis < RATE_MILLIS) {
        break;
      }
      before = sample;
    }
    long millis = newest.atMillis - before.atMillis;
    long bytes = newest.totals.moved() - before.totals.moved();
    return millis <= 0 ? 0 : Math.max(0, bytes * 1000 / millis);
  }
}
