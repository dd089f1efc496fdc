package org.yarnp2p.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.JobOverException;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.UmbilicalProtocol;

/** Each beat takes ten seconds of the test's clock; the timeout is 30 s. */
@Timeout(30)
class HeartbeatTest {
  private static final Member MEMBER = new Member(Rank.TRACKER, 1);

  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger beats = new AtomicInteger();
  private final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();
  private final BlockingQueue<HeartbeatAnswer> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<Endpoint> registrations = new LinkedBlockingQueue<>();

  @Test
  void silenceIsCountedFromTheLastContact() throws Exception {
    try (Heartbeat heartbeat =
        heartbeat(
            RankStatus::starting,
            () -> {
              if (beats.get() % 3 != 0 || beats.get() > 9) {
                throw new ConnectException("Connection refused");
              }
              return Order.CONTINUE;
            })) {
      heartbeat.start();

      assertThat(endings.take())
          .isInstanceOfSatisfying(
              Ending.Dismissed.class,
              ending ->
                  assertThat(ending.reason())
                      .isEqualTo(
                          "no contact with the ApplicationMaster for 30000 ms:"
                              + " Connection refused"));
      assertThat(beats).hasValue(12);
    }
  }

  @Test
  void figuresThatCannotBeReadAreAFailureOfTheContainer() throws Exception {
    RuntimeException bug = new IllegalStateException("bug");

    try (Heartbeat heartbeat =
        heartbeat(
            () -> {
              throw bug;
            },
            () -> Order.CONTINUE)) {
      heartbeat.start();

      assertThat(endings.take()).isEqualTo(new Ending.Failed(bug));
    }
  }

  @Test
  void anErrorDuringABeatIsAFailureOfTheContainer() throws Exception {
    Error error = new NoClassDefFoundError("org/yarnp2p/Gone");

    try (Heartbeat heartbeat =
        heartbeat(
            () -> {
              throw error;
            },
            () -> Order.CONTINUE)) {
      heartbeat.start();

      assertThat(endings.take()).isEqualTo(new Ending.Failed(error));
    }
  }

  @Test
  void endingIsToldOnce() throws Exception {
    try (Heartbeat heartbeat = heartbeat(RankStatus::starting, () -> Order.STOP)) {
      heartbeat.start();

      assertThat(endings.take()).isInstanceOf(Ending.Dismissed.class);
      assertThat(endings.poll(20, TimeUnit.MILLISECONDS)).isNull();
      assertThat(beats).hasValue(1);
    }
  }

  @Test
  void aMasterThatDoesNotKnowTheContainerIsToldWhereItListens() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (Heartbeat heartbeat =
        heartbeat(
            RankStatus::starting,
            () -> asked.incrementAndGet() == 2 ? Order.REGISTER : Order.CONTINUE)) {
      heartbeat.start();

      assertThat(told.take()).isNotNull();
      assertThat(registrations.take()).isEqualTo(FakeService.ENDPOINT);
      assertThat(told.take()).isNotNull();
      assertThat(told.take()).isNotNull();
      assertThat(registrations).isEmpty();
      assertThat(endings).isEmpty();
    }
  }

  @Test
  void theEndOfTheJobEndsTheContainer() throws Exception {
    try (Heartbeat heartbeat =
        heartbeat(
            RankStatus::starting,
            () -> {
              throw new JobOverException("the job is over");
            })) {
      heartbeat.start();

      assertThat(endings.take())
          .isInstanceOfSatisfying(
              Ending.Dismissed.class,
              ending -> assertThat(ending.reason()).isEqualTo("the job is over"));
      assertThat(beats).hasValue(1);
    }
  }

  @Test
  void everyBeatTellsWhoIsGone() throws Exception {
    try (Heartbeat heartbeat = heartbeat(RankStatus::starting, () -> Order.CONTINUE)) {
      heartbeat.start();

      assertThat(told.take().gone()).containsExactly(Rank.peer(7));
      assertThat(told.take().gone()).containsExactly(Rank.peer(7));
    }
  }

  @FunctionalInterface
  private interface Answer {
    Order get() throws IOException;
  }

  private Heartbeat heartbeat(Supplier<RankStatus> status, Answer answer) {
    UmbilicalProtocol master =
        new FakeMaster() {
          @Override
          public void register(Member member, Endpoint endpoint) {
            registrations.add(endpoint);
          }

          @Override
          public HeartbeatAnswer heartbeat(Member member, RankStatus figures) throws IOException {
            clock.addAndGet(TimeUnit.SECONDS.toNanos(10));
            beats.incrementAndGet();
            return new HeartbeatAnswer(answer.get(), Set.of(Rank.peer(7)), Set.of());
          }
        };
    return new Heartbeat(
        master,
        MEMBER,
        FakeService.ENDPOINT,
        status,
        told::add,
        1,
        30_000,
        clock::get,
        endings::add);
  }
}
