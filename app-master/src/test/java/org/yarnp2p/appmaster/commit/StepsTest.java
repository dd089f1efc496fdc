package org.yarnp2p.appmaster.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.ipc.RemoteException;
import org.junit.jupiter.api.Test;
import org.yarnp2p.storage.StoragePatience;

class StepsTest {
  private final RemoteException safeMode =
      new RemoteException(
          "org.apache.hadoop.hdfs.server.namenode.SafeModeException",
          "Cannot rename /out. Name node is in safe mode.\nThe reported blocks 3 ...");

  private final AtomicInteger taken = new AtomicInteger();

  @Test
  void everyRepetitionNeedsTheAuthorityAnew() {
    AtomicInteger asked = new AtomicInteger();
    Steps unsure =
        new Steps(
            () -> {
              if (asked.incrementAndGet() == 3) {
                throw new ConnectException("the ResourceManager cannot be reached");
              }
            },
            new StoragePatience("p2p.am.commit.timeout", 60_000, () -> 0, millis -> {}));
    assertThatThrownBy(
            () ->
                unsure.take(
                    () -> {
                      taken.incrementAndGet();
                      throw safeMode;
                    }))
        .isInstanceOf(ConnectException.class);
    assertThat(taken).hasValue(2);
  }
}
