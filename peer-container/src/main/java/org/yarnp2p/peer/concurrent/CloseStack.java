package org.yarnp2p.peer.concurrent;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Things to close at the end, the last one first. What cannot be closed is logged and does not keep
 * the others open. Thread-safe.
 */
public final class CloseStack implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(CloseStack.class);

  private final Deque<Closeable> open = new ArrayDeque<>();
  private boolean closed;

  /** Adds something to close; closes it at once when the end has come already. */
  public <C extends Closeable> C push(C closeable) {
    if (!add(closeable)) {
      close(closeable);
    }
    return closeable;
  }

  @Override
  public void close() {
    for (Closeable next = next(); next != null; next = next()) {
      close(next);
    }
  }

  private synchronized boolean add(Closeable closeable) {
    if (!closed) {
      open.push(closeable);
    }
    return !closed;
  }

  private synchronized Closeable next() {
    closed = true;
    return open.poll();
  }

  private static void close(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Could not close {}", closeable, e);
    }
  }
}
