package org.yarnp2p.appmaster;

import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.yarnp2p.appmaster.attempt.Logbook;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.appmaster.umbilical.UmbilicalListener;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.RankStatus;

/**
 * Passes on what is heard and has it written down where the next attempt must know: when all
 * containers are up, when the swarm has drained, who has been given up or lost, and from time to
 * time what has been moved.
 */
final class Remembering implements UmbilicalListener {
  private final UmbilicalListener listener;
  private final Roster roster;
  private final Logbook logbook;
  private final AtomicBoolean allUp = new AtomicBoolean();
  private final AtomicBoolean drained = new AtomicBoolean();
  private volatile Standing standing = new Standing(Set.of(), Set.of(), 0);

  /** What is written down when it changes, looked at with each heartbeat of the tracker. */
  private record Standing(Set<Rank> gone, Set<Member> lost, int tenths) {}

  Remembering(UmbilicalListener listener, Roster roster, Logbook logbook) {
    this.listener = listener;
    this.roster = roster;
    this.logbook = logbook;
  }

  @Override
  public void registered(Member member) {
    listener.registered(member);
    if (!allUp.get() && roster.allRegistered() && allUp.compareAndSet(false, true)) {
      logbook.note();
    }
  }

  @Override
  public HeartbeatAnswer heard(Member member, RankStatus status) {
    HeartbeatAnswer answer = listener.heard(member, status);
    if (member.rank().equals(Rank.TRACKER)) {
      Standing now = new Standing(answer.gone(), answer.lost(), roster.tenths());
      if (!now.equals(standing)) {
        standing = now;
        logbook.note();
      }
    }
    return answer;
  }

  @Override
  public void done(Member member, RankStatus status) {
    listener.done(member, status);
    if (drained.compareAndSet(false, true)) {
      logbook.note();
    }
  }

  @Override
  public void failed(Member member, String message, Cure cure) {
    listener.failed(member, message, cure);
  }

  @Override
  public void killed(String reason) {
    listener.killed(reason);
  }
}
