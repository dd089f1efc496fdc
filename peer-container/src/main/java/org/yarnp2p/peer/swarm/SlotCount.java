package org.yarnp2p.peer.swarm;

import java.util.Arrays;

/**
 * How many slots keep a link busy. The fewer share it, the sooner each segment is whole and can be
 * passed on: so there are few, as long as the next transfer can be agreed on while the last quarter
 * of one travels. Where agreements take longer, because messages wait in the queues of busy links
 * or processors, there are more, and the next transfer is agreed on earlier.
 *
 * <p>More than three quarters of the last {@value #WINDOW} agreements must have been fast enough.
 */
public final class SlotCount {
  private static final int WINDOW = 16;

  /**
   * One more slot for each such part of a transfer that an agreement takes. The next transfer is
   * agreed on while the last quarter of one travels, and there are two ways: so with one slot more
   * than half of them would be late.
   */
  private static final int PART = 16;

  /** The next transfer is agreed on in as many of these parts of one as there are slots. */
  private static final int LAST_PARTS = 8;

  private static final int LEAST_LAST_PERCENT = 25;
  private static final int MOST_LAST_PERCENT = 50;

  /** Weight of the newest transfer in the mean. */
  private static final double NEWEST = 0.1;

  private final int least;
  private final int most;
  private final long[] agreements = new long[WINDOW];
  private int agreed;

  /** The shortest time, in ns, that more than three quarters of the last agreements kept within. */
  private long agreement;

  private double transfer;

  /**
   * @param least from 1
   * @param most from the least
   */
  public SlotCount(int least, int most) {
    if (least < 1 || most < least) {
      throw new IllegalArgumentException("slots from " + least + " to " + most);
    }
    this.least = least;
    this.most = most;
  }

  /** Between the offer and its acceptance lay this time, in ns. */
  public void agreed(long nanos) {
    agreements[agreed++ % WINDOW] = nanos;
    long[] sorted = Arrays.copyOf(agreements, Math.min(agreed, WINDOW));
    Arrays.sort(sorted);
    agreement = sorted[sorted.length * 3 / 4];
  }

  /** A transfer took this time, in ns. */
  public void transferred(long nanos) {
    transfer = transfer == 0 ? nanos : transfer + NEWEST * (nanos - transfer);
  }

  /** How long transfers take lately, in ns; 0 before the first. */
  long transferNanos() {
    return (long) transfer;
  }

  /** How many there are to be now. */
  public int now() {
    if (agreed == 0 || transfer <= 0) {
      return least;
    }
    return (int) Math.min(most, least + agreement / (transfer / PART));
  }

  /**
   * The last part of a transfer, in which the next one is agreed on, in percent of its bytes: a
   * quarter with two slots, and half with four.
   */
  public int lastPercent() {
    return Math.max(LEAST_LAST_PERCENT, Math.min(MOST_LAST_PERCENT, 100 * now() / LAST_PARTS));
  }
}
