package org.yarnp2p.container;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.ipc.UmbilicalRoute;
import org.yarnp2p.model.Endpoint;

/**
 * Finds the next attempt of an ApplicationMaster that cannot be reached any more. A look may take
 * as long as storage takes to answer, so it has a thread of its own, one at a time. Thread-safe.
 */
final class MasterSearch {
  private static final Logger LOG = LoggerFactory.getLogger(MasterSearch.class);

  private final Look look;
  private final UmbilicalRoute route;
  private final AtomicBoolean looking = new AtomicBoolean();

  /** Where the latest attempt is, as far as it is known. */
  @FunctionalInterface
  interface Look {
    /**
     * Looks.
     *
     * @return empty when there is none that has said where it is
     * @throws FileNotFoundException when the job is over
     */
    Optional<Endpoint> latest() throws IOException, InterruptedException;
  }

  /**
   * @param route is told of attempts, and when there will be no more
   */
  MasterSearch(Look look, UmbilicalRoute route) {
    this.look = look;
    this.route = route;
  }

  /** Looks, unless a look is under way. Returns at once. */
  void begin() {
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    Thread thread = new Thread(this::search, "search for the ApplicationMaster");
    thread.setDaemon(true);
    thread.start();
  }

  private void search() {
    try {
      Optional<Endpoint> found = look.latest();
      if (found.isPresent() && route.moveTo(found.get())) {
        LOG.info("Another attempt of the ApplicationMaster listens at {}", found.get());
      }
    } catch (FileNotFoundException e) {
      LOG.info("The job is over", e);
      route.end("the job is over: its staging directory is gone");
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot find out whether there is another ApplicationMaster", e);
    } catch (InterruptedException e) {
      LOG.info("The search for another ApplicationMaster is given up", e);
    } finally {
      looking.set(false);
    }
  }
}
