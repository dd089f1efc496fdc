package org.yarnp2p.peer.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.TooEarlyException;

class RetryTest {
  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger attempts = new AtomicInteger();
  private final Retry retry = new Retry("the tracker", new Backoff(1, 2), 5000, clock::get);

  @Test
  void callIsRepeatedUntilItSucceeds() throws Exception {
    String answer =
        retry.call(
            "a report",
            () -> {
              if (attempts.incrementAndGet() < 4) {
                throw new IOException("not there");
              }
              return "answer";
            });
    assertThat(answer).isEqualTo("answer");
  }

  @Test
  void patienceEndsWithAMessageThatSaysWhoAndWhat() {
    assertThatThrownBy(() -> retry.call("a report", this::failAndLetTimePass))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("the tracker", "a report", "6 s", "not there");
    assertThat(attempts).hasValue(3);
  }

  @Test
  void interruptionThatTheClientHasForgottenIsFinal() {
    for (IOException interruption :
        new IOException[] {
          new InterruptedIOException("Interrupted: action=retry"), new ClosedByInterruptException()
        }) {
      attempts.set(0);
      assertThatThrownBy(() -> retry.call("a report", () -> failOnceWith(interruption)))
          .isInstanceOf(InterruptedException.class)
          .hasCause(interruption);
      assertThat(attempts).hasValue(1);
    }
  }

  @Test
  void callThatHasTimedOutIsRepeated() throws Exception {
    IOException late = new SocketTimeoutException("no answer");
    assertThat(retry.<String>call("a report", () -> failOnceWith(late))).isEqualTo("answer");
  }

  private String failOnceWith(IOException failure) throws IOException {
    if (attempts.incrementAndGet() == 1) {
      throw failure;
    }
    return "answer";
  }

  @Test
  void refusalsAreFinal() {
    for (IOException refusal :
        new IOException[] {
          new AccessControlException("no"),
          new FencedException("old"),
          new RemoteException("java.io.IOException", "nonsense")
        }) {
      attempts.set(0);
      assertThatThrownBy(
              () ->
                  retry.call(
                      "a report",
                      () -> {
                        attempts.incrementAndGet();
                        throw refusal;
                      }))
          .isSameAs(refusal);
      assertThat(attempts).hasValue(1);
    }
  }

  @Test
  void whatComesTooEarlyIsRepeatedHoweverLongItTakes() throws Exception {
    String answer =
        retry.call(
            "a report",
            () -> {
              clock.addAndGet(TimeUnit.SECONDS.toNanos(4));
              if (attempts.incrementAndGet() < 10) {
                throw new TooEarlyException("not all are there");
              }
              return "answer";
            });
    assertThat(answer).isEqualTo("answer");
  }

  @Test
  void pausesAreDoubledWithinBounds() {
    Backoff backoff = new Backoff(100, 5000);
    assertThat(backoff.millis(1)).isEqualTo(100);
    assertThat(backoff.millis(2)).isEqualTo(200);
    assertThat(backoff.millis(6)).isEqualTo(3200);
    assertThat(backoff.millis(7)).isEqualTo(5000);
    assertThat(backoff.millis(1_000_000)).isEqualTo(5000);
  }

  private String failAndLetTimePass() throws IOException {
    attempts.incrementAndGet();
    clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
    throw new IOException("not there");
  }
}
