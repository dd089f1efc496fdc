package org.yarnp2p.client.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.job.JobReport.State;

class JobProgressTest {
  private static JobProgress reached(Phases phases) {
    return JobProgress.of(Reports.report(State.RUNNING, phases, null, List.of(), List.of()));
  }

  @Test
  void stateIsThePhaseThatGoesOn() {
    assertThat(reached(Phases.NONE).state()).isEqualTo("STARTING");
    assertThat(reached(new Phases(1L, 2L, 3L, null, null, null)).state()).isEqualTo("GATHERING");
    assertThat(reached(new Phases(1L, 2L, 3L, 4L, null, null)).state()).isEqualTo("EXCHANGING");
    assertThat(reached(new Phases(1L, 2L, 3L, 4L, 5L, null)).state()).isEqualTo("COMMITTING");
  }

  @Test
  void lineHasStateRanksBytesPercentAndRate() {
    assertThat(reached(new Phases(1L, 2L, 3L, 4L, null, null)).line(512 * 1024))
        .isEqualTo("EXCHANGING, 3/3 ranks up, 2.0 MiB of 8.0 MiB (25 %), 512.0 KiB/s");
  }

  @Test
  void whatHasMovedIsWhatCameFromPeersAndOrigins() {
    assertThat(JobProgress.of(Reports.succeeded()).movedBytes()).isEqualTo(8 << 20);
  }

  @Test
  void lineWithoutKnownBytesHasStateAndRanks() {
    assertThat(new JobProgress("STARTING", "", 1, 3, 0, 0, 0).line(0))
        .isEqualTo("STARTING, 1/3 ranks up");
  }

  @Test
  void whatIsWaitedForIsSaidInOneLine() {
    assertThat(JobProgress.waiting("ACCEPTED", " not yet\n  activated. ").line(0))
        .isEqualTo("ACCEPTED: not yet activated.");
  }

  @Test
  void moreBytesThanWantedAreStillHundredPercent() {
    assertThat(new JobProgress("EXCHANGING", "", 3, 3, 20, 10, 20).percent()).isEqualTo(100);
  }
}
