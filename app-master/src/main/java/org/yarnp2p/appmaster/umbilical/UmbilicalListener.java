package org.yarnp2p.appmaster.umbilical;

import org.yarnp2p.model.Member;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.RankStatus;

/**
 * Hears what containers and the client say, after the roster has noted it. Called on the threads of
 * the IPC server; must not block.
 */
public interface UmbilicalListener {
  /** The container has started and listens. */
  void registered(Member member);

  /**
   * The container lives.
   *
   * @return what it should do now
   */
  HeartbeatAnswer heard(Member member, RankStatus status);

  /** The container has done its work. */
  void done(Member member, RankStatus status);

  /** The container cannot go on. */
  void failed(Member member, String message, Cure cure);

  /** The client wants the job to end. */
  void killed(String reason);
}
