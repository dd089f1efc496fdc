package org.yarnp2p.client;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** A console that remembers what was written to it. */
public final class Screen {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Console console =
      new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);

  /** To hand to the product. */
  public Console console() {
    return console;
  }

  /** Lines of the results. */
  public List<String> out() {
    return out.toString().lines().toList();
  }

  /** Lines for people. */
  public List<String> err() {
    return err.toString().lines().toList();
  }
}
