package org.yarnp2p.client;

import java.util.List;

/** The command line or the input is wrong, and nothing has been changed: exit code 2. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final List<String> lines;

  /** With one line that says what was found, and what to do. */
  public UsageException(String line) {
    this(List.of(line));
  }

  /** With several lines that stand for themselves. */
  public UsageException(List<String> lines) {
    super(String.join("; ", lines));
    this.lines = List.copyOf(lines);
  }

  /** Each of them, without a word in front. */
  public List<String> lines() {
    return lines;
  }

  /**
   * What to print: a single line behind the name of the verb, several as they are.
   *
   * @param verb such as {@code p2p run}
   */
  List<String> linesFor(String verb) {
    return lines.size() == 1 ? List.of(verb + ": " + lines.get(0)) : lines;
  }
}
