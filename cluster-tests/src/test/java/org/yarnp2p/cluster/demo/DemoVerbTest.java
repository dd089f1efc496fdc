package org.yarnp2p.cluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoVerbTest {
  private static final Demo.Result PASSED = new Demo.Result(true, List.of(), List.of());

  @Test
  void whereTheOutputsAreIsSaidOrThatTheyAreGone() {
    assertThat(DemoVerb.lines(PASSED, Path.of("/kept")))
        .endsWith("The demo has passed.", "The outputs are in /kept");
    assertThat(DemoVerb.lines(PASSED, null))
        .endsWith(
            "The demo has passed.",
            "The fetched outputs are gone with the cluster; --keep LOCALDIR keeps them.");
  }
}
