package org.yarnp2p.bench.faults;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.function.Consumer;
import org.apache.hadoop.ipc.RemoteException;
import org.yarnp2p.bench.sim.VirtualTime;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.TooEarlyException;

/**
 * Calls from process to process, as Hadoop IPC makes them: each has one answer or fails, and
 * whoever calls does not know whether a call without an answer was heard.
 */
final class Calls {
  private static final long TIMEOUT_NANOS = 10_000_000_000L;

  private final VirtualTime time;
  private final Weather weather;

  Calls(VirtualTime time, Weather weather) {
    this.time = time;
    this.weather = weather;
  }

  /** What the called process does; answers at once or later. */
  @FunctionalInterface
  interface Handler<T> {
    /** Takes the call. */
    void handle(Consumer<T> answer) throws IOException;
  }

  /** The same, with the answer at once. */
  @FunctionalInterface
  interface Function<T> {
    /** Takes the call. */
    T apply() throws IOException;
  }

  /** A call in the caller's process. */
  private final class Pending<T> {
    private final VirtualProcess from;
    private final Consumer<T> answered;
    private final Consumer<IOException> failed;
    private boolean over;

    Pending(VirtualProcess from, Consumer<T> answered, Consumer<IOException> failed) {
      this.from = from;
      this.answered = answered;
      this.failed = failed;
    }

    /** The answer sets out. */
    void answer(T value) {
      travel(() -> settle(() -> answered.accept(value)));
    }

    void fail(IOException why) {
      travel(() -> settle(() -> failed.accept(why)));
    }

    private void travel(Runnable end) {
      if (!weather.loses()) {
        time.after(weather.delay(), () -> from.run(end));
      }
    }

    void settle(Runnable end) {
      if (!over) {
        over = true;
        end.run();
      }
    }
  }

  /** Calls a process; see {@link #poll}. */
  <T> void call(
      VirtualProcess from,
      VirtualProcess to,
      Function<T> function,
      Consumer<T> answered,
      Consumer<IOException> failed) {
    poll(from, to, answer -> answer.accept(function.apply()), answered, failed);
  }

  /**
   * Calls a process that may answer later.
   *
   * @param answered in the caller's process
   * @param failed the same, when there is no answer or an error
   */
  <T> void poll(
      VirtualProcess from,
      VirtualProcess to,
      Handler<T> handler,
      Consumer<T> answered,
      Consumer<IOException> failed) {
    Pending<T> pending = new Pending<>(from, answered, failed);
    from.after(
        2 * TIMEOUT_NANOS,
        () -> pending.settle(() -> failed.accept(new SocketTimeoutException("no answer"))));
    if (weather.loses()) {
      return;
    }
    time.after(weather.delay(), () -> arrive(to, handler, pending));
    if (weather.repeats()) {
      time.after(3 * weather.delay(), () -> arrive(to, handler, pending));
    }
  }

  private <T> void arrive(VirtualProcess to, Handler<T> handler, Pending<T> pending) {
    if (to.dead()) {
      pending.fail(new ConnectException("nobody listens"));
      return;
    }
    Runnable broken = () -> pending.fail(new EOFException("the connection has ended"));
    to.mourn(broken);
    to.run(
        () -> {
          try {
            handler.handle(
                answer -> {
                  to.forget(broken);
                  pending.answer(answer);
                });
            return;
          } catch (FencedException | TooEarlyException e) {
            pending.fail(e);
          } catch (IOException e) {
            pending.fail(new RemoteException(e.getClass().getName(), e.getMessage()));
          }
          to.forget(broken);
        });
  }

  /** Whether a failure is an answer, so that asking again is of no use. */
  static boolean refused(IOException failure) {
    return failure instanceof FencedException || failure instanceof RemoteException;
  }
}
