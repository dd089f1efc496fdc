package org.yarnp2p.peer.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Digest;
import org.yarnp2p.peer.concurrent.DaemonThreads;

/**
 * Hashes what an earlier process has left on this host's disks, several threads at the same time: a
 * segment with the digest that was recorded is held again. For one thread.
 */
public final class Recheck {
  private static final Logger LOG = LoggerFactory.getLogger(Recheck.class);

  /** One task hashes about this many bytes. */
  private static final long RUN = 32L << 20;

  /** Bytes read at a time. */
  private static final int BUFFER = 1 << 20;

  private final List<Run> runs = new ArrayList<>();

  /**
   * Neighbouring segments.
   *
   * @param expected digests by segment, null where none is known
   */
  private record Run(LocalFileStore store, List<Digest> expected, int from, int to) {}

  /**
   * To be hashed.
   *
   * @param store of what is there
   * @param expected digests by segment, null for those that need not be looked at
   */
  public void add(LocalFileStore store, List<Digest> expected) {
    int run = (int) Math.max(1, RUN / store.shape().segmentSize());
    for (int from = 0; from < expected.size(); from += run) {
      runs.add(new Run(store, expected, from, Math.min(expected.size(), from + run)));
    }
  }

  /**
   * Hashes all that has been added, and vouches for what is right.
   *
   * @param threads at work at the same time, from 1
   * @throws IOException when a disk fails, names the file; that one is too short is not a failure
   */
  public void run(int threads) throws IOException, InterruptedException {
    List<Run> now = List.copyOf(runs);
    runs.clear();
    if (now.isEmpty()) {
      return;
    }
    ExecutorService executor =
        Executors.newFixedThreadPool(Math.min(threads, now.size()), DaemonThreads.named("recheck"));
    ThreadLocal<ByteBuffer> buffers =
        ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER));
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Run run : now) {
        running.add(
            executor.submit(
                () -> {
                  look(run, buffers.get());
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private static void look(Run run, ByteBuffer buffer) throws IOException {
    for (int segment = run.from(); segment < run.to(); segment++) {
      Digest expected = run.expected().get(segment);
      if (expected == null) {
        continue;
      }
      try {
        if (run.store().compute(segment, buffer, bytes -> {}).equals(expected)) {
          run.store().vouch(segment, expected);
        } else {
          LOG.warn("Segment {} of {} is not what arrived there", segment, run.store());
        }
      } catch (EOFException e) {
        LOG.warn("{}", e.getMessage());
        return;
      } catch (IOException e) {
        throw new IOException(
            "%s cannot be hashed again: %s; look at that disk, or remove the file"
                .formatted(run.store(), DiskReason.of(e, run.store())),
            e);
      }
    }
  }
}
