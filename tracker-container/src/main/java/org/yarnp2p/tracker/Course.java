package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.Optional;
import org.yarnp2p.protocol.SwarmPhase;

/** Where the swarm stands, and why it has failed if it has; all views change with it. */
final class Course {
  private final Views views;
  private SwarmPhase phase = SwarmPhase.GATHERING;
  private String failure;

  Course(Views views) {
    this.views = views;
  }

  SwarmPhase phase() {
    return phase;
  }

  boolean is(SwarmPhase which) {
    return phase == which;
  }

  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  void enter(SwarmPhase next) {
    phase = next;
    views.changeAll();
  }

  /** The first reason stands. */
  void fail(String why) {
    if (phase != SwarmPhase.FAILED) {
      failure = why;
      enter(SwarmPhase.FAILED);
    }
  }

  /**
   * Lets calls pass that make sense only when all have joined.
   *
   * @throws IOException says why not
   */
  void requireAllJoined() throws IOException {
    if (phase == SwarmPhase.GATHERING) {
      throw new IOException("not all peers have joined yet");
    }
    if (phase == SwarmPhase.FAILED) {
      throw new IOException("the swarm has failed: " + failure);
    }
  }
}
