package org.yarnp2p.peer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SendGateTest {
  private final AtomicLong now = new AtomicLong();
  private final SendGate gate = new SendGate(1, now::get);

  @Test
  void nextTransferBeginsWhenTheOneBeforeIsOver() throws Exception {
    for (int i = 0; i < 50; i++) { // by now a long transfer is usual
      SendGate.Passage passage = gate.enter();
      now.addAndGet(TimeUnit.MINUTES.toNanos(1));
      passage.leave();
    }
    SendGate.Passage first = gate.enter();
    CompletableFuture<SendGate.Passage> second = entering();
    assertThat(second).isNotDone();
    first.leave();
    second.join().leave();
  }

  @Test
  void transferThatHasStoppedDoesNotHoldUpTheOthersForLong() throws Exception {
    for (int i = 0; i < 50; i++) { // by now a short transfer is usual
      gate.enter().leave();
    }
    SendGate.Passage stopped = gate.enter();
    SendGate.Passage passed = entering().join();
    passed.leave();
    stopped.leave();
    CompletableFuture<SendGate.Passage> later = entering();
    later.join().leave();
  }

  @Test
  void oneThatWasStoppedDoesNotMakeTheOthersPatient() throws Exception {
    for (int i = 0; i < 50; i++) {
      gate.enter().leave();
    }
    SendGate.Passage stopped = gate.enter();
    now.addAndGet(TimeUnit.HOURS.toNanos(1));
    stopped.leave();
    SendGate.Passage next = gate.enter();
    entering().join().leave();
    next.leave();
  }

  private CompletableFuture<SendGate.Passage> entering() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return gate.enter();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
