package org.yarnp2p.appmaster;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.appmaster.attempt.Logbook;
import org.yarnp2p.appmaster.attempt.Memory;
import org.yarnp2p.appmaster.commit.Steps;
import org.yarnp2p.appmaster.fleet.Fleet.Inherited;
import org.yarnp2p.appmaster.roster.RankPast;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.RankState;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.job.MasterAddresses;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Rank;

/** What comes from the attempts before this one, and what goes to the next. */
final class Handover {
  private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

  private static final String LOST_WITH_MASTER =
      "it had everything, and was gone when another ApplicationMaster took over";

  private final JobContext job;
  private final Roster roster;
  private final PhaseTimes phases;
  private final Logbook logbook;
  private final Steps steps;

  Handover(JobContext job, Roster roster, PhaseTimes phases, Logbook logbook, Steps steps) {
    this.job = job;
    this.roster = roster;
    this.phases = phases;
    this.logbook = logbook;
    this.steps = steps;
  }

  /**
   * Notes in the roster what earlier attempts have left, then tells their containers where this one
   * listens. Nothing in the first attempt.
   *
   * @param inherited containers that go on
   * @param commitBegun whether an earlier attempt has begun the commit
   * @param umbilical where this attempt listens
   * @throws IOException when storage cannot be written to
   */
  void takeOver(List<Inherited> inherited, boolean commitBegun, Endpoint umbilical)
      throws IOException {
    if (job.attempt().number() == 1) {
      return;
    }
    for (Inherited container : inherited) {
      roster.inherit(container.member().rank(), container.host(), container.containerId());
    }
    logbook.read().ifPresent(this::recall);
    if (commitBegun) {
      // Whatever else has been forgotten.
      roster.allDoneBefore();
    }
    List<RankSnapshot> ranks = roster.snapshot();
    LOG.info(
        "Attempt {} takes over: {} containers go on; of {} ranks {} are done, {} are given up",
        job.attempt().number(),
        inherited.size(),
        ranks.size(),
        ranks.stream().filter(rank -> rank.state() == RankState.DONE).count(),
        ranks.stream().filter(RankSnapshot::isGivenUp).count());
    Path directory = job.stagingDirectory();
    steps.repeat(
        () ->
            MasterAddresses.publish(
                directory.getFileSystem(job.conf()), directory, job.attempt().number(), umbilical));
  }

  private void recall(Memory memory) {
    phases.restore(memory.phases(), memory.swarmMillis());
    for (int r = 0; r < memory.ranks().size(); r++) {
      Rank rank = new Rank(r);
      Memory.Rank known = memory.ranks().get(r);
      RankPast past = known.past(phases::moment);
      if (known.reason() != null) {
        roster.givenUpBefore(rank, past, known.state(), known.reason());
      } else if (memory.hasDrained()) {
        roster.doneBefore(rank, past);
      } else if (job.plan().distribution() != null
          && rank.isPeer()
          && known.hasEverything()
          && roster.isPlanned(rank)) {
        // As when it is lost alone: its files are in place, and its node may not come back.
        roster.givenUpBefore(rank, past, RankState.FAILED, LOST_WITH_MASTER);
      } else {
        roster.recall(rank, past);
      }
    }
  }

  /** Leaves to the next attempt what is known now. */
  void leave() {
    logbook.write();
  }
}
