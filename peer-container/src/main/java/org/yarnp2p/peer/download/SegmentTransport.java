package org.yarnp2p.peer.download;

import java.util.Collection;
import java.util.function.Consumer;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.SlotAnswer;

/**
 * How the bytes of segments come from other peers, and how these hear what there is. No method
 * waits, and none calls back before it returns: answers come from other threads, each within a
 * deadline. Thread-safe.
 */
public interface SegmentTransport extends Announcements {
  /** These are the neighbours now; what is under way with others, and with former lives, ends. */
  void neighbours(Collection<Member> members);

  /**
   * Asks a source for an upload slot.
   *
   * @param answered called once
   */
  void reserve(Rank source, Consumer<SlotAnswer> answered);

  /** Gives a slot back under which nothing is under way. */
  void release(Rank source);

  /**
   * Asks a source for segments, under its slot unless they are eager.
   *
   * @param receiver takes what comes; its end is called once, whatever happens
   */
  void fetch(Action.Fetch fetch, Receiver receiver);

  /** The rest of a request is not needed. The receiver's end is called all the same. */
  void cancel(Action.Fetch fetch);
}
