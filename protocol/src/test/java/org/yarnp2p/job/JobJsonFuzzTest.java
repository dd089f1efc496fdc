package org.yarnp2p.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.fuzz.Mutation;
import org.yarnp2p.model.FileKind;

/** Plans and reports that are damaged: they are read, or it is said that they cannot be. */
class JobJsonFuzzTest {
  private static final JobPlan PLAN =
      new JobPlan(
          JobPlan.VERSION,
          "application_1_0001",
          "name",
          "user",
          3,
          List.of(
              new PlannedFile(0, "a", FileKind.INLINE, 0, null),
              new PlannedFile(1, "b", FileKind.PAYLOAD, 1024, new Origin("hdfs:///b", 5000, 7))),
          "hdfs:///in",
          "hdfs:///out",
          false,
          null);

  @Property(tries = 1000)
  void changedPlanIsReadOrRefused(@ForAll @Size(min = 1, max = 6) List<Integer> spots)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PLAN.write(out);
    byte[] changed = Mutation.of(out.toByteArray(), spots);
    try {
      assertThat(JobPlan.read(new ByteArrayInputStream(changed))).isNotNull();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Property(tries = 1000)
  void anyTextAsReportIsReadOrRefused(@ForAll @Size(max = 80) byte[] bytes) {
    try {
      assertThat(JobReport.read(new ByteArrayInputStream(bytes))).isNotNull();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** Found by the properties above. */
  @ParameterizedTest
  @ValueSource(strings = {"null", "", "[]", "{\"files\":null}", "\"\""})
  void whatIsNoRecordIsRefused(String json) {
    assertThatThrownBy(
            () -> JobPlan.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void reportThatIsNullIsRefused() {
    byte[] json = "null".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> JobReport.read(new ByteArrayInputStream(json)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected a JobReport");
  }
}
