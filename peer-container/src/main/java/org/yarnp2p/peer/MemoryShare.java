package org.yarnp2p.peer;

/**
 * How many bytes of segments may be in memory. A segment that comes in an answer of Hadoop IPC
 * takes up to twice its size (the message and a copy in Hadoop's reader), as does one that leaves
 * in one (the segment and the serialised answer). On stream connections segments take no memory,
 * apart from a second copy of one that is on its way already.
 *
 * @param heapBytes the largest size of the heap
 * @param segmentBytes the largest segment of the job
 */
record MemoryShare(long heapBytes, int segmentBytes) {
  private static final int DOWNLOAD_PERCENT = 20;
  private static final int UPLOAD_PERCENT = 15;
  private static final int GATHER_PERCENT = 10;

  /**
   * Requests are made while those in flight have fewer bytes than this, so that the last one stays
   * within the share.
   */
  long downloadBytes() {
    return Math.max(1, heapBytes / 100 * DOWNLOAD_PERCENT - segmentBytes);
  }

  /** Answers are given while those on their way have, with the new one, at most this many bytes. */
  long uploadBytes() {
    return heapBytes / 100 * UPLOAD_PERCENT;
  }

  /** Bytes of second copies; one is always allowed. */
  long gatherBytes() {
    return Math.max(segmentBytes, heapBytes / 100 * GATHER_PERCENT);
  }
}
