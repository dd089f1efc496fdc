package org.yarnp2p.client.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.FileReport;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.job.JobReport.State;
import org.yarnp2p.model.FileKind;

class SummaryTest {
  @Test
  void successIsSummedUpInThreeTables() {
    assertThat(Summary.of(Reports.succeeded(), State.SUCCEEDED))
        .containsExactly(
            "Job application_1_0001 (in) SUCCEEDED in 7.0 s",
            "Output: hdfs://nn/out",
            "Swarm: 8.0 MiB to 2 peers in 1.0 s, 8.0 MiB/s in all",
            "",
            "phase          at ms  took ms",
            "submit           800      800",
            "AM up           3000     2200",
            "containers up   5200     2200",
            "gate open       5600      400",
            "swarm done      6600     1000",
            "committed       7000      400",
            "",
            "rank       host      held   wanted     down       up  refused  finished ms",
            "0 tracker  node1        -        -        -        -        -            -",
            "1          node1  8.0 MiB      0 B      0 B  8.0 MiB        0            -",
            "2          node2      0 B  8.0 MiB  8.0 MiB      0 B        0         1000",
            "",
            "file     bytes  segments  seed copies",
            "a      8.0 MiB         8         1.00",
            "empty      0 B         0            -",
            "(seed copies: bytes that the file's first holders sent, divided by its size; about 1"
                + " at best, one for each rank that lacked it at worst)");
  }

  @Test
  void bytesFromOriginsHaveAColumnWhenThereAreAny() {
    JobReport report =
        Reports.report(
            State.SUCCEEDED,
            Phases.NONE,
            null,
            List.of(Reports.tracker(), Reports.peer(1, 0, 2048, 1024)),
            List.of(FileReport.of("a", FileKind.PAYLOAD, 2048, 1, 1024, 1024)));
    assertThat(Summary.of(report, State.SUCCEEDED))
        .contains(
            "file    bytes  segments  seed copies  origin copies",
            "a     2.0 KiB         1         0.50           0.50")
        .contains(
            "rank       host   held   wanted     down   up   origin  refused  finished ms",
            "1          node1   0 B  2.0 KiB  1.0 KiB  0 B  1.0 KiB        0         1000");
  }

  @Test
  void whyOutputsOfInlineFilesAreLargerIsSaid() {
    JobReport report =
        Reports.report(
            State.SUCCEEDED,
            Phases.NONE,
            null,
            List.of(Reports.tracker(), Reports.peer(1, 0, 219, 219)),
            List.of(FileReport.of("elements", FileKind.INLINE, 219, 18, 219, 0)));
    assertThat(Summary.of(report, State.SUCCEEDED))
        .endsWith(
            "(bytes of inline files are without the line ends that outputs have between segments)");
  }

  @Test
  void phasesThatWereNotReachedAreDashes() {
    JobReport report =
        Reports.report(
            State.RUNNING,
            new Phases(800L, 3000L, null, null, null, null),
            null,
            List.of(),
            List.of(new FileReport("a", FileKind.INLINE, null, null, null, null)));
    List<String> lines = Summary.of(report, State.KILLED);
    assertThat(lines.get(0)).isEqualTo("Job application_1_0001 (in) KILLED");
    assertThat(lines).contains("AM up           3000     2200", "containers up      -        -");
    assertThat(lines).noneMatch(line -> line.startsWith("Output") || line.startsWith("file"));
  }

  @Test
  void ranksThatTheJobWentOnWithoutAreNamedWithTheReason() {
    JobReport report =
        Reports.report(
            State.SUCCEEDED,
            Phases.NONE,
            null,
            IntStream.range(0, 50).mapToObj(rank -> Reports.without(rank, "killed\nby X")).toList(),
            List.of());
    assertThat(Summary.of(report, State.SUCCEEDED))
        .contains("Without rank 1: killed", "... and without 10 more ranks")
        .doesNotContain("by X");
    assertThat(Summary.of(Reports.succeeded(), State.SUCCEEDED))
        .noneMatch(line -> line.contains("ithout"));
  }

  @Test
  void longTablesAreCut() {
    JobReport report =
        Reports.report(
            State.SUCCEEDED,
            Phases.NONE,
            null,
            Stream.concat(
                    Stream.of(Reports.tracker()),
                    IntStream.rangeClosed(1, 99).mapToObj(r -> Reports.peer(r, 0, 1, 0)))
                .toList(),
            List.of());
    assertThat(Summary.of(report, State.SUCCEEDED))
        .contains("... and 60 more ranks, see report.json in the output directory");
  }

  @Test
  void filesOfWhichABriefReportDoesNotTellCountToo() {
    JobReport report =
        Reports.report(
            State.RUNNING,
            Phases.NONE,
            null,
            List.of(Reports.tracker()),
            Collections.nCopies(5000, FileReport.of("a", FileKind.PAYLOAD, 8, 1, 0, 0)));
    assertThat(Summary.of(report.brief(), State.FAILED))
        .contains("... and 4960 more files, see report.json in the output directory");
  }
}
