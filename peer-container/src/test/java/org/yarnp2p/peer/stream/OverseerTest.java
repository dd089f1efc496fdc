package org.yarnp2p.peer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OverseerTest {
  private static final StreamSettings HASTY = new StreamSettings(4, 2, 1 << 18, 4, 4, 4, 4);

  @Test
  void aLookThatBreaksDownIsNotTheLast() throws Exception {
    BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    try (Overseer overseer = new Overseer(HASTY, System::nanoTime)) {
      overseer.watch(
          new Overseer.Watched() {
            private boolean seen;

            @Override
            public Optional<String> overdue(long now) {
              if (!seen) {
                seen = true;
                throw new IllegalStateException("a mistake");
              }
              return Optional.of("silent");
            }

            @Override
            public void close(String reason) {
              closed.add(reason);
            }
          });

      assertThat(closed.take()).isEqualTo("silent");
    }
  }
}
