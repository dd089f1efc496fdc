package org.yarnp2p.client.view;

/**
 * How much a verb shows, and in which form.
 *
 * @param format of the result
 * @param quiet whether progress and, as text, the result are left out; errors never are
 * @param verbose whether progress has a row for every rank
 */
public record Showing(Format format, boolean quiet, boolean verbose) {
  /** A person at a terminal. */
  public static final Showing PLAIN = new Showing(Format.TEXT, false, false);

  /** The form of a result on standard output. */
  public enum Format {
    /** Lines and tables for people. */
    TEXT,
    /** One JSON value. */
    JSON
  }

  /** Whether the result is JSON. */
  public boolean json() {
    return format == Format.JSON;
  }
}
