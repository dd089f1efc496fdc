package org.yarnp2p.appmaster.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yarnp2p.conf.P2pConf;

/** Which attempt is the last, by what the job asks for and the cluster allows. */
class AttemptTest {
  private final Configuration conf = P2pConf.create();

  @BeforeEach
  void allFailuresCount() {
    conf.set("p2p.am.max-attempts", "2");
    conf.set("p2p.am.attempts.validity", "0s");
  }

  private boolean isLast(int number) {
    return Attempt.of(number, conf).last();
  }

  @Test
  void attemptsAreAsManyAsTheJobAsksForWhereTheClusterAllowsMore() {
    conf.set("yarn.resourcemanager.am.max-attempts", "5");
    assertThat(isLast(1)).isFalse();
    assertThat(isLast(2)).isTrue();
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
    assertThat(isLast(2)).isTrue();

    conf.set("yarn.resourcemanager.am.max-attempts", "2");
    conf.set("yarn.resourcemanager.am.global.max-attempts", "1");
    assertThat(isLast(1)).isTrue();
  }

  @Test
  void noneIsTheLastWhereOldFailuresDoNotCountUnlessItIsTheOnlyOne() {
    conf.set("p2p.am.attempts.validity", "30m");
    assertThat(isLast(2)).isFalse();
    assertThat(isLast(7)).isFalse();
    conf.set("p2p.am.max-attempts", "1");
    assertThat(isLast(1)).isTrue();
  }
}
