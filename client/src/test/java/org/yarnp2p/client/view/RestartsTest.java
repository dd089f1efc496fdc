package org.yarnp2p.client.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.job.JobReport.RankReport;
import org.yarnp2p.protocol.RankPhase;

class RestartsTest {
  @Test
  void aRankInItsFirstContainerIsNothingToTell() {
    assertThat(Restarts.phase(rank(List.of()))).isEqualTo("EXCHANGING");
    assertThat(Restarts.lines(List.of(rank(List.of())))).isEmpty();
  }

  @Test
  void aRankThatWasStartedAgainSaysWhy() {
    RankReport once = rank(List.of("rank 3 on n1 (c1) was killed\nIts stderr ends with: ..."));
    assertThat(Restarts.phase(once)).isEqualTo("EXCHANGING (container 2)");
    assertThat(Restarts.lines(List.of(once)))
        .containsExactly("Rank 3 was started again: rank 3 on n1 (c1) was killed");
    assertThat(Restarts.lines(List.of(rank(List.of("killed", "preempted")))))
        .containsExactly("Rank 3 was started again 2 times, at last: preempted");
  }

  @Test
  void aLongListIsCut() {
    List<String> lines = Restarts.lines(Collections.nCopies(12, rank(List.of("killed"))));
    assertThat(lines).hasSize(11).last().isEqualTo("... and 2 more ranks were started again");
  }

  private static RankReport rank(List<String> losses) {
    return new RankReport(
        3,
        1 + losses.size(),
        "n1",
        "c2",
        RankPhase.EXCHANGING,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        null,
        null,
        "REGISTERED",
        null,
        null,
        losses,
        List.of());
  }
}
