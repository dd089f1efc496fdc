package org.yarnp2p.bench.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationTest {
  @ParameterizedTest
  @CsvSource({"1,1,0", "1,64,0", "2,1,0", "3,17,0", "8,64,0", "17,32,0", "40,64,0", "9,32,1"})
  void everyPeerFinishesAndNothingIsFasterThanTheBound(int peers, int segments, int slow) {
    for (long seed = 1; seed <= 10; seed++) {
      Result result = Simulation.run(new Scenario(peers, segments, slow, seed));
      assertThat(result.makespanOverBound()).as("seed %d", seed).isGreaterThanOrEqualTo(1);
      assertThat(result.p50Seconds()).isLessThanOrEqualTo(result.p99Seconds());
      assertThat(result.p99Seconds()).isLessThanOrEqualTo(result.makespanSeconds());
      assertThat(result.seedCopies()).as("seed %d", seed).isGreaterThanOrEqualTo(1);
    }
  }

  @Test
  void sameSeedGivesTheSameRun() {
    Scenario scenario = new Scenario(12, 48, 2, 7);
    assertThat(Simulation.run(scenario)).isEqualTo(Simulation.run(scenario));
  }

  @Test
  void otherSeedGivesAnotherRun() {
    assertThat(Simulation.run(new Scenario(12, 48, 0, 1)).makespanSeconds())
        .isNotEqualTo(Simulation.run(new Scenario(12, 48, 0, 2)).makespanSeconds());
  }

  @Test
  void swarmIsFarFasterThanCopiesFromTheSeedOneAfterTheOther() {
    Result result = Simulation.run(new Scenario(32, 64, 0, 1));
    assertThat(result.makespanOverBound()).isLessThan(2.5);
  }

  @Test
  void boundIsThatOfEqualLinks() {
    assertThat(new Scenario(8, 128, 0, 1).bound())
        .isCloseTo(128 * 0.08388608 * (1 + 3.0 / 128), within(1e-9));
  }

  @Test
  void scenarioOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new Scenario(0, 1, 0, 1)).hasMessageContaining("peers");
    assertThatThrownBy(() -> new Scenario(2, 1, 3, 1)).hasMessageContaining("slow");
  }
}
