package org.yarnp2p.appmaster.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class MasterEnvironmentTest {
  private static final MasterEnvironment ENVIRONMENT =
      new MasterEnvironment(
          "application_1_0001", new Path("hdfs://nn:8020/user/ann/.p2p/a b"), 1234567890123L);

  @Test
  void variablesCarryAllOfIt() {
    assertThat(MasterEnvironment.from(ENVIRONMENT.toVariables())).isEqualTo(ENVIRONMENT);
  }

  @Test
  void aMissingVariableIsNamed() {
    Map<String, String> variables = ENVIRONMENT.toVariables();
    variables.remove(MasterEnvironment.STAGING_DIR);
    assertThatThrownBy(() -> MasterEnvironment.from(variables))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("P2P_STAGING_DIR");
  }

  @Test
  void aTimeThatIsNoneIsShown() {
    Map<String, String> variables = ENVIRONMENT.toVariables();
    variables.put(MasterEnvironment.SUBMIT_TIME, "yesterday");
    assertThatThrownBy(() -> MasterEnvironment.from(variables))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'yesterday'");
  }
}
