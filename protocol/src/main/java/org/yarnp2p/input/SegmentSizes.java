package org.yarnp2p.input;

import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.FileShape;

/**
 * The segment size of payload files, from their length, the number of peers and the configuration.
 */
public final class SegmentSizes {
  /** As many peers as make a difference; one of more peers does not have many more neighbours. */
  public static final int MOST_PEERS = 16;

  /** So few that what a segment costs does not depend on their number any more. */
  private static final int FEWEST_PEERS = 6;

  /**
   * For each peer, as far as {@link #LEAST_OF_MANY}: their first messages meet code that is new.
   */
  private static final int LEAST_PER_PEER = 64 << 10;

  private static final int LEAST_OF_MANY = 512 << 10;

  private static final long MOST_SEGMENTS = 1024;

  /** What each hop costs in time, against what a segment costs in work; measured. */
  private static final long BALANCE_BYTES = 32;

  private static final int FOR_UNKNOWN_LENGTH = 4 << 20;

  private final int fixed;
  private final int least;
  private final int most;

  /**
   * @throws IllegalArgumentException when a key has a value that makes no sense
   */
  public SegmentSizes(Configuration conf) {
    P2pConf.requireOrder(conf, P2pKeys.SEGMENT_MIN, P2pKeys.SEGMENT_MAX);
    fixed = (int) P2pConf.bytesUnlessAuto(conf, P2pKeys.SEGMENT_SIZE).orElse(0);
    least = (int) P2pConf.bytes(conf, P2pKeys.SEGMENT_MIN);
    most = (int) P2pConf.bytes(conf, P2pKeys.SEGMENT_MAX);
  }

  /**
   * Bytes of the segments of a file.
   *
   * @param file its name, for people
   * @param length of the file in bytes; empty when it is not known
   * @param peers of the job, from 0
   * @throws IllegalArgumentException when the file has more than {@link FileShape#MOST_SEGMENTS}
   */
  public int of(String file, OptionalLong length, int peers) {
    long size = fixed;
    if (fixed == 0) {
      long automatic =
          length.isPresent() ? automatic(length.getAsLong(), peers) : FOR_UNKNOWN_LENGTH;
      size = Math.max(least, Math.min(most, automatic));
    }
    if (length.orElse(0) > size * FileShape.MOST_SEGMENTS) {
      String key = fixed == 0 ? P2pKeys.SEGMENT_MAX : P2pKeys.SEGMENT_SIZE;
      throw new IllegalArgumentException(
          "%s: %d bytes is too small for %s of %d bytes; expected at least %d"
              .formatted(
                  key,
                  size,
                  file,
                  length.getAsLong(),
                  (length.getAsLong() - 1) / FileShape.MOST_SEGMENTS + 1));
    }
    return (int) size;
  }

  /**
   * The smallest power of two that gives at most 1024 segments, but not less than the balance of
   * two costs: each hop takes the time of a segment, and each peer announces each segment to each
   * other. The size at which their sum is least grows with the root of the length and with the
   * peers. Of short files it would be so small that many peers had no time for the bytes.
   */
  private long automatic(long length, int peers) {
    double counted = Math.max(FEWEST_PEERS, Math.min(peers, MOST_PEERS));
    double balance = counted * Math.sqrt((double) length * BALANCE_BYTES);
    long least = Math.min(LEAST_OF_MANY, (long) peers * LEAST_PER_PEER);
    long size = Math.max(1, Long.highestOneBit(Math.max(least, (long) balance)));
    while (size < most && size * MOST_SEGMENTS < length) {
      size *= 2;
    }
    return size;
  }
}
