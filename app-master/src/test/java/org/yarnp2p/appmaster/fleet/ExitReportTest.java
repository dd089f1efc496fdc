package org.yarnp2p.appmaster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExitReportTest {
  @Test
  void wellKnownStatusesAreExplained() {
    assertThat(new ExitReport(0, "", "").describe()).isEqualTo("ended with exit status 0");
    assertThat(new ExitReport(0, "", "bye").describeTooEarly())
        .isEqualTo(
            "ended with exit status 0 (without having said that its work was done)"
                + "\nIts stderr ends with:\n  bye");
    assertThat(new ExitReport(-104, "", "").describe()).contains("more memory than its container");
    assertThat(new ExitReport(-104, "", "").describe())
        .contains("raise p2p.peer.memory.mb, for the tracker p2p.tracker.memory.mb");
    assertThat(new ExitReport(-103, "", "").describe())
        .contains("raise p2p.peer.memory.mb", "yarn.nodemanager.vmem-pmem-ratio");
    assertThat(new ExitReport(137, "", "").describe()).contains("SIGKILL");
    assertThat(new ExitReport(143, "", "").describe()).contains("SIGTERM");
    assertThat(new ExitReport(3, "", "").describe()).contains("ran out of heap");
  }

  @Test
  void anUnknownStatusStandsForItself() {
    assertThat(new ExitReport(42, "", "").describe()).isEqualTo("ended with exit status 42");
  }

  @Test
  void aContainerThatDidNotStartHasNoStatus() {
    assertThat(ExitReport.notStarted("no such node").describe())
        .isEqualTo("could not be started: no such node");
  }
}
