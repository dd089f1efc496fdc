package org.yarnp2p.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReasonTest {
  @Test
  void stackTraceInAMessageIsLeftOut() {
    assertThat(Reason.of(new IOException("Permission denied: user=me\n\tat org.apache.Some.where")))
        .isEqualTo("Permission denied: user=me");
  }

  @Test
  void exceptionWithoutWordsIsNamed() {
    assertThat(Reason.of(new IOException())).isEqualTo("IOException");
    assertThat(Reason.of(new IOException(" "))).isEqualTo("IOException");
  }

  @Test
  void whoeverHasNoTicketIsToldHowToGetOne() {
    assertThat(Reason.of(new IOException("Client cannot authenticate via:[TOKEN, KERBEROS]")))
        .endsWith("; run kinit");
  }
}
