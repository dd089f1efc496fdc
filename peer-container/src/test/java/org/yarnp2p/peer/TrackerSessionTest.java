package org.yarnp2p.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.container.ContainerContext;
import org.yarnp2p.peer.concurrent.Backoff;
import org.yarnp2p.peer.concurrent.Retry;
import org.yarnp2p.protocol.TrackerClient;

@Timeout(60)
class TrackerSessionTest {
  @TempDir Path directory;

  /** The peer ends while the first connection is made. */
  @Test
  void connectionThatIsMadeAfterTheEndIsClosed() throws Exception {
    try (TestJob job = new TestJob(directory)) {
      job.inline("lines").input("1", "lines 1", "a", "0").start();
      ContainerContext context = job.context(1, 2);
      List<TrackerSession> sessions = new ArrayList<>();
      List<TrackerClient> clients = new ArrayList<>();
      Retry retry = new Retry("the ApplicationMaster", new Backoff(1, 1), 20_000, System::nanoTime);
      sessions.add(
          new TrackerSession(
              new TrackerFinder(
                  context.member(), context.umbilical(), retry, 20_000, System::nanoTime),
              contact -> {
                sessions.get(0).close();
                clients.add(context.dialer().tracker(contact));
                return clients.get(0);
              },
              new Backoff(1, 1),
              failure -> {}));

      assertThatThrownBy(
              () ->
                  sessions
                      .get(0)
                      .open(
                          () -> {
                            throw new IllegalStateException("nobody joins");
                          }))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("this peer ends before it has joined");
      assertThat(clients).hasSize(1);
      assertThatThrownBy(() -> clients.get(0).leave(context.member()))
          .hasMessageContaining("was closed");
    }
  }
}
