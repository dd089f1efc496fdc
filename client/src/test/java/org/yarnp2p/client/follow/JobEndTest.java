package org.yarnp2p.client.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.yarnp2p.client.yarn.FakeCluster;
import org.yarnp2p.job.JobReport;

class JobEndTest {
  @ParameterizedTest
  @CsvSource({
    "FINISHED, SUCCEEDED, SUCCEEDED, true",
    "FINISHED, FAILED, FAILED, true",
    "FINISHED, KILLED, KILLED, true",
    "FINISHED, UNDEFINED, FAILED, true",
    "FAILED, FAILED, FAILED, false",
    "KILLED, KILLED, KILLED, false"
  })
  void endIsTheApplicationsState(
      YarnApplicationState state,
      FinalApplicationStatus status,
      JobReport.State expected,
      boolean orderly) {
    assertThat(JobEnd.of(FakeCluster.application(state, status, " why\n"), Optional.empty()))
        .contains(new JobEnd(expected, orderly, "why", Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource(
      value = YarnApplicationState.class,
      names = {"FINISHED", "FAILED", "KILLED"},
      mode = EnumSource.Mode.EXCLUDE)
  void otherStatesAreNotTheEnd(YarnApplicationState state) {
    assertThat(
            JobEnd.of(
                FakeCluster.application(state, FinalApplicationStatus.UNDEFINED, ""),
                Optional.empty()))
        .isEmpty();
  }

  @Test
  void missingDiagnosticsAreEmpty() {
    assertThat(
            JobEnd.of(
                    FakeCluster.application(
                        YarnApplicationState.KILLED, FinalApplicationStatus.KILLED, null),
                    Optional.empty())
                .orElseThrow()
                .diagnostics())
        .isEmpty();
  }
}
