package org.yarnp2p.client.view;

import java.util.ArrayList;
import java.util.List;
import org.yarnp2p.job.JobReport.RankReport;

/** What people are told of ranks whose container was lost and that got another one. */
public final class Restarts {
  private static final int MOST_LINES = 10;

  private Restarts() {}

  /** What a rank does, and in which of its containers when that is not the first. */
  public static String phase(RankReport rank) {
    String phase = rank.phase() == null ? "-" : rank.phase().toString();
    return rank.losses().isEmpty() ? phase : phase + " (container " + rank.incarnation() + ")";
  }

  /** A line for each rank that was started again, with the reason of the last time. */
  public static List<String> lines(List<RankReport> ranks) {
    List<RankReport> again = ranks.stream().filter(rank -> !rank.losses().isEmpty()).toList();
    List<String> lines = new ArrayList<>();
    for (RankReport rank : again.subList(0, Math.min(MOST_LINES, again.size()))) {
      int times = rank.losses().size();
      String reason = rank.losses().get(times - 1).lines().findFirst().orElse("");
      lines.add(
          "Rank %d was started again%s: %s"
              .formatted(rank.rank(), times == 1 ? "" : " " + times + " times, at last", reason));
    }
    if (again.size() > MOST_LINES) {
      lines.add("... and " + (again.size() - MOST_LINES) + " more ranks were started again");
    }
    return lines;
  }
}
