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

  @Test
  void wordsAreCompletedAsTheHelpHasThem() {
    Screen screen = new Screen();
    assertThat(P2p.run(new Configuration(), screen.console(), "generate-completion")).isZero();
    assertThat(String.join("\n", screen.out()))
        .contains("(\"text\" \"json\")", "(\"size\" \"digest\")")
        .doesNotContain("TEXT", "DIGEST");
  }

  @Test
  void wordThatIsNoneIsRefusedWithTheWordsThatThereAre() {
    Screen screen = new Screen();
    assertThat(P2p.run(new Configuration(), screen.console(), "plan", "--verify", "md5"))
        .isEqualTo(2);
    assertThat(screen.err().get(0)).endsWith("found 'md5', expected size or digest");
  }
}
