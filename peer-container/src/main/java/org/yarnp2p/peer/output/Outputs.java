package org.yarnp2p.peer.output;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.concurrent.DaemonThreads;
import org.yarnp2p.peer.store.SharedFile;

/** Writes outputs with a few threads while other files are still downloaded. Thread-safe. */
public final class Outputs implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Outputs.class);

  private final OutputWriter writer;
  private final Map<Integer, Destination> destinations;
  private final ExecutorService threads;
  private final Set<Integer> written = ConcurrentHashMap.newKeySet();
  private final AtomicInteger left;
  private final Listener listener;

  /**
   * Whom the outputs tell, by any thread.
   *
   * @param written given the id of each file whose output is written, once
   * @param complete run once, when all outputs are written
   * @param failure given what could not be written
   */
  public record Listener(IntConsumer written, Runnable complete, Consumer<Exception> failure) {}

  /**
   * @param rank whose outputs
   * @param destinations of all wanted files, by id
   * @param before ids of those whose output an earlier life of the rank has written
   * @param writers threads that write at the same time, from 1
   */
  public Outputs(
      Rank rank,
      Map<Integer, Destination> destinations,
      Set<Integer> before,
      int writers,
      Listener listener) {
    writer = new OutputWriter(rank);
    this.destinations = Map.copyOf(destinations);
    written.addAll(before);
    left = new AtomicInteger(destinations.size() - before.size());
    threads = DaemonThreads.pool("output", writers);
    this.listener = listener;
  }

  /** Completes at once when nothing is wanted, or all is written. */
  public void start() {
    if (left.get() == 0) {
      listener.complete().run();
    }
  }

  /**
   * All segments of a wanted file are here; returns at once.
   *
   * @param settled completes when the tracker has agreed to all of its digests
   */
  public void write(SharedFile file, CompletableFuture<Void> settled) {
    var unused = settled.thenRunAsync(() -> writeNow(file), threads);
  }

  /** No further outputs; what is there of those that are not finished is deleted. */
  @Override
  public void close() {
    threads.shutdown();
    destinations.forEach(
        (id, destination) -> {
          if (!written.contains(id)) {
            writer.deletePart(destination);
          }
        });
  }

  private void writeNow(SharedFile file) {
    try {
      if (!file.store().complete()) {
        LOG.info("File {} is not complete after all", file.plan().name());
        return; // the swarm fetches the rest and finishes it again
      }
      int id = file.plan().id();
      writer.write(file, destinations.get(id));
      if (written.add(id)) {
        listener.written().accept(id);
        if (left.decrementAndGet() == 0) {
          listener.complete().run();
        }
      }
    } catch (IOException | RuntimeException e) {
      listener.failure().accept(e);
    }
  }
}
