package org.yarnp2p.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.yarnp2p.client.Console;
import picocli.CommandLine.Option;

/** How a result is shown. */
final class OutputOptions {
  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "text",
      converter = OutputFormat.Converter.class,
      description = "A table for people, or one JSON document. Default: text.")
  private OutputFormat format;

  /**
   * Prints a result.
   *
   * @param text lines of the table
   * @param document to be written as JSON
   */
  void print(Console console, Supplier<List<String>> text, Supplier<?> document)
      throws IOException {
    if (format == OutputFormat.JSON) {
      console.print(
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document.get()));
    } else {
      text.get().forEach(console::print);
    }
  }
}
