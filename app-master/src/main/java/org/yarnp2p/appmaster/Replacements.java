package org.yarnp2p.appmaster;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.util.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.appmaster.Loss.Kind;
import org.yarnp2p.appmaster.Loss.Remedy;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.model.Member;

/**
 * Gives lost ranks another container. A container that is lost but whose process may go on is
 * waited for first, for a time: its successor on the same node needs its files. Not thread-safe.
 */
final class Replacements {
  private static final Logger LOG = LoggerFactory.getLogger(Replacements.class);

  private final Roster roster;
  private final Attendance attendance;
  private final Provision provision;
  private final Clock clock;
  private final RetryPolicy policy;
  private final NodeHealth health;

  /** Lives that are lost and whose processes are not known to be over. */
  private final Map<Member, Lost> ending = new HashMap<>();

  private Set<String> excluded = Set.of();

  /** A rank as it stood when this life of it was lost. */
  record Lost(RankSnapshot rank, Loss loss) {}

  Replacements(
      Roster roster, Attendance attendance, Provision provision, Clock clock, Configuration conf) {
    this.roster = roster;
    this.attendance = attendance;
    this.provision = provision;
    this.clock = clock;
    policy = RetryPolicy.from(conf);
    health = NodeHealth.from(conf);
  }

  /**
   * A life is lost, and its process may still go on.
   *
   * @return whether that is news
   */
  boolean awaitEnd(RankSnapshot rank, Loss loss) {
    return ending.putIfAbsent(rank.member(), new Lost(rank, loss)) == null;
  }

  /** The process is not waited for any longer; empty when it is over, or was not waited for. */
  Optional<Lost> takeEnding(Member member) {
    return Optional.ofNullable(ending.remove(member));
  }

  /**
   * Asks for the next container of a rank, unless that is no use.
   *
   * @return empty when the loss is made good or no news; else why it cannot be
   */
  Optional<Loss> replace(RankSnapshot rank, Loss loss) {
    long now = clock.getTime();
    boolean anywhere = attendance.node(rank.rank()) == null;
    Optional<Loss> last = policy.last(rank.rank(), loss, anywhere && provision.nodes() > 1, now);
    if (last.isPresent()) {
      return last;
    }
    if (!attendance.isNodeByNode() && rank.host() != null) {
      blame(rank.host(), loss, now);
    }
    Optional<Member> next = roster.replace(rank.member(), loss.text());
    if (next.isPresent()) {
      LOG.warn("Starting {} after a loss: {}", next.get(), loss.text());
      provision.launch(next.get(), anywhere ? nodeFor(rank, loss) : null);
    }
    return Optional.empty();
  }

  /** Not in a distribution, whose other ranks may need the node. */
  private void blame(String node, Loss loss, long now) {
    if (loss.remedy() == Remedy.OTHER_NODE) {
      health.unfit(node, now);
    } else if (loss.counts() || loss.kind() == Kind.OTHERS_WORDS) {
      health.failed(node, now);
    }
    exclude();
  }

  /** Tells which nodes are left out, as of now. */
  void exclude() {
    Set<String> now = health.excluded(provision.nodes(), clock.getTime());
    if (!now.equals(excluded)) {
      LOG.warn("Nodes that get no container for a while: {}", now);
      excluded = now;
      provision.exclude(now);
    }
  }

  /** Null when the rank may be anywhere, as one that has never been on a node. */
  private String nodeFor(RankSnapshot rank, Loss loss) {
    String last = rank.host();
    boolean same = last != null && loss.remedy() == Remedy.SAME_NODE && !excluded.contains(last);
    return same ? last : null;
  }
}
