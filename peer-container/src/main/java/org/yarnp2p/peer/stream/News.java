package org.yarnp2p.peer.stream;

/**
 * What was said on one connection of what this peer holds, and how much of it the source has taken
 * in. No more is said than the source may be behind. Used under the connection's lock.
 */
final class News {
  /** Segments announced of which the source has not said that it heard. */
  private int unheard;

  private boolean said;

  /** Run at the end. */
  private Runnable lost = () -> {};

  /** Run when the source has taken in what this peer has introduced itself with; else null. */
  private Runnable introduced;

  /** As how many announced segments that counts. */
  private int introduction;

  /**
   * This peer says all that it holds.
   *
   * @param segments as how many announced ones that counts
   * @param heard run when the source has taken it in
   * @param ifLost run when the connection ends, instead of the one before
   * @return false when the source has not taken in the one before, or is behind
   */
  boolean introduce(int segments, Runnable heard, Runnable ifLost) {
    if (introduced != null || !announce(segments, ifLost)) {
      return false;
    }
    introduction = segments;
    introduced = heard;
    return true;
  }

  /**
   * This peer announces segments.
   *
   * @param ifLost run when the connection ends, instead of the one before
   * @return false when the source is behind
   */
  boolean announce(int segments, Runnable ifLost) {
    if (!foretell(segments)) {
      return false;
    }
    said = true;
    lost = ifLost;
    return true;
  }

  /**
   * This peer tells what comes, which need not be heard.
   *
   * @return false when the source is behind
   */
  boolean foretell(int segments) {
    if (unheard + segments > Frame.MOST_NEWS) {
      return false;
    }
    unheard += segments;
    return true;
  }

  /** The source has heard of so many announced segments. */
  void heard(long segments) throws StreamViolation {
    if (segments < 0 || segments > unheard) {
      throw new StreamViolation("has heard " + segments + " segments of " + unheard);
    }
    unheard -= (int) segments;
  }

  /**
   * The source has taken in what this peer has introduced itself with.
   *
   * @return what is to be run
   */
  Runnable welcomed() throws StreamViolation {
    Runnable heard = introduced;
    if (heard == null) {
      throw new StreamViolation("welcomes nobody");
    }
    introduced = null;
    unheard -= introduction;
    introduction = 0;
    return heard;
  }

  /** Whether the source is still to take in what this peer has introduced itself with. */
  boolean introducing() {
    return introduced != null;
  }

  /** Whether anything was said. */
  boolean said() {
    return said;
  }

  /** What is to be run when the connection ends; nothing when nothing was said. */
  Runnable ifLost() {
    return lost;
  }
}
