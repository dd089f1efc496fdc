package org.yarnp2p.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yarnp2p.bench.figures.FigureSheet;
import org.yarnp2p.bench.swarm.RankRun;
import org.yarnp2p.bench.swarm.SwarmRun;

class SwarmFiguresTest {
  private static final double BOUND = 10;

  private final SwarmFigures figures =
      new SwarmFigures(
          new FigureSheet<>(
              List.of(
                  SwarmFigures.makespan(),
                  SwarmFigures.overBound(BOUND),
                  SwarmFigures.fastOverBound(BOUND, 1),
                  SwarmFigures.delivered(),
                  SwarmFigures.cpu(),
                  SwarmFigures.peakRss(),
                  SwarmFigures.seedCopies(),
                  SwarmFigures.rackCopies(4e9)),
              List.of(run(12), run(20), run(11))),
          BOUND);

  private static SwarmRun run(double makespan) {
    return new SwarmRun(
        makespan,
        4_000_000_000L,
        1.05,
        (long) (makespan * 4e8),
        List.of(
            new RankRun(0, null, 0, 0, 1, 900 << 20),
            new RankRun(1, null, 0, 2_100_000_000, 2, 300 << 20),
            new RankRun(2, makespan - 1, 2_000_000_000, 0, 3, 200 << 20),
            new RankRun(3, makespan, 2_000_000_000, 0, 2, 100 << 20)),
        List.of());
  }

  @Test
  void documentHasTheRatioAndAllTheFiguresInTheirUnits() throws Exception {
    JsonNode document =
        new ObjectMapper().valueToTree(figures.document(Map.of("bench", "hosts", "peers", 2)));
    assertThat(document.get("bench").textValue()).isEqualTo("hosts");
    assertThat(document.get("runs").intValue()).isEqualTo(3);
    assertThat(document.get("boundSeconds").doubleValue()).isEqualTo(10);
    assertThat(document.get("makespanSeconds").doubleValue()).isEqualTo(12);
    assertThat(document.get("makespanOverBound").doubleValue()).isEqualTo(1.2);
    assertThat(document.get("fastOverBound").doubleValue()).isEqualTo(1.1);
    assertThat(document.get("megabytesPerSecond").doubleValue()).isEqualTo(333.333333);
    assertThat(document.get("cpuSecondsPerGigabyte").doubleValue()).isEqualTo(2);
    assertThat(document.get("peakRssMebibytes").doubleValue()).isEqualTo(300);
    assertThat(document.get("seedCopies").doubleValue()).isEqualTo(1.05);
    assertThat(document.get("rackCopies").doubleValue()).isEqualTo(1.2);
    assertThat(document.get("ranks")).hasSize(4);
    assertThat(document.get("ranks").get(3).get("finishedSeconds").doubleValue()).isEqualTo(12);
    assertThat(document.get("eachRun").get(1).get("makespanOverBound").doubleValue()).isEqualTo(2);
  }

  @Test
  void tableHasTheFiguresThenTheRanksOfTheMedianRun() {
    assertThat(figures.lines())
        .contains(
            "makespan, s              12.000  12.000  20.000  11.000",
            "makespan / bound          1.200   1.200   2.000   1.100",
            "rack copies                1.20    1.20    2.00    1.10")
        .anyMatch(line -> line.matches("3 +12\\.000 +1\\.9 GiB +0 B +2\\.00 +100\\.0 MiB"))
        .anyMatch(line -> line.startsWith("1 seed") && line.contains(" - "));
  }
}
