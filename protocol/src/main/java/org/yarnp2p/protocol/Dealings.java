package org.yarnp2p.protocol;

/**
 * How many others a peer has to do with at a moment.
 *
 * @param sources peers that it has requests at
 * @param uploads upload slots in use
 * @param bans peers that it takes nothing from any more, for wrong bytes
 */
public record Dealings(int sources, int uploads, int bans) {
  /** With nobody. */
  public static final Dealings NONE = new Dealings(0, 0, 0);
}
