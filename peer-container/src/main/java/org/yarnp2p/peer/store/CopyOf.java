package org.yarnp2p.peer.store;

/**
 * Which of a rank's copies of a file.
 *
 * @param file id in the job's plan
 * @param held whether it is a local copy of what the rank holds from its input, else it is what the
 *     rank wants
 */
public record CopyOf(int file, boolean held) {
  /** What arrives from the swarm. */
  public static CopyOf wanted(int file) {
    return new CopyOf(file, false);
  }

  /** A local copy of what the rank's input says is elsewhere. */
  public static CopyOf held(int file) {
    return new CopyOf(file, true);
  }
}
