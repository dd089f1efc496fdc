package org.yarnp2p.peer.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final Progress progress = new Progress(() -> 0);

  @Test
  void whatIsHereIsCountedOverAllFiles() {
    progress.wants(100);
    progress.acquired(1, 30);
    progress.acquired(2, 20);
    progress.acquired(2, -10);
    assertThat(progress.status(List.of(), 0).wantedBytes()).isEqualTo(100);
    assertThat(progress.status(List.of(), 0).acquiredBytes()).isEqualTo(40);
  }

  /** A segment of it may go bad, or still be on its way. */
  @Test
  void lostFileDoesNotCountWhateverBecomesOfIt() {
    progress.wants(100);
    progress.acquired(1, 30);
    progress.acquired(2, 20);
    progress.lost(2, 60);
    progress.acquired(2, -20);
    assertThat(progress.status(List.of(), 0).acquiredBytes()).isEqualTo(30);
    progress.acquired(2, 50);
    assertThat(progress.status(List.of(), 0).acquiredBytes()).isEqualTo(30);
    assertThat(progress.status(List.of(), 0).wantedBytes()).isEqualTo(40);
  }
}
