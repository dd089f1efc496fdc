package org.yarnp2p.appmaster;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.yarnp2p.appmaster.commit.ExpectedOutputs;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.OutputLayout;
import org.yarnp2p.job.TroubleReport;
import org.yarnp2p.job.TroubleReport.AccusedReport;
import org.yarnp2p.job.TroubleReport.LostReport;
import org.yarnp2p.model.Numbers;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.LostFile;
import org.yarnp2p.protocol.Trouble;

/** What a job still has to deliver after all that was lost on the way. Thread-safe. */
final class Deliverables {
  private final JobPlan plan;
  private final Roster roster;

  Deliverables(JobPlan plan, Roster roster) {
    this.plan = plan;
    this.roster = roster;
  }

  /** Whether an output is there. */
  @FunctionalInterface
  interface Written {
    boolean test(String name) throws IOException;
  }

  /**
   * All outputs but those that are not there because their file is lost, or their rank.
   *
   * @param written asked about these only
   */
  ExpectedOutputs of(ExpectedOutputs all, Written written) throws IOException {
    Set<String> lost = new HashSet<>();
    for (LostFile file : trouble().lost()) {
      String name = plan.file(file.file()).name();
      file.wantedBy().forEach(rank -> lost.add(OutputLayout.clientFile(rank, name)));
    }
    List<String> gone =
        roster.snapshot().stream()
            .filter(RankSnapshot::isGivenUp)
            .map(rank -> OutputLayout.clientFile(rank.rank(), ""))
            .toList();
    SortedSet<String> left = new TreeSet<>();
    for (String name : all.names()) {
      boolean excused = lost.contains(name) || gone.stream().anyMatch(name::startsWith);
      if (!excused || written.test(name)) {
        left.add(name);
      }
    }
    return new ExpectedOutputs(left);
  }

  /** For the report; null when all went well. */
  TroubleReport report() {
    Trouble trouble = trouble();
    if (trouble.equals(Trouble.NONE)) {
      return null;
    }
    return new TroubleReport(
        trouble.accused().stream()
            .map(one -> new AccusedReport(one.rank().value(), one.complaints(), one.bannedBy()))
            .toList(),
        values(trouble.suspects()),
        trouble.lost().stream().map(this::lossReport).toList());
  }

  private LostReport lossReport(LostFile file) {
    BitSet segments = file.lost().segments();
    return new LostReport(
        plan.file(file.file()).name(), Numbers.fromOne(segments), values(file.wantedBy()));
  }

  private static List<Integer> values(List<Rank> ranks) {
    return ranks.stream().map(Rank::value).toList();
  }

  private Trouble trouble() {
    return roster.rank(Rank.TRACKER).status().trouble();
  }
}
