package org.yarnp2p.appmaster;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.appmaster.Replacements.Lost;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.RankState;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.model.Member;

/**
 * Lives of peers that work and whose place another is to take: YARN asks their containers back, or
 * bytes go bad in them. The tracker says when nothing is lost with one. Thread-safe.
 */
final class Departures {
  private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

  private final Roster roster;
  private final Attendance attendance;
  private final Set<Member> askedBack = ConcurrentHashMap.newKeySet();

  Departures(Roster roster, Attendance attendance) {
    this.roster = roster;
    this.attendance = attendance;
  }

  /** YARN asks for the container. A rank that has to be on its node gains nothing by leaving it. */
  void askedBack(Member member) {
    RankSnapshot rank = roster.rank(member.rank());
    boolean free = rank.rank().isPeer() && !attendance.isNodeByNode();
    if (free && rank.incarnation() <= member.incarnation() && askedBack.add(rank.member())) {
      LOG.warn("YARN asks {} back for another application", rank.whoAndWhere());
    }
  }

  /** Lives that are to leave as soon as nothing is lost with them. */
  Set<Member> leaving() {
    return Set.copyOf(askedBack);
  }

  void ended(Member member) {
    askedBack.remove(member);
  }

  /**
   * The tracker names a life.
   *
   * @return the rank and the reason, when it is to end
   */
  Optional<Lost> named(Member life) {
    RankSnapshot rank = roster.rank(life.rank());
    boolean works = rank.member().equals(life) && rank.state() == RankState.REGISTERED;
    // What a node has got is right, whatever comes of its container.
    boolean arrived = attendance.isNodeByNode() && rank.hasEverything();
    if (!works || arrived) {
      return Optional.empty();
    }
    Loss loss = askedBack.contains(life) ? Loss.askedBack(rank) : Loss.unfit(rank);
    return Optional.of(new Lost(rank, loss));
  }
}
