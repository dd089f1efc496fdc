package org.yarnp2p.peer.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.protocol.FileTraffic;

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

  @Test
  void ofFilesInStorageOnlyWhatThePlanDoesNotSayIsTold() {
    Origin origin = new Origin("hdfs://nn/f", 10, 1);
    List<SharedFile> files =
        List.of(
            file(0, origin, false),
            file(1, origin, false),
            file(2, origin, true),
            file(3, origin, true),
            file(4, null, false));
    progress.received(0, 10);
    progress.sent(0, 10);
    progress.readFromOrigin(1, 10);
    progress.received(2, 10);
    progress.sent(3, 10);

    assertThat(progress.status(files, 0).traffic())
        .extracting(FileTraffic::file)
        .containsExactly(1, 3, 4);
  }

  private static SharedFile file(int id, Origin origin, boolean firstHolder) {
    return new SharedFile(
        new PlannedFile(id, "f" + id, FileKind.PAYLOAD, 10, origin),
        FileShape.payload(10, 10),
        null,
        true,
        firstHolder,
        null);
  }
}
