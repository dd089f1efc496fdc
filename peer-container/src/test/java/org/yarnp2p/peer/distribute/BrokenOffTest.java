package org.yarnp2p.peer.distribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.distribute.KeptManifest.KeptFile;
import org.yarnp2p.peer.distribute.KeptManifest.KeptPart;
import org.yarnp2p.peer.output.Destination;
import org.yarnp2p.peer.store.CopyOf;
import org.yarnp2p.peer.store.SegmentLog;
import org.yarnp2p.peer.store.WorkDirectory;

class BrokenOffTest {
  private static final PlannedFile FILE =
      new PlannedFile(0, "a", FileKind.PAYLOAD, 10, new Origin("hdfs:///a", 25, 7));
  private static final FileShape SHAPE = FileShape.payload(25, 10);

  @TempDir Path directory;

  @Test
  void partIsGoneOnWith() throws Exception {
    Files.createFile(directory.resolve(".a.part"));
    KeptManifest added = added(2);
    assertThat(added.files()).isEmpty();
    assertThat(added.parts())
        .containsExactly(
            new KeptPart(
                "a",
                ".a.part",
                FILE.origin(),
                10,
                List.of(digest(0).toString(), digest(1).toString(), "")));
  }

  @Test
  void fileWithoutAPartHasArrivedWhenAllOfItWasHere() throws Exception {
    KeptManifest added = added(3);
    assertThat(added.parts()).isEmpty();
    assertThat(added.files()).extracting(KeptFile::name).containsExactly("a");
  }

  @Test
  void fileOfWhichSomethingIsMissingAndThePartTooIsNotKnown() throws Exception {
    assertThat(added(2)).isEqualTo(KeptManifest.none());
  }

  @Test
  void fileOfWhichNothingHasComeIsNotKnown() throws Exception {
    assertThat(added(0)).isEqualTo(KeptManifest.none());
  }

  /** What a life adds whose former one has had the first segments. */
  private KeptManifest added(int segments) throws Exception {
    try (WorkDirectory former = open()) {
      SegmentLog log = former.journal().payload(CopyOf.wanted(0), SHAPE, 0);
      for (int segment = 0; segment < segments; segment++) {
        log.held(segment, digest(segment));
      }
      former.journal().begin();
      former.stays(true);
    }
    Destination.Local destination =
        new Destination.Local(
            directory.resolve(".a.part"),
            directory.resolve("a"),
            new Destination.Arrival(null, false));
    try (WorkDirectory next = open()) {
      return BrokenOff.added(
          KeptManifest.none(),
          directory,
          List.of(FILE),
          Map.of(0, destination),
          next.predecessor());
    }
  }

  private WorkDirectory open() throws Exception {
    return WorkDirectory.open(List.of(directory.resolve("work")), "job_1", Rank.peer(1), 0);
  }

  private static Digest digest(int segment) {
    return Digest.of(ByteBuffer.allocate(4).putInt(segment).flip());
  }
}
