package org.yarnp2p.peer.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.model.Rank;

class DiskReasonTest {
  private static final Rank RANK = Rank.peer(3);

  private static String remedy(String reason) {
    return DiskReason.remedy(new FileSystemException("/t/f", null, reason));
  }

  @Test
  void messageThatIsOnlyAPathGetsWords() {
    assertThat(DiskReason.of(new NoSuchFileException("/t/f"), "/t"))
        .isEqualTo("/t/f: no such file or directory");
    assertThat(DiskReason.of(new AccessDeniedException("/t/f"), "/t"))
        .isEqualTo("permission denied");
  }

  @Test
  void pathThatStandsBeforeItIsNotRepeated() {
    FileSystemException full = new FileSystemException("/t/f", null, "No space left on device");
    assertThat(DiskReason.of(full, Path.of("/t/f"))).isEqualTo("No space left on device");
    assertThat(DiskReason.of(full, "/t")).isEqualTo("/t/f: No space left on device");
    assertThat(DiskReason.of(new NoSuchFileException("/t/f"), "/t/f"))
        .isEqualTo("no such file or directory");
  }

  @Test
  void failureThatIsOnlyAPathIsExplained() {
    assertThat(DiskReason.explained(RANK, new AccessDeniedException("/t/f")))
        .isInstanceOf(UnfitNodeException.class)
        .hasMessage("rank 3: /t/f: permission denied; let the job's user read and write there");
    assertThat(DiskReason.explained(RANK, new DirectoryNotEmptyException("/t/d")))
        .hasMessageStartingWith("rank 3: /t/d: the directory is not empty; see who");
    assertThat(DiskReason.explained(RANK, new FileSystemLoopException("/t/l")))
        .hasMessageStartingWith("rank 3: /t/l: FileSystemLoopException; see who");
  }

  @Test
  void failureThatSaysWhatHasHappenedStaysAsItIs() {
    List.of(
            new IOException("Input/output error"),
            new FileSystemException("/t/f", null, "Read-only file system"),
            new AccessDeniedException("/t/f", null, "by a rule"))
        .forEach(failure -> assertThat(DiskReason.explained(RANK, failure)).isSameAs(failure));
  }

  @Test
  void remedyIsThatOfTheReason() {
    assertThat(remedy("No space left on device")).startsWith("make room");
    assertThat(remedy("Read-only file system")).startsWith("mount that disk for writing");
    assertThat(remedy("Input/output error")).startsWith("look at that disk");
    assertThat(remedy("Disk quota exceeded")).startsWith("raise the quota");
    assertThat(DiskReason.remedy(new AccessDeniedException("/t/f")))
        .contains("let the job's user write there");
  }
}
