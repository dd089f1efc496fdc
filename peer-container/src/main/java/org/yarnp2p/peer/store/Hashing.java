package org.yarnp2p.peer.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import org.yarnp2p.model.Digest;
import org.yarnp2p.peer.concurrent.DaemonThreads;

/** Computes the digests of many segments with several threads, each with one direct buffer. */
final class Hashing {
  /** Bytes that a thread reads at a time. */
  static final int BUFFER = 1 << 20;

  private final int threads;
  private final LongConsumer hashed;

  /**
   * @param threads at work at the same time, from 1
   * @param hashed told the bytes hashed, in steps, by all threads
   */
  Hashing(int threads, LongConsumer hashed) {
    this.threads = threads;
    this.hashed = hashed;
  }

  /** A part of the task, done by one thread. */
  interface Work {
    /**
     * Does the part.
     *
     * @param buffer a direct buffer of {@link #BUFFER} bytes
     */
    void run(ByteBuffer buffer, LongConsumer hashed, Publication publication)
        throws IOException, InterruptedException;
  }

  /**
   * Does all works; the first failure ends it.
   *
   * @param publication told what is hashed, by all threads
   */
  void run(Collection<Work> works, Publication publication)
      throws IOException, InterruptedException {
    Queue<Work> queue = new ConcurrentLinkedQueue<>(works);
    int workers = Math.min(threads, works.size());
    if (workers == 0) {
      return;
    }
    ExecutorService executor = Executors.newFixedThreadPool(workers, DaemonThreads.named("hash"));
    try {
      // In the order in which they end: one that is long at work must not hide another's failure.
      CompletionService<Void> running = new ExecutorCompletionService<>(executor);
      for (int i = 0; i < workers; i++) {
        var unused = running.submit(() -> workOff(queue, publication));
      }
      for (int i = 0; i < workers; i++) {
        running.take().get();
      }
    } catch (ExecutionException e) {
      queue.clear();
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof InterruptedException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      queue.clear();
      executor.shutdownNow();
    }
  }

  private Void workOff(Queue<Work> queue, Publication publication)
      throws IOException, InterruptedException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    for (Work work = queue.poll(); work != null; work = queue.poll()) {
      work.run(buffer, hashed, publication);
    }
    return null;
  }

  /**
   * Some neighbouring segments of a local file.
   *
   * @param file id in the job's plan
   * @param from the first segment
   * @param to one after the last segment
   */
  record LocalRun(
      int file, LocalFileStore store, ToldDigests told, int from, int to, Unchanged unchanged)
      implements Work {
    @Override
    public void run(ByteBuffer buffer, LongConsumer hashed, Publication publication)
        throws IOException, InterruptedException {
      HashedBatch batch = new HashedBatch(file, store, told, unchanged, publication);
      for (int segment = from; segment < to; segment++) {
        batch.add(segment, digest(segment, buffer, hashed));
      }
      batch.publish();
    }

    private Digest digest(int segment, ByteBuffer buffer, LongConsumer hashed) throws IOException {
      try {
        return store.compute(segment, buffer, hashed);
      } catch (IOException e) {
        throw unchanged.failed(e);
      }
    }
  }
}
