package org.yarnp2p.appmaster;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.job.Distribution;
import org.yarnp2p.job.DistributionReport;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.model.ByteUnit;
import org.yarnp2p.model.Rank;

/**
 * Which nodes of a distribution have everything, which can still get it, and which the job goes on
 * without: by the roster, at the moment of the question. Thread-safe.
 */
final class Attendance {
  private static final int MOST_NODES = 10;

  private final Distribution distribution;
  private final boolean partial;
  private final Roster roster;

  /** Of a job that can do without nobody, or a distribution. */
  Attendance(Distribution distribution, Roster roster) {
    this(distribution, false, roster);
  }

  /**
   * @param distribution null unless each peer is for a node of its own
   * @param partial whether a job that is no distribution can do without peers
   */
  Attendance(Distribution distribution, boolean partial, Roster roster) {
    this.distribution = distribution;
    this.partial = partial;
    this.roster = roster;
  }

  /** Whether the job may go on without the rank. */
  boolean spares(Rank rank) {
    return (distribution != null || partial) && rank.isPeer();
  }

  /** The node that a peer is for; null when it may run anywhere. */
  String node(Rank rank) {
    return distribution != null && rank.isPeer()
        ? distribution.nodes().get(rank.value() - 1)
        : null;
  }

  /** Whether each peer is for a node of its own. */
  boolean isNodeByNode() {
    return distribution != null;
  }

  /** How many nodes have everything. */
  int complete() {
    return (int) peers().stream().filter(RankSnapshot::hasEverything).count();
  }

  /** Whether as many nodes as are needed have everything or can still get it. */
  boolean suffices() {
    return distribution == null ? isOfUse() : possible() >= distribution.minNodes();
  }

  /**
   * Whether the job goes on for somebody. A distribution does for the nodes that can still get
   * everything, though they may be fewer than it needs to succeed.
   */
  boolean isOfUse() {
    return (distribution == null && !partial) || possible() > 0;
  }

  private long possible() {
    return peers().stream().filter(peer -> !isWithout(peer)).count();
  }

  /** Why the job fails, with the nodes that it is without. For its end. */
  String tooFew() {
    if (distribution == null) {
      return "no peer is left; without " + missing();
    }
    return "%d of %d nodes have everything, but %d must; without %s"
        .formatted(possible(), peers().size(), distribution.minNodes(), missing());
  }

  /**
   * What the job has come to, for its diagnostics.
   *
   * @param report as it stands at the end
   */
  String success(JobReport report) {
    int nodes = peers().size();
    int complete = complete();
    DistributionReport figures = report.distribution();
    String sentence =
        String.format(
            Locale.ROOT,
            "%d of %d %s %s %s below %s after %.1f s",
            complete,
            nodes,
            nodes == 1 ? "node" : "nodes",
            complete == 1 ? "has" : "have",
            ByteUnit.write(figures.sourceBytes()),
            distribution.target(),
            report.phases().committed() / 1000.0);
    if (figures.originCopies() != null) {
      sentence +=
          String.format(Locale.ROOT, ", the source was read %.2f times", figures.originCopies());
    }
    if (complete < nodes) {
      sentence += "; without " + missing();
    }
    List<String> absent = distribution.absent();
    return absent.isEmpty()
        ? sentence
        : sentence + "; could not take part: " + named(absent, UnaryOperator.identity());
  }

  /** Whom the job goes on without, with reasons; empty when there are none. */
  String missing() {
    return named(
        peers().stream().filter(this::isWithout).toList(),
        peer -> name(peer.rank()) + " (" + firstLine(peer.reason()) + ")");
  }

  private static <T> String named(List<T> all, Function<T, String> name) {
    String named = all.stream().limit(MOST_NODES).map(name).collect(Collectors.joining(", "));
    int more = all.size() - MOST_NODES;
    return more > 0 ? named + " and " + more + " more" : named;
  }

  /** Of what the job goes on without when it goes on without this rank. */
  String name(Rank rank) {
    String node = node(rank);
    return node == null ? rank.toString() : node;
  }

  private static String firstLine(String reason) {
    return reason.strip().lines().findFirst().orElse("no reason known");
  }

  /**
   * In a run, one that wanted nothing has delivered nothing, and may have been missed as a source.
   */
  private boolean isWithout(RankSnapshot peer) {
    boolean delivered =
        peer.hasEverything() && (distribution != null || peer.status().wantedBytes() > 0);
    return peer.isGivenUp() && !delivered;
  }

  private List<RankSnapshot> peers() {
    return roster.snapshot().stream().filter(rank -> rank.rank().isPeer()).toList();
  }
}
