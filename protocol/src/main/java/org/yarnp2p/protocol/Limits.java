package org.yarnp2p.protocol;

import org.yarnp2p.model.FileShape;

/**
 * Bounds on what a message may say, far above what a job needs. They keep a bad sender from making
 * a receiver reserve memory: bit sets grow with the indices in them.
 */
final class Limits {
  /** Files of a job. */
  static final int FILES = 1 << 24;

  /** Segments of a file. */
  static final int SEGMENTS = FileShape.MOST_SEGMENTS;

  /** Rank of a peer. */
  static final int RANK = 1 << 20;

  /** Segments in one request to fetch. */
  static final int FETCH = 1 << 16;

  /** Segments that one claim may ask for. */
  static final int CLAIM = 1 << 16;

  /** Characters of a host name or address. */
  static final int HOST = 255;

  /** Characters of a file's name, which in a distribution is a path. */
  static final int NAME = 4096;

  /** Characters of a message to people. */
  static final int TEXT = 1 << 16;

  private Limits() {}

  /** The beginning of a message to people, short enough to be accepted. */
  static String shorten(String text) {
    return text.length() <= TEXT ? text : text.substring(0, TEXT);
  }
}
