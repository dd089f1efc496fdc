package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DeadlinesTest {
  private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
  private final Deadlines deadlines = new Deadlines("test", failures::add);

  @AfterEach
  void stop() {
    deadlines.stop();
  }

  @Test
  void anExceptionOfALookIsTold() throws Exception {
    RuntimeException bug = new IllegalStateException("bug");
    deadlines.later(
        () -> {
          throw bug;
        },
        1);
    assertThat(failures.take()).isSameAs(bug);
  }

  @Test
  void anErrorOfALookThatIsRepeatedIsTold() throws Exception {
    Error error = new NoClassDefFoundError("org/yarnp2p/Gone");
    deadlines.every(
        () -> {
          throw error;
        },
        1);
    assertThat(failures.take()).isSameAs(error);
  }
}
