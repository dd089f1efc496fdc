package org.yarnp2p.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.bench.faults.Fault.Kind;

class FaultPlanTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "origin",
        "kill:2@50",
        "origin,kill:1@copy,restart:3@0,stop:2@10=20",
        "lose=0.01,repeat=0.02,reorder=0.05,slow:4=0.02,liar:3,bad-sender:1,bad-receiver:2,preempt:1@7",
        "tracker-stop@30=30.5",
        "partial",
        "partial,kill:1@50,tracker-restart@80",
        "tracker-restart@drain",
        "rot:1@copy",
        "partial,collected,tracker-stop@drain=30",
        "origin,racks,kill:2@50"
      })
  void printsWhatItHasRead(String text) {
    assertThat(FaultPlan.parse(text, 4)).hasToString(text);
  }

  @Test
  void whatIsDrawnCanBeReadAndIsOfTheSwarm() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 500; i++) {
      FaultPlan plan = FaultPlan.random(random, 5);
      assertThat(FaultPlan.parse(plan.toString(), 5)).isEqualTo(plan);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "kil:2@50;no fault is called 'kil'",
        "kill@50;found 'kill@50', expected kill:RANK@PERCENT|@copy",
        "kill:0@50;expected kill:RANK@PERCENT|@copy",
        "kill:5@50;found 'kill:5@50', expected a rank of 1 to 4",
        "kill:2@101;expected kill:RANK@PERCENT|@copy",
        "kill:2@drain;expected kill:RANK@PERCENT|@copy",
        "tracker-restart@101;expected tracker-restart@PERCENT|@copy|@drain",
        "kill:2@50=3;expected kill:RANK@PERCENT|@copy",
        "stop:2@50;expected stop:RANK@PERCENT|@copy=SECONDS",
        "slow:2=1.5;expected slow:RANK=SHARE",
        "lose=..;expected lose=SHARE",
        "origin,partial;nothing is lost that has an origin",
        "origin,collected;a distribution's outputs are on the nodes",
        "kill 2;found 'kill 2', expected KIND:RANK@WHEN=AMOUNT"
      })
  void mistakeIsToldWithWhatWasExpected(String text, String message) {
    assertThatThrownBy(() -> FaultPlan.parse(text, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void amountIsTheLargestOfItsKind() {
    FaultPlan plan = FaultPlan.parse("lose=0.01,lose=0.03", 2);
    assertThat(plan.amount(Kind.LOSE)).isEqualTo(0.03);
    assertThat(plan.amount(Kind.REPEAT)).isZero();
  }
}
