package org.yarnp2p.client.view;

import java.util.List;
import org.yarnp2p.client.Console;
import picocli.CommandLine.Option;

/** The options of a verb about its output. */
public class OutputOptions {
  @Option(
      names = "--format",
      paramLabel = "text|json",
      converter = FormatWords.class,
      completionCandidates = FormatWords.class,
      description = "Form of the result on standard output; text unless said otherwise.")
  private Showing.Format format = Showing.Format.TEXT;

  @Option(
      names = "--quiet",
      description = "Only errors, and the result if it is JSON; the exit code says the rest.")
  private boolean quiet;

  /** Of {@code --format}. */
  static final class FormatWords extends EnumWords<Showing.Format> {
    FormatWords() {
      super(Showing.Format.class);
    }
  }

  /** What was asked for. */
  public Showing showing() {
    return new Showing(format, quiet, false);
  }

  /** Where progress is noted: nowhere when only errors are asked for. */
  public final Console progress(Console console) {
    return quiet ? console.withoutNotes() : console;
  }

  /**
   * Prints a result.
   *
   * @param text its lines
   * @param json a record with the same content
   */
  public final void print(Console console, List<String> text, Object json) {
    Showing showing = showing();
    if (showing.json()) {
      console.print(JsonText.of(json));
    } else if (!showing.quiet()) {
      text.forEach(console::print);
    }
  }
}
