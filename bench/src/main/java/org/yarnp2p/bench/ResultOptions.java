package org.yarnp2p.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.view.OutputOptions;
import picocli.CommandLine.Mixin;

/** How often something is measured, and how the result is shown. */
final class ResultOptions {
  @Mixin private Runs runs;
  @Mixin private PlotOption plot;
  @Mixin private OutputOptions output;

  /**
   * @param runs when the option is not given
   */
  ResultOptions(int runs) {
    this.runs = new Runs(runs);
  }

  /** Tells of a wrong option, before hours of measurement. */
  void check() throws UsageException {
    runs.check();
    plot.check();
  }

  Runs runs() {
    return runs;
  }

  boolean isPlotWanted() {
    return plot.isWanted();
  }

  /** Where progress is noted. */
  Console progress(Console console) {
    return output.progress(console);
  }

  /** Prints what is not to be drawn. */
  void print(Console console, List<String> lines, Object document) {
    output.print(console, lines, document);
  }

  /** Draws and prints. */
  void show(Console console, Findings findings) throws IOException {
    plot.draw(progress(console), findings.title(), findings.boundSeconds(), findings.tracks());
    List<String> lines = new ArrayList<>(List.of(findings.title()));
    lines.addAll(findings.lines());
    print(console, lines, findings.document());
  }
}
