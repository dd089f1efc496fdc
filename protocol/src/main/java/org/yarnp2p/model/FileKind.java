package org.yarnp2p.model;

/** How a file's content is cut into segments. */
public enum FileKind {
  /** The segments stand in the input files, one to a line; the output joins them by LF. */
  INLINE,
  /** The bytes at a URI, cut into segments of equal size, the last one shorter. */
  PAYLOAD
}
