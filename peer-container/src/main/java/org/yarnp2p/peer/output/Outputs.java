package org.yarnp2p.peer.output;

import java.io.Closeable;
import java.io.IOException;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.concurrent.DaemonThreads;
import org.yarnp2p.peer.store.DamagedSegmentsException;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.storage.StoragePatience;

/** Writes outputs with a few threads while other files are still downloaded. Thread-safe. */
public final class Outputs implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Outputs.class);

  /** As often an output may be read wrongly, one time after the other. */
  private static final int MOST_MISREAD = 3;

  private final Rank rank;
  private final OutputWriter writer;
  private final Map<Integer, Destination> destinations;
  private final ExecutorService threads;
  private final Set<Integer> written = ConcurrentHashMap.newKeySet();
  private final Set<Integer> abandoned = ConcurrentHashMap.newKeySet();

  /** By file: held while its output is written. */
  private final Map<Integer, Object> turns = new ConcurrentHashMap<>();

  /** Held while an output begins to count, and while completion is told, or put off. */
  private final Object completion = new Object();

  /** By file: how often it was reopened. */
  private final Map<Integer, Integer> reopened = new ConcurrentHashMap<>();

  /** By file: how often its output was read wrongly since it was reopened last, if ever. */
  private final Map<Integer, Integer> misread = new ConcurrentHashMap<>();

  /** What completion waits for: outputs to be written, and the start. */
  private int left;

  private final Listener listener;

  /**
   * Whom the outputs tell, by any thread.
   *
   * @param written given the id of each file whose output is written, once
   * @param complete run after the start when all outputs are written: once, and again when one was
   *     {@link #reopen written anew}; never by two threads at the same time
   * @param damaged given a file and the segments of it that have gone bad before it could be
   *     written
   * @param failure given what could not be written, or is read wrongly time after time
   */
  public record Listener(
      IntConsumer written, Runnable complete, Damage damaged, Consumer<Exception> failure) {}

  /** Takes note of segments that have gone bad. */
  @FunctionalInterface
  public interface Damage {
    /**
     * They are to be looked at once more, and fetched again.
     *
     * @param checked run after the look: what turned out to be right is written then
     */
    void found(int file, BitSet segments, Runnable checked);
  }

  /**
   * @param rank whose outputs
   * @param destinations of all wanted files, by id
   * @param before ids of those whose output an earlier life of the rank has written
   * @param writers threads that write at the same time, from 1
   * @param patience with remote destinations
   * @param verify whether what has been stored at its destination is hashed again
   */
  public Outputs(
      Rank rank,
      Map<Integer, Destination> destinations,
      Set<Integer> before,
      int writers,
      StoragePatience patience,
      boolean verify,
      Listener listener) {
    this.rank = rank;
    writer = new OutputWriter(rank, patience, verify);
    this.destinations = Map.copyOf(destinations);
    written.addAll(before);
    left = 1 + destinations.size() - before.size();
    threads = DaemonThreads.pool("output", writers);
    this.listener = listener;
  }

  /** Completes at once when nothing is wanted, or all is written already. Once. */
  public void start() {
    oneLess();
  }

  /**
   * All segments of a wanted file are here; returns at once.
   *
   * @param settled completes when the tracker has agreed to all of its digests
   */
  public void write(SharedFile file, CompletableFuture<Void> settled) {
    // Not thenRunAsync, which would keep an Error to itself.
    var unused = settled.thenRun(() -> threads.execute(() -> writeNow(file)));
  }

  /** A wanted file is lost: its output will not be written. */
  public void abandon(int file) {
    boolean waitedFor;
    synchronized (completion) {
      waitedFor = !written.contains(file) && abandoned.add(file);
    }
    if (waitedFor) {
      threads.execute(
          () -> {
            writer.deletePart(destinations.get(file));
            oneLess();
          });
    }
  }

  /**
   * A file lacks a segment again: its output, if it is written already or is being written, will be
   * written again. While completion is told, this waits: it is taken back afterwards.
   *
   * @return whether it was written
   */
  public boolean reopen(int file) {
    synchronized (completion) {
      reopened.merge(file, 1, Integer::sum);
      misread.remove(file);
      boolean was = written.remove(file);
      if (was) {
        left++;
      }
      return was;
    }
  }

  private void oneLess() {
    synchronized (completion) {
      left--;
      if (left == 0) {
        listener.complete().run();
      }
    }
  }

  /** No further outputs; what is there of those that are not finished is deleted. */
  @Override
  public void close() {
    writer.close();
    threads.shutdown();
    destinations.forEach(
        (id, destination) -> {
          if (!written.contains(id)) {
            writer.deletePart(destination);
          }
        });
  }

  /** One at a time for a file, which may have been finished again before the first has begun. */
  private void writeNow(SharedFile file) {
    synchronized (turns.computeIfAbsent(file.plan().id(), id -> new Object())) {
      writeInTurn(file);
    }
  }

  private void writeInTurn(SharedFile file) {
    int id = file.plan().id();
    // Before the look at the store: it lacks the segment before the file is reopened.
    Integer reopenedBefore = reopened.get(id);
    try {
      if (!file.store().complete()) {
        LOG.info("File {} is not complete after all", file.plan().name());
        return; // the swarm fetches the rest and finishes it again
      }
      if (written.contains(id) || abandoned.contains(id)) {
        return; // by the one before, or too late
      }
      writer.write(file, destinations.get(id));
      synchronized (completion) {
        if (!Objects.equals(reopened.get(id), reopenedBefore) || abandoned.contains(id)) {
          LOG.info("File {} was not complete any more when it was written", file.plan().name());
          return;
        }
        written.add(id);
        listener.written().accept(id);
        oneLess();
      }
    } catch (DamagedSegmentsException e) {
      damaged(file, e);
    } catch (IOException | RuntimeException e) {
      listener.failure().accept(e);
    }
  }

  /**
   * What has really gone bad is fetched again, and its file reopened; the rest was only misread.
   */
  private void damaged(SharedFile file, DamagedSegmentsException e) {
    int id = file.plan().id();
    if (misread.merge(id, 1, Integer::sum) > MOST_MISREAD) {
      listener
          .failure()
          .accept(
              new UnfitNodeException(
                  "%s reads file %s wrongly whenever it writes the output, though each segment is right when it is looked at alone: %s; check that host's memory and disk"
                      .formatted(rank, file.plan().name(), e.getMessage()),
                  e));
      return;
    }
    LOG.warn("The output of file {} has to wait: {}", file.plan().name(), e.getMessage());
    listener.damaged().found(id, e.segments(), () -> threads.execute(() -> writeNow(file)));
  }
}
