package org.yarnp2p.peer.download;

/**
 * A request on its way, which may be cancelled until its answer has come. The thread is interrupted
 * only while it waits for the network, never while it writes to disk.
 */
final class Fetching {
  private Thread waiting;
  private boolean cancelled;

  /** The calling thread now waits for the answer. False when the request has been cancelled. */
  synchronized boolean begin() {
    waiting = cancelled ? null : Thread.currentThread();
    return !cancelled;
  }

  /** The wait is over, well or not. False when the request has been cancelled. */
  synchronized boolean end() {
    waiting = null;
    // An interrupt may have come after the answer; it must not hit what follows.
    boolean interrupted = Thread.interrupted();
    return !cancelled && !interrupted;
  }

  synchronized void cancel() {
    cancelled = true;
    if (waiting != null) {
      waiting.interrupt();
    }
  }
}
