package org.yarnp2p.peer.download;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;
import org.yarnp2p.model.Member;
import org.yarnp2p.peer.concurrent.DaemonThreads;
import org.yarnp2p.peer.concurrent.Retry;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.protocol.SwarmView;

/** Follows the tracker's view of the swarm, call after call, until the swarm has ended. */
public final class SwarmWatcher implements Closeable {
  private final Member self;
  private final TrackerWatch tracker;
  private final Retry retry;
  private final Consumer<SwarmView> views;
  private final Consumer<Exception> failure;
  private final Thread thread;

  /** The tracker's long poll, as {@link org.yarnp2p.protocol.TrackerClient#watch}. */
  @FunctionalInterface
  public interface TrackerWatch {
    /** Waits for a view above the known version, for a time. */
    SwarmView watch(Member member, long knownVersion) throws IOException;
  }

  /**
   * @param retry repeats the call while the tracker is away
   * @param views told each new view, by one thread, in order
   * @param failure told when the tracker stays away or refuses
   */
  public SwarmWatcher(
      Member self,
      TrackerWatch tracker,
      Retry retry,
      Consumer<SwarmView> views,
      Consumer<Exception> failure) {
    this.self = self;
    this.tracker = tracker;
    this.retry = retry;
    this.views = views;
    this.failure = failure;
    thread = DaemonThreads.named("watch").newThread(this::run);
  }

  /** Begins to watch. */
  public void start() {
    thread.start();
  }

  /** Ends the watch. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      long known = 0;
      SwarmPhase phase = SwarmPhase.GATHERING;
      while (phase != SwarmPhase.DRAIN && phase != SwarmPhase.FAILED) {
        long version = known;
        SwarmView view = retry.call("a watch", () -> tracker.watch(self, version));
        if (view.version() != known) {
          views.accept(view);
        }
        known = view.version();
        phase = view.phase();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } catch (IOException | RuntimeException e) {
      failure.accept(e);
    }
  }
}
