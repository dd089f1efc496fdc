package org.yarnp2p.peer;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.yarnp2p.model.Member;
import org.yarnp2p.peer.concurrent.Retry;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.UmbilicalClient;

/** Asks the ApplicationMaster for the tracker until it is there. */
final class TrackerFinder {
  private final Member self;
  private final UmbilicalClient umbilical;
  private final Retry retry;
  private final long patienceMillis;
  private final LongSupplier nanoClock;

  /**
   * @param retry repeats the question while the ApplicationMaster is away
   * @param patienceMillis how long the tracker may take to appear, in ms
   */
  TrackerFinder(
      Member self,
      UmbilicalClient umbilical,
      Retry retry,
      long patienceMillis,
      LongSupplier nanoClock) {
    this.self = self;
    this.umbilical = umbilical;
    this.retry = retry;
    this.patienceMillis = patienceMillis;
    this.nanoClock = nanoClock;
  }

  /**
   * A later life of the tracker than the one known; waits for the time of a long poll.
   *
   * @return empty when there was none in that time
   */
  Optional<Contact> after(Member known) throws IOException {
    return umbilical.awaitTracker(self, known.incarnation());
  }

  /** Waits for the tracker to be there. */
  Contact find() throws IOException, InterruptedException {
    long end = nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    do {
      Optional<Contact> tracker =
          retry.call("where the tracker is", () -> umbilical.awaitTracker(self, 0));
      if (tracker.isPresent()) {
        return tracker.get();
      }
    } while (nanoClock.getAsLong() - end < 0);
    throw new IOException(
        "%s has waited %d s for the tracker to start"
            .formatted(self.rank(), TimeUnit.MILLISECONDS.toSeconds(patienceMillis)));
  }
}
