package org.yarnp2p.protocol;

import java.io.IOException;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;

/**
 * The link between a job's containers, its client and the ApplicationMaster. A container may call
 * for its own rank only, {@link #jobStatus} and {@link #kill} are the client's. Every call throws
 * {@link org.apache.hadoop.security.AccessControlException} when the caller's token names another
 * rank, and {@link FencedException} when a newer incarnation of the rank is known.
 *
 * <p>One call is missing here because its two ends differ: {@code awaitTracker}, a long poll (see
 * {@link UmbilicalClient#awaitTracker} and {@link TrackerLocator}).
 */
public interface UmbilicalProtocol {
  /**
   * First call of a container: it has started and listens. Made again when a heartbeat is answered
   * with {@link Order#REGISTER}.
   */
  void register(Member member, Endpoint endpoint) throws IOException;

  /** I am alive, and these are my figures. Called at the heartbeat interval. */
  HeartbeatAnswer heartbeat(Member member, RankStatus status) throws IOException;

  /** Last call of a container that ended well, with its final figures. */
  void done(Member member, RankStatus status) throws IOException;

  /**
   * Last call of a container that cannot go on.
   *
   * @param message becomes the job's diagnostics, unless another container takes its place
   * @param cure what may help
   */
  void failed(Member member, String message, Cure cure) throws IOException;

  /** The job's state as a {@code report.json} document. Client only. */
  String jobStatus() throws IOException;

  /** Ends the job with all its containers. Client only. */
  void kill(String reason) throws IOException;
}
