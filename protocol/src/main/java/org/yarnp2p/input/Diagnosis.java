package org.yarnp2p.input;

import java.util.function.Consumer;

/** What is found wrong with one input file while it is read. */
final class Diagnosis {
  /** A person who sees so many problems looks at the first ones. */
  static final int MOST = 100;

  private final String file;
  private final Consumer<InputProblem> sink;
  private int reported;
  private boolean certain = true;
  private boolean broken;

  Diagnosis(String file, Consumer<InputProblem> sink) {
    this.file = file;
    this.sink = sink;
  }

  /** Reports a mistake, unless its line is no text, which has been said then. */
  void problem(Line line, Mistake mistake, Object... arguments) {
    if (line.wellFormed()) {
      problem(line.number(), mistake, arguments);
    }
  }

  void problem(int line, Mistake mistake, Object... arguments) {
    if (isFull()) {
      return;
    }
    sink.accept(mistake.at(file, line, arguments));
    reported++;
    if (isFull()) {
      sink.accept(Mistake.TOO_MANY_PROBLEMS.at(file, line, MOST));
    }
  }

  /**
   * Reports a mistake that may come from wrong numbers in lines before it, unless it may be the
   * echo of a mistake already reported.
   */
  void structural(Line line, Mistake mistake, Object... arguments) {
    if (certain) {
      problem(line, mistake, arguments);
    }
    broken = true;
  }

  /** Reports bytes of the line last read that are not UTF-8. */
  void checkEncoding(Lines lines) {
    int at = lines.malformedAt();
    if (at >= 0) {
      problem(lines.number(), Mistake.NOT_UTF8, String.format("0x%02x", lines.at(at)), at + 1);
    }
  }

  /** From here on the lines may be out of step with what is announced. */
  void doubt() {
    certain = false;
    broken = true;
  }

  /** Whether lines may have been taken for segments which are none, or the other way round. */
  boolean isBroken() {
    return broken;
  }

  /** Whether the lines are in step with what is announced, as far as known. */
  boolean isCertain() {
    return certain;
  }

  /** Whether further problems would not be passed on. */
  boolean isFull() {
    return reported >= MOST;
  }

  boolean isEmpty() {
    return reported == 0;
  }
}
