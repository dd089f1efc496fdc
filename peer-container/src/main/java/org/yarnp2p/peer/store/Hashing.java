package org.yarnp2p.peer.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;
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
    void run(ByteBuffer buffer, LongConsumer hashed) throws IOException;
  }

  /** Does all works; the first failure ends it. */
  void run(Collection<Work> works) throws IOException, InterruptedException {
    Queue<Work> queue = new ConcurrentLinkedQueue<>(works);
    int workers = Math.min(threads, works.size());
    if (workers == 0) {
      return;
    }
    ExecutorService executor = Executors.newFixedThreadPool(workers, DaemonThreads.named("hash"));
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        running.add(executor.submit(() -> workOff(queue)));
      }
      for (Future<Void> worker : running) {
        worker.get();
      }
    } catch (ExecutionException e) {
      queue.clear();
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      queue.clear();
      executor.shutdown();
    }
  }

  private Void workOff(Queue<Work> queue) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    for (Work work = queue.poll(); work != null; work = queue.poll()) {
      work.run(buffer, hashed);
    }
    return null;
  }

  /**
   * Some neighbouring segments of a local file.
   *
   * @param to one after the last segment
   */
  record LocalRun(LocalFileStore store, int from, int to, Unchanged unchanged) implements Work {
    @Override
    public void run(ByteBuffer buffer, LongConsumer hashed) throws IOException {
      try {
        for (int segment = from; segment < to; segment++) {
          store.vouch(segment, digest(segment, buffer, hashed));
        }
        unchanged.check();
      } catch (IOException e) {
        throw unchanged.failed(e);
      }
    }

    private Digest digest(int segment, ByteBuffer buffer, LongConsumer hashed) throws IOException {
      FileShape shape = store.shape();
      MessageDigest sha = Digest.sha256();
      int length = shape.segmentLength(segment);
      for (int at = 0; at < length; at += buffer.limit()) {
        buffer.clear().limit(Math.min(buffer.capacity(), length - at));
        store.readFully(shape.outputOffset(segment) + at, buffer);
        sha.update(buffer.flip());
        hashed.accept(buffer.limit());
      }
      return Digest.finish(sha);
    }
  }
}
