package org.yarnp2p.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.ipc.IpcDialer;
import org.yarnp2p.ipc.UmbilicalRoute;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.JobOverException;
import org.yarnp2p.security.JobSecret;

@Timeout(30)
class MasterSearchTest {
  private static final Endpoint FIRST = new Endpoint("127.0.0.1", 4001);
  private static final Endpoint SECOND = new Endpoint("127.0.0.1", 4002);

  private final IpcDialer dialer = new IpcDialer(P2pConf.create(), Laid.JOB, Laid.MEMBER.rank());
  private final BlockingQueue<String> looks = new LinkedBlockingQueue<>();
  private UmbilicalRoute route;

  @BeforeEach
  void route() throws IOException {
    JobSecret secret = JobSecret.generate();
    route =
        dialer.route(FIRST, secret.token(Laid.JOB, Laid.MEMBER.rank(), Rank.APPLICATION_MASTER));
  }

  @AfterEach
  void close() {
    dialer.close();
  }

  @Test
  void theRouteLeadsToTheAttemptThatIsFound() throws Exception {
    MasterSearch search = search(() -> Optional.of(SECOND));
    search.begin();
    looks.take();
    while (route.moveTo(SECOND)) {
      // It was not there yet: back again.
      route.moveTo(FIRST);
      search.begin();
    }
  }

  @Test
  void whoIsLookingDoesNotBeginAnew() throws Exception {
    SynchronousQueue<Boolean> storage = new SynchronousQueue<>();
    AtomicInteger begun = new AtomicInteger();
    MasterSearch search =
        search(
            () -> {
              begun.incrementAndGet();
              storage.take();
              return Optional.empty();
            });
    search.begin();
    looks.take();
    search.begin();
    search.begin();
    storage.put(true);
    assertThat(begun).hasValue(1);
  }

  @Test
  void aJobWhoseDirectoryIsGoneIsOver() throws Exception {
    MasterSearch search =
        search(
            () -> {
              throw new FileNotFoundException("/staging/job");
            });
    search.begin();
    looks.take();
    assertThatThrownBy(
            () -> {
              long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
              while (System.nanoTime() < end) {
                try {
                  route.client().failed(Laid.MEMBER, "nobody listens", Cure.RESTART);
                } catch (JobOverException e) {
                  throw e;
                } catch (IOException e) {
                  // Not yet known.
                }
              }
            })
        .hasMessageContaining("staging directory is gone");
  }

  private MasterSearch search(MasterSearch.Look look) {
    return new MasterSearch(
        () -> {
          looks.add("look");
          return look.latest();
        },
        route);
  }
}
