package org.yarnp2p.client.completion;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.yarnp2p.client.P2p;
import org.yarnp2p.client.Screen;

class CompletionVerbTest {
  @Test
  void scriptKnowsVerbsAndOptions() {
    Screen screen = new Screen();
    assertThat(P2p.run(new Configuration(), screen.console(), "generate-completion")).isZero();
    assertThat(String.join("\n", screen.out()))
        .contains("complete -F _complete_p2p")
        .contains("distribute")
        .contains("--min-nodes");
  }
}
