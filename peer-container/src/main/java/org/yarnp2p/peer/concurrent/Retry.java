package org.yarnp2p.peer.concurrent;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.TooEarlyException;

/**
 * Repeats calls to a process that may be away for a while. What it has answered is final, also when
 * that is an error: {@link AccessControlException}, {@link FencedException} and {@link
 * RemoteException} are thrown on at once. After {@link TooEarlyException} the call is repeated, for
 * as long as it takes. Thread-safe.
 */
public final class Retry {
  private static final Logger LOG = LoggerFactory.getLogger(Retry.class);

  private final String whom;
  private final Backoff backoff;
  private final long patienceNanos;
  private final LongSupplier nanoClock;

  /**
   * @param whom is called, for messages
   * @param backoff between two attempts
   * @param patienceMillis after this time of failures in a row the last one is final, in ms
   * @param nanoClock such as {@link System#nanoTime}
   */
  public Retry(String whom, Backoff backoff, long patienceMillis, LongSupplier nanoClock) {
    this.whom = whom;
    this.backoff = backoff;
    patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    this.nanoClock = nanoClock;
  }

  /** One attempt. */
  @FunctionalInterface
  public interface Call<T> {
    /** Any failure but an answer of the other end leads to another attempt. */
    T attempt() throws IOException, InterruptedException;
  }

  /**
   * Calls until the call succeeds.
   *
   * @param what the call is for, for messages
   * @throws IOException when the patience is over or the call was refused
   */
  public <T> T call(String what, Call<T> call) throws IOException, InterruptedException {
    long began = nanoClock.getAsLong();
    for (int failures = 1; ; failures++) {
      try {
        return call.attempt();
      } catch (AccessControlException | FencedException | RemoteException refused) {
        throw refused;
      } catch (TooEarlyException e) {
        LOG.debug("{}: {} comes too early", whom, what, e);
        failures = 0;
        began = nanoClock.getAsLong(); // it is not away
        TimeUnit.MILLISECONDS.sleep(backoff.millis(1));
      } catch (IOException e) {
        throwIfInterrupted(e);
        long failing = nanoClock.getAsLong() - began;
        if (failing > patienceNanos) {
          throw new IOException(
              "%s has not answered %s for %d s: %s"
                  .formatted(whom, what, TimeUnit.NANOSECONDS.toSeconds(failing), e.getMessage()),
              e);
        }
        LOG.info("{}: {} failed, trying again: {}", whom, what, e.toString());
        TimeUnit.MILLISECONDS.sleep(backoff.millis(failures));
      }
    }
  }

  /** Hadoop's client forgets the interruption of a thread that waits to connect, but for this. */
  private static void throwIfInterrupted(IOException e) throws InterruptedException {
    boolean interrupted =
        e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException);
    if (interrupted || e instanceof ClosedByInterruptException) {
      InterruptedException end = new InterruptedException(e.getMessage());
      end.initCause(e);
      throw end;
    }
  }
}
