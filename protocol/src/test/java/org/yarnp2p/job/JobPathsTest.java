package org.yarnp2p.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;

class JobPathsTest {
  @Test
  void stagingDirectoryOfAJobHasJarConfigurationPlanAndInputs() {
    Path job = JobFiles.jobDirectory(new Path("hdfs://nn/user/alice/.p2p"), "job_1");

    assertThat(job).hasToString("hdfs://nn/user/alice/.p2p/job_1");
    assertThat(JobFiles.jar(job)).hasToString(job + "/p2p.jar");
    assertThat(JobFiles.configuration(job)).hasToString(job + "/job.xml");
    assertThat(JobFiles.plan(job)).hasToString(job + "/plan.json");
    assertThat(JobFiles.input(job, Rank.peer(12))).hasToString(job + "/input/in12.txt");
  }

  @Test
  void onlyContainersHaveInputFiles() {
    assertThat(JobFiles.inputName(Rank.TRACKER)).isEqualTo("in0.txt");
    assertThatThrownBy(() -> JobFiles.inputName(Rank.CLIENT)).hasMessageContaining("client");
  }

  @Test
  void outputsAreCollectedBelowTemporaryAndThenStandSideBySide() {
    Path out = new Path("hdfs://nn/out");

    assertThat(OutputLayout.temporary(out)).hasToString("hdfs://nn/out/_temporary");
    assertThat(OutputLayout.temporary(out, "job_1")).hasToString("hdfs://nn/out/_temporary/job_1");
    assertThat(OutputLayout.clientFile(Rank.peer(3), "file1")).isEqualTo("client3_file1");
    assertThat(OutputLayout.report(out)).hasToString("hdfs://nn/out/report.json");
    assertThat(OutputLayout.success(out)).hasToString("hdfs://nn/out/_SUCCESS");
  }

  @Test
  void exitCodesAreThoseOfTheDocuments() {
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::code)).containsExactly(0, 1, 2);
  }
}
