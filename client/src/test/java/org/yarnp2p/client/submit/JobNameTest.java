package org.yarnp2p.client.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.yarnp2p.client.UsageException;

class JobNameTest {
  @Test
  void isWhatWasSaidOrElseTheJobsOwn() throws Exception {
    assertThat(JobName.of("nightly", "models")).isEqualTo("nightly");
    assertThat(JobName.of(null, "models")).isEqualTo("models");
  }

  @Test
  void hasACharacterToBeSeen() {
    for (String none : new String[] {"", "  "}) {
      assertThatExceptionOfType(UsageException.class)
          .isThrownBy(() -> JobName.of(none, "models"))
          .withMessage("--name: found '" + none + "', expected a name; leave the option out");
    }
  }
}
