package org.yarnp2p.peer.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class DiskReasonTest {
  private static String remedy(String reason) {
    return DiskReason.remedy(new FileSystemException("/t/f", null, reason));
  }

  @Test
  void messageThatIsOnlyAPathGetsWords() {
    assertThat(DiskReason.of(new NoSuchFileException("/t/f")))
        .isEqualTo("/t/f: no such file or directory");
    assertThat(DiskReason.of(new AccessDeniedException("/t/f"))).isEqualTo("permission denied");
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
