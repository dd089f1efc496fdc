package org.yarnp2p.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ReasonTest {
  @Test
  void stackTraceInAMessageIsLeftOut() {
    assertThat(Reason.of(new IOException("Permission denied: user=me\n\tat org.apache.Some.where")))
        .isEqualTo("Permission denied: user=me");
  }

  @Test
  void whereToReadOnAboutConnectionsIsLeftOut() {
    String refused = "Call From a to b:1 failed on connection exception: Connection refused";
    assertThat(Reason.of(new IOException(refused + "; For more details see:  http://wiki")))
        .isEqualTo(refused);
  }

  @Test
  void exceptionWithoutWordsIsNamed() {
    assertThat(Reason.of(new IOException())).isEqualTo("IOException");
    assertThat(Reason.of(new IOException(" "))).isEqualTo("IOException");
  }

  @Test
  void merePathIsNoReason() {
    assertThat(Reason.of(new NoSuchFileException("/proc/x")))
        .isEqualTo("/proc/x: no such file or directory");
    assertThat(Reason.of(new AccessDeniedException("/root/x")))
        .isEqualTo("/root/x: permission denied");
    assertThat(Reason.of(new FileSystemException("/data/x", null, "Read-only file system")))
        .isEqualTo("/data/x: Read-only file system");
  }

  @Test
  void whoeverHasNoTicketIsToldHowToGetOne() {
    assertThat(Reason.of(new IOException("Client cannot authenticate via:[TOKEN, KERBEROS]")))
        .endsWith("; run kinit");
  }
}
