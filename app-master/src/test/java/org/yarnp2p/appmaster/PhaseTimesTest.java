package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

class PhaseTimesTest {
  private final AtomicLong time = new AtomicLong(50_000);

  @Test
  void phasesAreCountedFromTheSubmission() {
    PhaseTimes phases = new PhaseTimes(time::get, 3000, 400);
    time.addAndGet(10);
    phases.amUp();
    time.addAndGet(100);
    phases.containersUp();
    time.addAndGet(1000);
    phases.committed();
    assertThat(phases.toReport()).isEqualTo(new Phases(400L, 3010L, 3110L, null, null, 4110L));
  }

  @Test
  void theTrackersAgesAreTakenOnThisClock() {
    PhaseTimes phases = new PhaseTimes(time::get, 0, 0);
    phases.tracker(tracker(-1, -1));
    time.addAndGet(1000);
    phases.tracker(tracker(200, -1));
    assertThat(phases.toReport().gateOpen()).isEqualTo(800);
    assertThat(phases.toReport().swarmDone()).isNull();
    assertThat(phases.swarmMillis()).isNull();
    time.addAndGet(1000);
    phases.tracker(tracker(1200, 50));
    assertThat(phases.toReport().swarmDone()).isEqualTo(1950);
    assertThat(phases.swarmMillis()).isEqualTo(1150);
  }

  @Test
  void theFirstTimeCounts() {
    PhaseTimes phases = new PhaseTimes(time::get, 0, 0);
    phases.containersUp();
    phases.tracker(tracker(0, 0));
    time.addAndGet(1000);
    phases.containersUp();
    phases.tracker(tracker(900, 800));
    assertThat(phases.toReport()).isEqualTo(new Phases(0L, null, 0L, 0L, 0L, null));
    assertThat(phases.swarmMillis()).isZero();
  }

  @Test
  void aTrackerThatIsStartedAnewDoesNotShortenTheSwarm() {
    PhaseTimes phases = new PhaseTimes(time::get, 0, 0);
    phases.tracker(tracker(0, -1));
    assertThat(phases.isSwarmDone()).isFalse();
    time.addAndGet(5000);
    phases.tracker(tracker(1000, 0));
    assertThat(phases.isSwarmDone()).isTrue();
    assertThat(phases.swarmMillis()).isEqualTo(5000);
  }

  @Test
  void momentsOfRanksCountFromTheGateInEveryAttempt() {
    PhaseTimes first = new PhaseTimes(time::get, 0, 0);
    time.addAndGet(1000);
    assertThat(first.sinceGate(time.get())).as("no gate yet").isNull();
    first.tracker(tracker(200, -1));
    long finished = time.get() + 400;
    assertThat(first.sinceGate(finished)).isEqualTo(600);
    assertThat(first.sinceGate(null)).isNull();
    time.set(7_000);
    PhaseTimes second = new PhaseTimes(time::get, 9000, 0);
    second.restore(first.toReport(), null);
    assertThat(second.sinceGate(second.moment(first.sinceStart(finished)))).isEqualTo(600);
    assertThat(second.moment(first.sinceStart(null))).isNull();
  }

  @Test
  void aSubmissionInTheFutureIsOneNow() {
    PhaseTimes phases = new PhaseTimes(time::get, -7000, 500);
    phases.amUp();
    assertThat(phases.toReport().amUp()).isZero();
  }

  private static RankStatus tracker(long gateAgo, long doneAgo) {
    return RankStatus.ofTracker(RankPhase.EXCHANGING, 2, gateAgo, doneAgo);
  }
}
