package org.yarnp2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mistakes in the input are all told at once, and nothing is submitted. */
@ExtendWith(SharedCluster.class)
class RefusedInputIT {
  private final TestCluster cluster;
  private final Path in;
  private final Path out;

  RefusedInputIT(TestCluster cluster) {
    this.cluster = cluster;
    this.in = cluster.newPath("refused");
    this.out = cluster.newPath("out");
  }

  private void input(int rank, String... lines) throws IOException {
    try (OutputStream file = cluster.fs().create(new Path(in, "in" + rank + ".txt"))) {
      file.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private String refusal() throws IOException, YarnException {
    int before = cluster.yarn().getApplications().size();
    Outcome outcome = cluster.p2p("run", "--input", in.toString(), "--output", out.toString());
    assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(2);
    assertThat(cluster.yarn().getApplications()).hasSize(before);
    assertThat(cluster.fs().exists(out)).as("output directory").isFalse();
    cluster.assertNothingIsLeft();
    return outcome.err();
  }

  @Test
  void allMistakesOfAllFilesAreToldWithTheirLines() throws Exception {
    input(1, "many", "file 1", "segment", "0");
    input(2, "1", "file 3", "segment", "0");
    input(3, "1", "../file 1", "segment", "0");
    input(4, "1", "gone hdfs:///does/not/exist", "1", "gone file:///no/such/directory/");

    assertThat(refusal())
        .containsPattern("in1\\.txt:1: found .*many.*, expected ")
        .containsPattern("in2\\.txt:\\d+: found .*, expected ")
        .containsPattern("in3\\.txt:2: found .*\\.\\./file.*, expected ")
        .containsPattern("in4\\.txt:2: found .*/does/not/exist.*, expected ");
  }

  @Test
  void missingRankIsNamed() throws Exception {
    input(1, "0", "0");
    input(3, "0", "0");

    assertThat(refusal()).contains("in2.txt");
  }

  @Test
  void fileThatNobodyHoldsIsNamedWithTheRankThatWantsIt() throws Exception {
    input(1, "1", "held 1", "segment", "0");
    input(2, "0", "1", "missing");

    assertThat(refusal()).containsPattern("in2\\.txt:3: .*missing").containsPattern("rank 2");
  }

  @Test
  void holdersThatDisagreeAreNamedWithTheFirstSegmentThatDiffers() throws Exception {
    input(1, "1", "file 3", "one", "two", "three", "0");
    input(2, "1", "file 3", "one", "zwei", "drei", "1", "file");

    assertThat(refusal()).contains("rank 1", "rank 2", "file").containsPattern("segment [12]\\b");
  }
}
