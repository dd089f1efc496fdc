package org.yarnp2p.protocol;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.yarnp2p.model.Member;

/** The ApplicationMaster's end of the long poll by which peers find the tracker. */
public interface TrackerLocator {
  /**
   * Completes with the tracker's contact when a newer one than the caller knows is there, or empty
   * after the poll's time.
   *
   * @param member who asks; the contact's token is made for it
   * @param newerThan incarnation of the tracker that the caller knows; 0 for none
   */
  CompletableFuture<Optional<Contact>> awaitTracker(Member member, int newerThan)
      throws IOException;
}
