package org.yarnp2p.container;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.JobOverException;

/**
 * Makes a call again as long as it does not reach its server, for a time. Such a call may have been
 * answered and only the answer lost, so it must be one that may be repeated.
 *
 * @param intervalMillis between two attempts
 * @param timeoutMillis after which the last failure stands
 */
record Delivery(long intervalMillis, long timeoutMillis) {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /** A call without an answer. */
  @FunctionalInterface
  interface Call {
    void make() throws IOException;
  }

  /**
   * Makes the call.
   *
   * @param what for the log
   * @throws IOException what the server answered, or the last failure to reach it
   */
  void deliver(String what, Call call) throws IOException {
    long start = System.nanoTime();
    while (true) {
      try {
        call.make();
        return;
      } catch (FencedException | AccessControlException | RemoteException | JobOverException e) {
        throw e;
      } catch (IOException e) {
        long elapsedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (elapsedMillis + intervalMillis > timeoutMillis) {
          throw e;
        }
        LOG.warn("{} not delivered, trying again: {}", what, e.getMessage());
      }
      pause();
    }
  }

  private void pause() throws InterruptedIOException {
    try {
      TimeUnit.MILLISECONDS.sleep(intervalMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException error = new InterruptedIOException("interrupted between two attempts");
      error.initCause(e);
      throw error;
    }
  }
}
