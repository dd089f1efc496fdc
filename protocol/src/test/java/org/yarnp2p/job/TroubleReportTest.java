package org.yarnp2p.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.job.TroubleReport.LostReport;

class TroubleReportTest {
  private static final LostReport FILE = new LostReport("a", "1-2, 5", List.of(2, 3));

  private static String losses(List<LostReport> lost) {
    return new TroubleReport(List.of(), List.of(), lost).losses();
  }

  @Test
  void shortListsAreToldWhole() {
    assertThat(losses(List.of(FILE))).isEqualTo("a is lost for ranks 2, 3 (segments 1-2, 5)");
  }

  @Test
  void fileOfWhichNobodyKnowsHowManySegmentsItHasIsLostAsAWhole() {
    assertThat(losses(List.of(new LostReport("a", "", List.of(2)))))
        .isEqualTo("a is lost for ranks 2 (all segments)");
  }

  @Test
  void ofLongListsTheBeginningIsTold() {
    String every =
        IntStream.range(0, 500).mapToObj(i -> "" + 2 * i).collect(Collectors.joining(", "));
    LostReport large = new LostReport("b", every, IntStream.rangeClosed(1, 200).boxed().toList());

    assertThat(losses(List.of(large)))
        .contains(" 19, 20, and 180 more ranks (segments 0, 2,")
        .endsWith(" 16, 18, and 490 more ranges)");
    assertThat(losses(Collections.nCopies(12, FILE))).endsWith("; and 2 more files");
  }
}
