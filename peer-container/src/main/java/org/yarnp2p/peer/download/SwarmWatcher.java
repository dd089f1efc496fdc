package org.yarnp2p.peer.download;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;
import org.yarnp2p.model.Member;
import org.yarnp2p.peer.concurrent.Retry;
import org.yarnp2p.peer.concurrent.Worker;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.protocol.SwarmView;

/** Follows the tracker's view of the swarm, call after call, until the swarm has ended. */
public final class SwarmWatcher implements Closeable {
  private final Member self;
  private final TrackerWatch tracker;
  private final Retry retry;
  private final Consumer<SwarmView> views;
  private final Worker worker;

  /** The tracker's long poll, as {@link org.yarnp2p.protocol.TrackerClient#watch}. */
  @FunctionalInterface
  public interface TrackerWatch {
    /** Waits for a view above the known version, for a time. */
    SwarmView watch(Member member, long knownVersion) throws IOException;
  }

  /**
   * @param retry repeats the call while the tracker is away
   * @param views told each new view, by one thread, in order
   * @param failure told when the tracker stays away or refuses, and what else ends the watch early
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
    worker = new Worker("watch", this::watch, failure);
  }

  /** Begins to watch. */
  public void start() {
    worker.start();
  }

  /** Ends the watch. */
  @Override
  public void close() {
    worker.close();
  }

  private void watch() throws IOException, InterruptedException {
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
  }
}
