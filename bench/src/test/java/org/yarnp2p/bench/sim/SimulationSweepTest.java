package org.yarnp2p.bench.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Many small swarms; the invariants are checked by the simulated peers at every event. */
class SimulationSweepTest {
  @ParameterizedTest
  @CsvSource({
    "1,1,0,0",
    "1,64,0,0",
    "2,1,0,0",
    "3,17,0,0",
    "8,64,0,0",
    "17,32,0,0",
    "40,24,0,0",
    "9,32,1,0",
    "2,1,0,1",
    "8,64,0,3",
    "60,24,0,20",
    "9,32,3,4"
  })
  void everyPeerFinishesAndNothingIsFasterThanTheBound(
      int peers, int segments, int slow, int lost) {
    for (long seed = 1; seed <= 3; seed++) {
      assertSound(Simulation.run(new Scenario(peers, segments, slow, lost, seed)));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyPeerFinishesWhateverTheScenario(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int peers = 1 + random.nextInt(20);
    int slow = random.nextInt(3) == 0 ? random.nextInt(peers + 1) : 0;
    int segments = 1 + random.nextInt(40);
    int lost = random.nextInt(2) == 0 ? random.nextInt(peers) : 0;
    assertSound(Simulation.run(new Scenario(peers, segments, slow, lost, seed)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyDistributionReadsItsSourceOnce(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int peers = 1 + random.nextInt(20);
    int slow = random.nextInt(3) == 0 ? random.nextInt(peers + 1) : 0;
    int stored = 1 + random.nextInt(peers);
    double spread = random.nextInt(3) == 0 ? 0 : random.nextDouble(10);
    Scenario.Racks racks =
        new Scenario.Racks(1 + random.nextInt(Math.min(3, peers)), Scenario.RATE * 2);
    Scenario scenario =
        new Scenario(peers, 1 + random.nextInt(40), slow, 0, stored, spread, racks, seed);
    Result result = Simulation.run(scenario);
    assertThat(result.originCopies()).as("%s", result).isEqualTo(1);
    assertThat(result.seedCopies()).as("%s", result).isZero();
    assertThat(result.makespanSeconds()).as("%s", result).isGreaterThan(result.boundSeconds());
  }

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 50);
  }

  private static void assertSound(Result result) {
    assertThat(result.makespanOverBound()).as("%s", result).isGreaterThanOrEqualTo(1);
    assertThat(result.p50Seconds()).as("%s", result).isLessThanOrEqualTo(result.p99Seconds());
    assertThat(result.p99Seconds()).as("%s", result).isLessThanOrEqualTo(result.makespanSeconds());
    assertThat(result.seedCopies()).as("%s", result).isGreaterThanOrEqualTo(1);
    assertThat(result.seedCopies()).as("%s", result).isLessThanOrEqualTo(result.peers() + 1.0);
    assertThat(result.trackerMessages()).as("%s", result).isGreaterThanOrEqualTo(result.peers());
  }
}
