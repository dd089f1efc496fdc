package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeHealthTest {
  private static final long EXCLUSION = 1000;

  private final NodeHealth health = new NodeHealth(2, EXCLUSION, 33);

  @Test
  void aNodeIsLeftOutWhenContainersFailThereRepeatedly() {
    health.failed("node1", 0);
    assertThat(health.excluded(6, 0)).isEmpty();
    health.failed("node2", 1);
    health.failed("node1", 2);
    assertThat(health.excluded(6, 2)).containsExactly("node1");
  }

  @Test
  void aNodeThatIsAtFaultIsLeftOutAtOnce() {
    health.unfit("node1", 0);
    assertThat(health.excluded(6, 0)).containsExactly("node1");
  }

  @Test
  void afterAWhileItIsGivenAnotherChance() {
    health.unfit("node1", 0);
    assertThat(health.excluded(6, EXCLUSION - 1)).isNotEmpty();
    assertThat(health.excluded(6, EXCLUSION)).isEmpty();
    health.failed("node1", EXCLUSION + 1);
    assertThat(health.excluded(6, EXCLUSION + 1)).isEmpty();
  }

  @Test
  void failuresFarApartDoNotAddUp() {
    health.failed("node1", 0);
    health.failed("node1", EXCLUSION + 1);
    assertThat(health.excluded(6, EXCLUSION + 1)).isEmpty();
    health.failed("node1", EXCLUSION + 2);
    assertThat(health.excluded(6, EXCLUSION + 2)).containsExactly("node1");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "2, 1", "3, 1", "4, 2", "10, 4", "100, 33"})
  void onlyAShareOfTheClusterIsLeftOutAndNeverAllOfIt(int nodes, int most) {
    for (int node = 0; node < 100; node++) {
      health.unfit("node" + node, node);
    }
    assertThat(health.excluded(nodes, 100)).hasSize(most);
  }

  @Test
  void whenNotAllCanBeLeftOutItIsThoseThatFailedLast() {
    health.unfit("node1", 0);
    health.unfit("node3", 2);
    health.unfit("node2", 1);
    assertThat(health.excluded(3, 3)).containsExactly("node3");
    assertThat(health.excluded(4, 3)).containsExactlyInAnyOrder("node3", "node2");
  }

  @Test
  void aShareOfNothingLeavesNobodyOut() {
    NodeHealth never = new NodeHealth(1, EXCLUSION, 0);
    never.unfit("node1", 0);
    assertThat(never.excluded(10, 0)).isEmpty();
  }
}
