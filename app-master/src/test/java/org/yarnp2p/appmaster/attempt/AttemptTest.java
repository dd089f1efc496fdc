package org.yarnp2p.appmaster.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.conf.P2pConf;

/** Which attempt is the last, by what the job asks for and the cluster allows. */
class AttemptTest {
  private final Configuration conf = P2pConf.create();

  private boolean isLast(int number) {
    return Attempt.of(number, conf).last();
  }

  @Test
  void attemptThatIsTheOnlyOneIsTheLast() {
    conf.set("p2p.am.max-attempts", "1");
    assertThat(isLast(1)).isTrue();
  }

  @Test
  void attemptsAreNoMoreThanTheClusterAllows() {
    conf.set("yarn.resourcemanager.am.max-attempts", "1");
    assertThat(isLast(1)).isTrue();
  }

  @Test
  void limitForAllApplicationsCountsBeforeWhatOnesThatDoNotAskGet() {
    conf.set("yarn.resourcemanager.am.max-attempts", "1");
    conf.set("yarn.resourcemanager.am.global.max-attempts", "3");
    assertThat(isLast(1)).isFalse();

    conf.set("yarn.resourcemanager.am.max-attempts", "2");
    conf.set("yarn.resourcemanager.am.global.max-attempts", "1");
    assertThat(isLast(1)).isTrue();
  }

  /** Those before it may have been taken away by YARN, which does not count these. */
  @ParameterizedTest
  @ValueSource(strings = {"0s", "30m"})
  void noneOfSeveralKnowsThatItIsTheLast(String validity) {
    conf.set("p2p.am.max-attempts", "2");
    conf.set("p2p.am.attempts.validity", validity);
    assertThat(isLast(1)).isFalse();
    assertThat(isLast(2)).isFalse();
    assertThat(isLast(7)).isFalse();
  }
}
