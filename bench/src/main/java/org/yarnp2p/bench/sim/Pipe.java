package org.yarnp2p.bench.sim;

import java.util.ArrayDeque;
import java.util.Queue;

/** The connection from one peer to another: its answers travel one after the other. */
final class Pipe {
  private final Queue<Answer> answers = new ArrayDeque<>(2);

  /** Begins to travel, and calls back when it has arrived. */
  @FunctionalInterface
  interface Answer {
    /** Called when the answers before it have arrived. */
    void send(Runnable arrived);
  }

  void add(Answer answer) {
    answers.add(answer);
    if (answers.size() == 1) {
      answer.send(this::next);
    }
  }

  private void next() {
    answers.remove();
    Answer answer = answers.peek();
    if (answer != null) {
      answer.send(this::next);
    }
  }
}
