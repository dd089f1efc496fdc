package org.yarnp2p.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportDocumentTest {
  @Test
  void documentNamesEveryFieldOfTheReport() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "web.md"));
    String report = page.substring(page.indexOf("`report.json`, version " + JobReport.VERSION));

    assertNamed(report, JobReport.class);
    assertNamed(report, JobReport.Phases.class);
    assertNamed(row(report, "ranks[]"), JobReport.RankReport.class);
    assertNamed(row(report, "files[]"), JobReport.FileReport.class);
    assertNamed(row(report, "distribution"), DistributionReport.class);
    assertNamed(row(report, "trouble"), TroubleReport.class);
  }

  private static String row(String report, String field) {
    return report
        .lines()
        .filter(line -> line.startsWith("| `" + field + "`"))
        .findFirst()
        .orElseThrow();
  }

  private static void assertNamed(String text, Class<? extends Record> part) {
    Stream<String> names =
        Arrays.stream(part.getRecordComponents())
            .map(RecordComponent::getName)
            .filter(name -> !text.matches("(?s).*`" + name + "(\\[])?`.*"));
    assertThat(names).as("not in the document, of " + part.getSimpleName()).isEmpty();
  }
}
