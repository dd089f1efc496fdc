package org.yarnp2p.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.job.JobReport.FileReport;
import org.yarnp2p.job.JobReport.MoreFiles;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.job.JobReport.RankReport;
import org.yarnp2p.job.JobReport.State;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.protocol.RankPhase;

class JobReportTest {
  private static final RankReport RANK =
      new RankReport(
          1, 2, "node7", "container_1", RankPhase.EXCHANGING, 10, 20, 5, 6, 7, 8, 9, null);

  @Test
  void hasTheFieldsInAFixedOrderAndNullForWhatIsNotThereYet() {
    JobReport report =
        report(
            new Phases(12L, 340L, null, null, null, null),
            null,
            List.of(RANK),
            List.of(FileReport.of("f", FileKind.PAYLOAD, 200, 2, 300, 0)));

    assertThat(report.toJson())
        .isEqualTo(
            """
            {
              "version" : 1,
              "jobId" : "job_1",
              "name" : "nightly",
              "state" : "RUNNING",
              "diagnostics" : "",
              "inputDirectory" : "hdfs://nn/in",
              "outputDirectory" : "hdfs://nn/out",
              "startedAt" : "2026-01-02T03:04:05Z",
              "phases" : {
                "submit" : 12,
                "amUp" : 340,
                "containersUp" : null,
                "gateOpen" : null,
                "swarmDone" : null,
                "committed" : null
              },
              "swarmMillis" : null,
              "peers" : 1,
              "ranksUp" : 2,
              "wantedBytes" : 20,
              "acquiredBytes" : 5,
              "ranks" : [ {
                "rank" : 1,
                "incarnation" : 2,
                "host" : "node7",
                "containerId" : "container_1",
                "phase" : "EXCHANGING",
                "heldBytes" : 10,
                "wantedBytes" : 20,
                "acquiredBytes" : 5,
                "downBytes" : 6,
                "upBytes" : 7,
                "originBytes" : 8,
                "segmentsRefused" : 9,
                "exchangeMillis" : null,
                "finishedMillis" : null,
                "state" : null,
                "node" : null,
                "reason" : null,
                "losses" : [ ],
                "lostContainers" : [ ]
              } ],
              "files" : [ {
                "name" : "f",
                "kind" : "PAYLOAD",
                "bytes" : 200,
                "segments" : 2,
                "firstHolderCopies" : 1.5,
                "originCopies" : 0.0
              } ],
              "moreFiles" : null,
              "distribution" : null,
              "trouble" : null
            }
            """);
  }

  @Test
  void comesBackFromJson() throws IOException {
    JobReport report =
        report(
            new Phases(1L, 2L, 3L, 4L, 5L, 6L),
            77L,
            List.of(RANK, RANK),
            List.of(new FileReport("g", FileKind.INLINE, null, null, null, null)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    report.write(out);

    assertThat(JobReport.read(new ByteArrayInputStream(out.toByteArray()))).isEqualTo(report);
    assertThat(JobReport.parse(report.toJson())).isEqualTo(report);
  }

  @Test
  void reportOfALaterVersionCanBeRead() throws IOException {
    JobReport report =
        JobReport.parse(
            """
            {"version": 9, "jobId": "j", "state": "FAILED", "peers": 1, "ranksUp": 0,
             "wantedBytes": 0, "acquiredBytes": 0, "phases": {"submit": 3, "lunch": 4},
             "ranks": [], "weather": {"sun": true}}
            """);

    assertThat(report.version()).isEqualTo(9);
    assertThat(report.state()).isEqualTo(JobReport.State.FAILED);
    assertThat(report.phases().submit()).isEqualTo(3);
    assertThat(report.files()).isEmpty();
    assertThat(report.diagnostics()).isEmpty();
  }

  /** Exit codes hang on it. */
  @Test
  void stateThatNobodyKnowsIsRefused() {
    String pondering =
        report(Phases.NONE, null, List.of(), List.of()).toJson().replace("RUNNING", "PONDERING");
    assertThatThrownBy(() -> JobReport.parse(pondering))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in which state the job is");
  }

  @Test
  void textThatIsNoReportIsAnIoException() {
    for (String text : List.of("", "{", "[]", "12", "{\"peers\": \"many\"}", "\0\0")) {
      assertThatThrownBy(() -> JobReport.parse(text)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void emptyFileHasNoNumberOfCopies() {
    FileReport empty = FileReport.of("f", FileKind.PAYLOAD, 0, 0, 0, 0);

    assertThat(empty.firstHolderCopies()).isNull();
    assertThat(empty.originCopies()).isNull();
  }

  @Test
  void distributionSaysHowOftenItsSourceWasRead() {
    assertThat(DistributionReport.of("anywhere", 1, 2, 1000, 1050, 1100, List.of()).originCopies())
        .isEqualTo(1.05);
    assertThat(DistributionReport.of("anywhere", 1, 2, 0, 0, 0, List.of()).originCopies()).isNull();
  }

  @Test
  void allStatesButRunningAreFinal() {
    assertThat(State.values()).filteredOn(state -> !state.isFinal()).containsExactly(State.RUNNING);
  }

  private static JobReport report(
      Phases phases, Long swarmMillis, List<RankReport> ranks, List<FileReport> files) {
    return new JobReport(
        JobReport.VERSION,
        "job_1",
        "nightly",
        State.RUNNING,
        null,
        "hdfs://nn/in",
        "hdfs://nn/out",
        "2026-01-02T03:04:05Z",
        phases,
        swarmMillis,
        1,
        2,
        20,
        5,
        ranks,
        files);
  }

  @Test
  void aBriefReportHasTheLargestFilesInTheirOrder() throws IOException {
    List<FileReport> files = new ArrayList<>();
    for (int id = 0; id < JobReport.MOST_FILES + 2; id++) {
      long bytes = id == 7 || id == 9 ? 1 : 1000 - id % 2;
      files.add(FileReport.of("file" + id, FileKind.PAYLOAD, bytes, 1, 0, bytes));
    }
    List<FileReport> largest = new ArrayList<>(files);
    largest.remove(9);
    largest.remove(7);

    JobReport brief = withFiles(files).brief();
    assertThat(brief.files()).isEqualTo(largest);
    assertThat(brief.moreFiles()).isEqualTo(new MoreFiles(2, 2));
    assertThat(JobReport.parse(brief.toJson()).moreFiles()).isEqualTo(new MoreFiles(2, 2));
    assertThat(brief.fileCount()).isEqualTo(files.size());
    assertThat(brief.fileBytes()).isEqualTo(withFiles(files).fileBytes());
    JobReport whole = withFiles(largest);
    assertThat(whole.brief()).isSameAs(whole);
  }

  private static JobReport withFiles(List<FileReport> files) {
    return report(Phases.NONE, null, List.of(), files);
  }
}
