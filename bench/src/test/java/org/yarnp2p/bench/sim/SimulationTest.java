package org.yarnp2p.bench.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.bench.figures.Track;

class SimulationTest {
  @Test
  void sameSeedGivesTheSameRun() {
    Scenario scenario = new Scenario(12, 48, 2, 0, 7);
    assertThat(Simulation.run(scenario)).isEqualTo(Simulation.run(scenario));
    Scenario withLosses = new Scenario(12, 48, 2, 4, 7);
    assertThat(Simulation.run(withLosses)).isEqualTo(Simulation.run(withLosses));
  }

  @Test
  void itDoesNotMatterInHowManyStrandsItRuns() {
    for (Scenario scenario : List.of(new Scenario(20, 8, 2, 0, 7), new Scenario(15, 8, 1, 4, 3))) {
      Result inOne = Simulation.run(scenario, 1, track -> {}, second -> {});
      assertThat(Simulation.run(scenario, 2, track -> {}, second -> {})).isEqualTo(inOne);
      assertThat(Simulation.run(scenario, 3, track -> {}, second -> {})).isEqualTo(inOne);
    }
  }

  @Test
  void otherSeedGivesAnotherRun() {
    assertThat(Simulation.run(new Scenario(12, 48, 0, 0, 1)).makespanSeconds())
        .isNotEqualTo(Simulation.run(new Scenario(12, 48, 0, 0, 2)).makespanSeconds());
  }

  @Test
  void onePeerTakesTheFileAtTheRateOfTheLink() {
    Result result = Simulation.run(new Scenario(1, 64, 0, 0, 1));
    assertThat(result.makespanOverBound()).isBetween(1.0, 1.03);
    assertThat(result.seedCopies()).isEqualTo(1);
  }

  @Test
  void manyPeersStayCloseToTheBound() {
    assertThat(medianOverBound(32, 128)).isLessThan(1.10);
  }

  @Test
  void fewPeersStayCloseToTheBound() {
    assertThat(medianOverBound(8, 128)).isLessThan(1.12);
  }

  @Test
  void seedSendsLittleMoreThanOneCopy() {
    Result result = Simulation.run(new Scenario(16, 64, 0, 0, 1));
    assertThat(result.seedCopies()).isBetween(1.0, 1.25);
  }

  @Test
  void slowPeerDoesNotHoldTheOthersUp() {
    Result result = Simulation.run(new Scenario(8, 128, 1, 0, 1));
    assertThat(result.fastOverBound()).isLessThan(1.25);
    assertThat(result.makespanOverBound()).as("with the slow one").isGreaterThan(5);
  }

  @Test
  void lostPeersHoldNobodyUp() {
    Result result = Simulation.run(new Scenario(16, 128, 0, 4, 1));
    assertThat(result.lost()).isEqualTo(4);
    assertThat(result.makespanOverBound()).isBetween(1.0, 1.2);
    assertThat(result.seedCopies()).isLessThan(1.3);
  }

  @Test
  void oneThatSurvivesFinishesWhoeverElseIsLost() {
    Result result = Simulation.run(new Scenario(9, 64, 0, 8, 1));
    assertThat(result.p50Seconds())
        .as("only its finish counts")
        .isEqualTo(result.makespanSeconds())
        .isEqualTo(result.p99Seconds());
    assertThat(result.boundSeconds())
        .as("the bound for one")
        .isEqualTo(new Scenario(1, 64, 0, 0, 1).bound());
    assertThat(result.makespanOverBound()).isBetween(1.0, 2.0);
  }

  @Test
  void lossesAreDrawnFromTheSeed() {
    assertThat(Simulation.run(new Scenario(12, 48, 0, 4, 1)).makespanSeconds())
        .isNotEqualTo(Simulation.run(new Scenario(12, 48, 0, 4, 2)).makespanSeconds());
  }

  @Test
  void eachSecondOfTheVirtualClockIsTold() {
    List<Long> seconds = new ArrayList<>();
    Result result = Simulation.run(new Scenario(6, 100, 0, 0, 1), track -> {}, seconds::add);
    assertThat(seconds)
        .isEqualTo(LongStream.rangeClosed(1, (long) result.makespanSeconds()).boxed().toList());
  }

  @Test
  void trackOfEachSurvivorGoesFromNothingToItsFinish() {
    List<Track> tracks = new ArrayList<>();
    Result result = Simulation.run(new Scenario(6, 300, 0, 2, 1), tracks::add, second -> {});
    assertThat(tracks).hasSize(4);
    assertThat(tracks)
        .allSatisfy(
            track -> {
              assertThat(track.at(0)).isZero();
              assertThat(track.at(result.makespanSeconds())).isEqualTo(100);
              assertThat(track.percent()).isSorted();
              assertThat(track.seconds()).isSorted().hasSizeBetween(60, 130);
            });
    assertThat(tracks.stream().mapToDouble(Track::end).max().orElseThrow())
        .isEqualTo(result.makespanSeconds());
  }

  @Test
  void boundIsThatOfEqualLinks() {
    assertThat(new Scenario(8, 128, 0, 0, 1).bound())
        .isCloseTo(128 * 0.08388608 * (1 + 3.0 / 128), within(1e-9));
  }

  @Test
  void slowPeersAreTheLast() {
    assertThat(new Scenario(3, 1, 1, 0, 1).rates())
        .containsExactly(Scenario.RATE, Scenario.RATE, Scenario.RATE, Scenario.SLOW_RATE);
    assertThat(new Scenario(2, 1, 2, 0, 1).rates())
        .containsExactly(Scenario.RATE, Scenario.SLOW_RATE, Scenario.SLOW_RATE);
  }

  @Test
  void scenarioOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new Scenario(0, 1, 0, 0, 1)).hasMessageContaining("peers");
    assertThatThrownBy(() -> new Scenario(1, 0, 0, 0, 1)).hasMessageContaining("segments");
    assertThatThrownBy(() -> new Scenario(2, 1, 3, 0, 1)).hasMessageContaining("slow");
    assertThatThrownBy(() -> new Scenario(2, 1, -1, 0, 1)).hasMessageContaining("slow");
    assertThatThrownBy(() -> new Scenario(2, 1, 0, 2, 1)).hasMessageContaining("lost");
    assertThatThrownBy(() -> new Scenario(2, 1, 0, -1, 1)).hasMessageContaining("lost");
    Scenario.Racks four = new Scenario.Racks(4, 1);
    assertThatThrownBy(() -> new Scenario(2, 1, 0, 0, 0, 0, four, 1)).hasMessageContaining("racks");
    assertThatThrownBy(() -> new Scenario.Racks(2, 0)).hasMessageContaining("rate");
    assertThatThrownBy(() -> new Scenario.Racks(0, 1)).hasMessageContaining("racks");
  }

  /** The median of five seeds. */
  private static double medianOverBound(int peers, int segments) {
    return LongStream.rangeClosed(1, 5)
        .mapToDouble(
            seed -> Simulation.run(new Scenario(peers, segments, 0, 0, seed)).makespanOverBound())
        .sorted()
        .skip(2)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void distributionReadsItsSourceOnceAndStaysCloseToTheBound() {
    for (double spread : new double[] {0, 2.5, 20}) {
      for (int stored : new int[] {1, 2, 8}) {
        Result result =
            Simulation.run(new Scenario(16, 128, 0, 0, stored, spread, Scenario.Racks.ONE, 1));
        assertThat(result.originCopies()).as("%s", result).isEqualTo(1);
        assertThat(result.makespanOverBound()).as("%s", result).isBetween(1.0, 1.10);
      }
    }
  }

  @Test
  void segmentComesIntoARackAboutOnce() {
    Scenario.Racks four = new Scenario.Racks(4, 2 * Scenario.RATE);
    Result result = Simulation.run(new Scenario(32, 128, 0, 0, 0, 0, four, 1));
    assertThat(result.rackCopies()).as("%s", result).isBetween(1.0, 1.2);
    assertThat(result.makespanOverBound()).as("%s", result).isLessThan(1.25);
    assertThat(Simulation.run(new Scenario(32, 128, 0, 0, 1)).rackCopies()).isZero();
  }

  @Test
  void rackLinksBoundTheSwarm() {
    Scenario.Racks slow = new Scenario.Racks(2, Scenario.RATE / 4);
    Scenario scenario = new Scenario(7, 64, 0, 0, 0, 0, slow, 1);
    assertThat(scenario.bound()).isCloseTo(scenario.bytes() / (Scenario.RATE / 4), within(1e-6));
    Result result = Simulation.run(scenario);
    assertThat(result.makespanOverBound()).as("%s", result).isBetween(1.0, 1.6);
  }

  @Test
  void racksMakeNoDifferenceBetweenNumbersOfStrands() {
    Scenario.Racks three = new Scenario.Racks(3, Scenario.RATE);
    Scenario scenario = new Scenario(12, 48, 2, 0, 3, 4, three, 7);
    assertThat(Simulation.run(scenario, 2, track -> {}, second -> {}))
        .isEqualTo(Simulation.run(scenario, 1, track -> {}, second -> {}));
  }

  @Test
  void whoCanReadFromItsDiskDoes() {
    assertThat(
            Simulation.run(new Scenario(8, 128, 0, 0, 8, 0, Scenario.Racks.ONE, 1))
                .makespanOverBound())
        .as("each reads an eighth, and gets the rest over its link")
        .isBetween(1.0, 1.06);
  }

  @Test
  void distributionIsTheSameWithTheSameSeedInAnyNumberOfStrands() {
    Scenario scenario = new Scenario(12, 48, 2, 0, 3, 4, Scenario.Racks.ONE, 7);
    Result inOne = Simulation.run(scenario, 1, track -> {}, second -> {});
    assertThat(Simulation.run(scenario, 2, track -> {}, second -> {})).isEqualTo(inOne);
    assertThat(Simulation.run(new Scenario(12, 48, 2, 0, 3, 4, Scenario.Racks.ONE, 8)))
        .isNotEqualTo(inOne);
  }

  @Test
  void boundOfADistributionIsWhatLinksAndOneReadAllow() {
    double file = 100 * Scenario.SEGMENT_BYTES / Scenario.RATE;
    assertThat(new Scenario(9, 100, 0, 0, 1, 0, Scenario.Racks.ONE, 1).bound())
        .as("all but one take all of it over their links")
        .isCloseTo(file, within(1e-6));
    assertThat(new Scenario(4, 100, 0, 0, 4, 0, Scenario.Racks.ONE, 1).bound())
        .as("each reads a quarter")
        .isCloseTo(file * 3 / 4, within(1e-6));
    Scenario late = new Scenario(9, 100, 0, 0, 1, 5, Scenario.Racks.ONE, 1);
    double last = IntStream.range(1, 9).mapToDouble(host -> late.arrivals()[host]).max().orElse(0);
    assertThat(late.bound())
        .as("the last one that reads nothing")
        .isCloseTo(last + file, within(1e-6));
    assertThat(new Scenario(1, 100, 0, 0, 1, 0, Scenario.Racks.ONE, 1).bound())
        .as("one that reads it all")
        .isCloseTo(0, within(1e-6));
  }
}
