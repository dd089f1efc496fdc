package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole swarms without a network: messages take a random time, get lost with their connection,
 * slots are refused, bytes are wrong, neighbours come and go. A seed that fails can be run by
 * itself.
 */
class SwarmExchangeTest {
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyPeerGetsAllThatItWants(long seed) {
    RandomSwarm swarm = new RandomSwarm(seed, false);
    swarm.run();
    assertThat(swarm.unfinished()).as("%s", swarm).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyPeerGetsAllThatItWantsWhateverGoesWrong(long seed) {
    RandomSwarm swarm = new RandomSwarm(seed, true);
    swarm.run();
    assertThat(swarm.unfinished()).as("%s", swarm).isEmpty();
  }

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 40);
  }
}
