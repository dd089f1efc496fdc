package org.yarnp2p.client.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.view.Reports;
import org.yarnp2p.job.DistributionReport;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.RankReport;
import org.yarnp2p.job.TroubleReport;
import org.yarnp2p.job.TroubleReport.AccusedReport;
import org.yarnp2p.job.TroubleReport.LostReport;

/**
 * Reports in which one value is gone or is another: they are shown, or it is said that they cannot
 * be read. Every value is tried with everything that JSON has.
 */
class DamagedReportTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Configuration CONF = new Configuration(false);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:08Z");
  private static final String REMOVED = "removed";
  private static final List<String> VALUES =
      List.of(
          REMOVED,
          "null",
          "true",
          "\"\"",
          "\"x\"",
          "0",
          "-1",
          "9223372036854775807",
          "-9223372036854775808",
          "1e300",
          "0.5",
          "[]",
          "[null]",
          "{}");

  static Stream<JobReport> reports() {
    JobReport good = Reports.succeeded();
    return Stream.of(JobReport.State.SUCCEEDED, JobReport.State.RUNNING)
        .flatMap(state -> Stream.of(with(good, state, null), with(good, state, distribution())));
  }

  private static DistributionReport distribution() {
    return DistributionReport.of(
        "one at a time, no constraints", 2, 1, 5000, 5000, 6000, List.of("node9: it is LOST"));
  }

  private static JobReport with(
      JobReport report, JobReport.State state, DistributionReport distribution) {
    List<RankReport> ranks = new ArrayList<>(report.ranks());
    RankReport one = ranks.get(1);
    ranks.set(
        1,
        new RankReport(
            1,
            2,
            one.host(),
            one.containerId(),
            one.phase(),
            5,
            5000,
            1000,
            900,
            50,
            100,
            1,
            null,
            null,
            "LAUNCHED",
            "node1",
            null,
            List.of("exit status 137"),
            List.of()));
    return new JobReport(
        report.version(),
        report.jobId(),
        report.name(),
        state,
        "words",
        report.inputDirectory(),
        report.outputDirectory(),
        report.startedAt(),
        report.phases(),
        report.swarmMillis(),
        2,
        3,
        10_000,
        6000,
        ranks,
        report.files(),
        report.moreFiles(),
        distribution,
        new TroubleReport(
            List.of(new AccusedReport(1, 2, 1)),
            List.of(2),
            List.of(new LostReport("a", "2, 5-9", List.of(1, 2)))));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void wrongValueIsShownOrRefused(JobReport report) throws Exception {
    JsonNode good = MAPPER.readTree(report.toJson());
    List<JsonPointer> places = new ArrayList<>();
    collect(good, JsonPointer.empty(), places);
    assertThat(places).hasSizeGreaterThan(50);
    for (JsonPointer place : places) {
      for (String value : VALUES) {
        JsonNode damaged = good.deepCopy();
        put(damaged, place, value);
        assertThatCode(() -> show(damaged.toString()))
            .as("%s is %s", place, value)
            .doesNotThrowAnyException();
      }
    }
  }

  private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> places) {
    node.properties()
        .forEach(field -> collect(field.getValue(), at.appendProperty(field.getKey()), places));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(node.get(i), at.appendIndex(i), places);
    }
    if (at.head() != null) {
      places.add(at);
    }
  }

  private static void put(JsonNode tree, JsonPointer place, String value) throws IOException {
    JsonNode parent = tree.at(place.head());
    JsonPointer last = place.last();
    if (parent instanceof ObjectNode object) {
      if (value.equals(REMOVED)) {
        object.remove(last.getMatchingProperty());
      } else {
        object.set(last.getMatchingProperty(), MAPPER.readTree(value));
      }
    } else if (value.equals(REMOVED)) {
      ((ArrayNode) parent).remove(last.getMatchingIndex());
    } else {
      ((ArrayNode) parent).set(last.getMatchingIndex(), MAPPER.readTree(value));
    }
  }

  private static void show(String json) throws UsageException {
    JobReport report;
    try {
      report = JobReport.parse(json);
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    KnownJob job = KnownJob.of(CONF, JobsFixture.ID);
    Standing standing = Standing.of(job, null, Optional.of(report), NOW);
    assertThat(StandingText.of(standing)).isNotEmpty();
  }
}
