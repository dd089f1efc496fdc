package org.yarnp2p.container;

import java.io.Closeable;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.RankStatus;

/** What a container is for: the tracker or a peer. */
public interface RankService extends Closeable {
  /** Its IPC server, which listens from the construction of the service on. */
  Endpoint endpoint();

  /** The figures for the next heartbeat. Any thread; must not block. */
  RankStatus status();

  /**
   * What the ApplicationMaster says with each heartbeat, unless that is to stop. The thread of the
   * heartbeat; must not block.
   */
  default void told(HeartbeatAnswer answer) {}

  /**
   * Works until the end of the job. Called once. Ends early when the service is closed.
   *
   * @return the final figures
   * @throws Exception when the rank cannot do its part; the message becomes the job's diagnostics
   */
  RankStatus run() throws Exception;
}
