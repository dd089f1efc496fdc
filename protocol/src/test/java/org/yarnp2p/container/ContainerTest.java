package org.yarnp2p.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.RemoteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankStatus;

@Timeout(30)
class ContainerTest {
  private static final Member MEMBER = new Member(Rank.peer(3), 1);
  private static final List<Object> REGISTERED = List.of("register", MEMBER, FakeService.ENDPOINT);
  private static final List<Object> DONE = List.of("done", MEMBER, FakeService.FINAL);

  private final FakeService service = new FakeService();

  @Test
  void workThatEndsWellIsReportedWithItsFinalFigures() {
    FakeMaster master = new FakeMaster();

    Ending ending = container(master).run(FakeService::quick);

    assertThat(ending).isEqualTo(new Ending.Done(FakeService.FINAL));
    assertThat(master.received).containsExactly(REGISTERED, DONE);
  }

  @Test
  void containerBeatsWithItsFiguresWhileItWorks() {
    AtomicInteger beats = new AtomicInteger();
    FakeMaster master =
        new FakeMaster() {
          @Override
          public HeartbeatAnswer heartbeat(Member member, RankStatus status) {
            assertThat(member).isEqualTo(MEMBER);
            assertThat(status).isEqualTo(RankStatus.starting());
            if (beats.incrementAndGet() == 5) {
              service.released.countDown();
            }
            return HeartbeatAnswer.of(Order.CONTINUE);
          }
        };

    assertThat(container(master).run(() -> service)).isInstanceOf(Ending.Done.class);
    assertThat(beats.get()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void failureOfTheWorkIsReportedWithRankAndHost() {
    FakeMaster master = new FakeMaster();
    IOException cause = new IOException("no space left\n  on /data1");

    Container container = container(master);
    Ending ending = container.run(() -> failing(cause));

    assertThat(ending).isEqualTo(new Ending.Failed(cause));
    String line = "rank 3 on host7: no space left; on /data1";
    assertThat(container.describe(ending)).isEqualTo(line);
    assertThat(master.received)
        .containsExactly(REGISTERED, List.of("failed", MEMBER, line, Cure.RESTART));
  }

  @ParameterizedTest
  @CsvSource({
    "rank 3 cannot put 'a' below /d,rank 3 on host7 cannot put 'a' below /d",
    "rank 3: target /d is a link,rank 3 on host7: target /d is a link",
    "'rank 3, input line 2: gone','rank 3 on host7, input line 2: gone'",
    "rank 3 on host7 needs 5 MiB,rank 3 on host7 needs 5 MiB",
    "rank 31 has other bytes,rank 3 on host7: rank 31 has other bytes",
  })
  void rankThatTheMessageNamesIsNotNamedAgain(String message, String line) {
    Container container = container(new FakeMaster());
    assertThat(container.describe(new Ending.Failed(new IOException(message)))).isEqualTo(line);
  }

  @Test
  void stackOfAServerIsNoPartOfTheMessage() {
    IOException cause =
        new IOException(
            """
            Cannot create file /out/a.
            Name node is in safe mode.
            \tat org.apache.hadoop.hdfs.FSNamesystem.startFile(FSNamesystem.java:2745)
            \tat java.base/java.security.AccessController.doPrivileged(Native Method)
            """);

    assertThat(container(new FakeMaster()).describe(new Ending.Failed(cause)))
        .isEqualTo("rank 3 on host7: Cannot create file /out/a.; Name node is in safe mode.");
  }

  @Test
  void serviceThatCannotBeMadeIsAFailure() {
    FakeMaster master = new FakeMaster();

    Ending ending =
        container(master)
            .run(
                () -> {
                  throw new FileNotFoundException("input.txt is missing");
                });

    assertThat(ending).isInstanceOf(Ending.Failed.class);
    assertThat(master.received)
        .containsExactly(
            List.of("failed", MEMBER, "rank 3 on host7: input.txt is missing", Cure.RESTART));
  }

  @Test
  void errorWhileTheServiceIsMadeIsAFailureToo() {
    FakeMaster master = new FakeMaster();

    container(master)
        .run(
            () -> {
              throw new NoClassDefFoundError("org/example/Missing");
            });

    assertThat(master.received)
        .containsExactly(failed("java.lang.NoClassDefFoundError: org/example/Missing"));
  }

  @Test
  void bugOrLackOfMemoryIsReportedByItsName() {
    FakeMaster master = new FakeMaster();

    container(master).run(() -> failing(new IllegalStateException("bug")));
    container(master).run(() -> failing(new OutOfMemoryError("Java heap space")));
    container(master).run(() -> failing(new IOException()));

    assertThat(master.received)
        .contains(
            failed("java.lang.IllegalStateException: bug"),
            failed("java.lang.OutOfMemoryError: Java heap space"),
            failed("java.io.IOException"));
  }

  @Test
  void stopOrderEndsTheContainerInTheMidstOfItsWork() throws IOException {
    FakeMaster master =
        new FakeMaster() {
          @Override
          public HeartbeatAnswer heartbeat(Member member, RankStatus status) {
            return HeartbeatAnswer.of(Order.STOP);
          }
        };
    Container container = container(master);

    Ending ending = container.run(() -> service);

    assertThat(container.describe(ending))
        .isEqualTo("rank 3 on host7: stopped by the ApplicationMaster");
    assertThat(master.received).containsExactly(REGISTERED);
    assertThat(service.closed.getCount()).isEqualTo(1);
    container.close();
    assertThat(service.closed.getCount()).isZero();
  }

  @Test
  void containerWhoseRankHasANewerIncarnationEndsWithoutAWord() {
    FakeMaster master =
        new FakeMaster() {
          @Override
          public HeartbeatAnswer heartbeat(Member member, RankStatus status) throws IOException {
            throw new FencedException(member, 2);
          }
        };
    Container container = container(master);

    Ending ending = container.run(() -> service);

    assertThat(ending).isInstanceOf(Ending.Dismissed.class);
    assertThat(container.describe(ending))
        .contains("turned away by the ApplicationMaster: rank 3 is fenced off: incarnation 2");
    assertThat(master.received).containsExactly(REGISTERED);
  }

  @Test
  void containerThatMayNotRegisterNeverWorks() {
    FakeMaster master =
        new FakeMaster() {
          @Override
          public void register(Member member, Endpoint endpoint) throws IOException {
            throw new FencedException(member, 2);
          }
        };

    assertThat(container(master).run(() -> failing(new AssertionError("must not work"))))
        .isInstanceOf(Ending.Dismissed.class);
    assertThat(master.received).isEmpty();
  }

  @Test
  void orphanEndsItselfWhenTheMasterIsSilent() {
    FakeMaster master =
        new FakeMaster() {
          @Override
          public HeartbeatAnswer heartbeat(Member member, RankStatus status) throws IOException {
            throw new ConnectException("Connection refused");
          }
        };
    Container container = impatient(master);

    Ending ending = container.run(() -> service);

    assertThat(container.describe(ending))
        .matches(
            "rank 3 on host7: no contact with the ApplicationMaster for \\d+ ms:"
                + " Connection refused");
    assertThat(master.received).containsExactly(REGISTERED);
  }

  @Test
  void masterThatCannotBeReachedAtTheStartIsWaitedFor() {
    AtomicInteger attempts = new AtomicInteger();
    FakeMaster master =
        new FakeMaster() {
          @Override
          public void register(Member member, Endpoint endpoint) throws IOException {
            if (attempts.incrementAndGet() < 3) {
              throw new SocketTimeoutException("no answer");
            }
            super.register(member, endpoint);
          }
        };

    assertThat(container(master).run(FakeService::quick)).isInstanceOf(Ending.Done.class);
    assertThat(master.received).containsExactly(REGISTERED, DONE);
  }

  @Test
  void masterThatNeverAnswersTheRegistrationIsGivenUp() {
    FakeMaster master =
        new FakeMaster() {
          @Override
          public void register(Member member, Endpoint endpoint) throws IOException {
            throw new ConnectException("Connection refused");
          }
        };
    Container container = impatient(master);

    assertThat(container.describe(container.run(() -> service)))
        .isEqualTo("rank 3 on host7: the ApplicationMaster cannot be reached: Connection refused");
  }

  @Test
  void lastWordIsRepeatedUntilItArrives() {
    AtomicInteger attempts = new AtomicInteger();
    FakeMaster master =
        new FakeMaster() {
          @Override
          public void done(Member member, RankStatus status) throws IOException {
            if (attempts.incrementAndGet() < 3) {
              throw new SocketTimeoutException("no answer");
            }
            super.done(member, status);
          }
        };

    assertThat(container(master).run(FakeService::quick)).isInstanceOf(Ending.Done.class);
    assertThat(master.received).containsExactly(REGISTERED, DONE);
  }

  @Test
  void lastWordThatIsRefusedIsAFailure() {
    FakeMaster master =
        new FakeMaster() {
          @Override
          public void done(Member member, RankStatus status) throws IOException {
            throw new RemoteException("java.io.IOException", "file1 is missing still");
          }
        };

    assertThat(container(master).run(FakeService::quick)).isInstanceOf(Ending.Failed.class);
    assertThat(master.received).contains(failed("file1 is missing still"));
  }

  @Test
  void endFromOutsideEndsTheWork() {
    FakeMaster master = new FakeMaster();
    Container container = container(master);
    Error error = new OutOfMemoryError("Java heap space");
    FakeService dying =
        new FakeService() {
          @Override
          public RankStatus run() throws Exception {
            container.end(new Ending.Failed(error));
            return super.run();
          }
        };

    assertThat(container.run(() -> dying)).isEqualTo(new Ending.Failed(error));
  }

  @Test
  void containerWithoutServiceHasNothingToClose() throws IOException {
    container(new FakeMaster()).close();
  }

  private static List<Object> failed(String what) {
    return List.of("failed", MEMBER, "rank 3 on host7: " + what, Cure.RESTART);
  }

  private static FakeService failing(Throwable cause) {
    return new FakeService() {
      @Override
      public RankStatus run() throws Exception {
        if (cause instanceof Error error) {
          throw error;
        }
        throw (Exception) cause;
      }
    };
  }

  private static Container container(FakeMaster master) {
    return container(master, 20_000);
  }

  private static Container impatient(FakeMaster master) {
    return container(master, 20);
  }

  private static Container container(FakeMaster master, long orphanMillis) {
    Configuration conf = P2pConf.create();
    conf.set(P2pKeys.HEARTBEAT_INTERVAL, "2ms");
    return new Container(MEMBER, "host7", master, conf, orphanMillis);
  }
}
