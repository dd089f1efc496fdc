package org.yarnp2p.cluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExampleInputTest {
  private static final ExampleInput SMALL =
      new ExampleInput(
          Map.of(
              1, List.of("2", "a 2", "x", "y", "b file:///b", "0"),
              2, List.of("1", "a 1", "x", "1", "a")));

  @Test
  void longestHoldingIsTheFileAndItsSegmentsAreJoinedByLineFeeds() {
    assertThat(SMALL.contents()).containsEntry("a", "x\ny");
  }

  @Test
  void payloadIsAddedBehindTheOwnedFilesAndCounted() {
    assertThat(SMALL.owning(2, "p", "hdfs:///p").lines().get(2))
        .containsExactly("2", "a 1", "x", "p hdfs:///p", "1", "a");
  }

  @Test
  void wantedFileIsAddedAtTheEndAndCounted() {
    assertThat(SMALL.wanting(2, "p").lines().get(2))
        .containsExactly("1", "a 1", "x", "2", "a", "p");
    assertThat(SMALL.wanting(1, "p").wanted(1)).containsExactly("p");
  }

  @Test
  void everyFileThatTheShippedExampleWantsIsInIt() throws IOException {
    ExampleInput shipped = ExampleInput.shipped();
    for (int rank : shipped.lines().keySet()) {
      assertThat(shipped.contents().keySet()).containsAll(shipped.wanted(rank));
    }
  }
}
