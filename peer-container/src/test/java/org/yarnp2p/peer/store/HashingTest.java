package org.yarnp2p.peer.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HashingTest {
  @Test
  void firstFailureEndsAllWhateverTheOthersAreAt() {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    Hashing.Work busy =
        (buffer, hashed, publication) -> {
          begun.countDown();
          never.await();
        };
    Hashing.Work failing =
        (buffer, hashed, publication) -> {
          begun.await();
          throw new IOException("the source has changed");
        };

    assertThatThrownBy(
            () -> new Hashing(2, bytes -> {}).run(List.of(busy, failing), Publication.NONE))
        .isInstanceOf(IOException.class)
        .hasMessage("the source has changed");
  }
}
