package org.yarnp2p.appmaster.web;

/** Parts of a whole for people: 100 only when there is all of it. */
final class Percent {
  private Percent() {}

  /** 0..100 with one digit after the point, rounded down; null when the whole is nothing. */
  static Double of(long part, long whole) {
    return whole <= 0 ? null : (Double) (Math.floor(1000.0 * Math.min(part, whole) / whole) / 10);
  }
}
