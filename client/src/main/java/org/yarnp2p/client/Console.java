package org.yarnp2p.client;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import org.yarnp2p.model.Harmless;

/**
 * The streams of one command. Results go to {@code out}, so that a script can read them; progress,
 * notes and errors go to {@code err}. Names of files and words of other processes are harmless
 * there: see {@link Harmless}.
 *
 * @param out for results
 * @param err for people
 * @param terminal whether {@code err} is a terminal on which a line can be drawn over
 */
public record Console(PrintWriter out, PrintWriter err, boolean terminal) {
  /** The streams of this process. */
  public static Console system() {
    return new Console(
        writer(StandardOutput.ofProcess()), writer(System.err), Terminal.size().isPresent());
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(stream, true, Charset.defaultCharset());
  }

  /** The same for results; what is noted is seen by nobody. */
  public Console withoutNotes() {
    return new Console(out, new PrintWriter(Writer.nullWriter()), false);
  }

  /** A line of the result. */
  public void print(String line) {
    out.println(Harmless.lines(line));
    out.flush();
  }

  /** Whether something of the result was not written. */
  boolean hasLostResults() {
    return out.checkError();
  }

  /** A line for people. */
  public void note(String line) {
    err.println(Harmless.lines(line));
    err.flush();
  }
}
