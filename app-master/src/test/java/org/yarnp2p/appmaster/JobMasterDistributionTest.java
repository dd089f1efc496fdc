package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.appmaster.ScriptedFleet.Container;
import org.yarnp2p.appmaster.ScriptedFleet.Script;
import org.yarnp2p.appmaster.attempt.Attempt;
import org.yarnp2p.appmaster.attempt.Logbook;
import org.yarnp2p.appmaster.attempt.Memory;
import org.yarnp2p.appmaster.attempt.StagingDirectory;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.job.JobReport.State;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.UmbilicalClient;
import org.yarnp2p.security.JobSecret;

/** Whole distributions to three nodes, whose containers follow a script. */
@Timeout(60)
class JobMasterDistributionTest {
  @TempDir private Path directory;
  private final Configuration conf = JobFixture.conf();
  private final Map<Rank, Script> scripts = new HashMap<>();

  private Attempt attempt = Attempt.ONLY;

  /** Opened by the tracker. */
  private final CountDownLatch drained = new CountDownLatch(1);

  @BeforeEach
  void allGoesWell() {
    scripts.put(Rank.TRACKER, container -> trackerThatDrainsWithout(container, Set.of()));
    for (int rank = 1; rank <= 3; rank++) {
      scripts.put(Rank.peer(rank), this::complete);
    }
  }

  @Test
  void aDistributionLeavesItsReportAndNothingElse() throws Exception {
    Outcome outcome = run(3);

    assertThat(outcome.state()).as(outcome.diagnostics()).isEqualTo(State.SUCCEEDED);
    assertThat(outcome.diagnostics()).startsWith("3 of 3 nodes have 1000 B below /data/models");
    try (var files = Files.list(out())) {
      assertThat(files.map(file -> file.getFileName().toString()).toList())
          .containsExactlyInAnyOrder("report.json", "report.html", "_SUCCESS");
    }
    assertThat(report().distribution().placement()).isEqualTo("as scripted");
    assertThat(report().distribution().completeNodes()).isEqualTo(3);
    assertThat(report().distribution().originCopies()).isEqualTo(1.05);
  }

  @Test
  void nodesThatFailAreLeftOutAndTheTrackerIsTold() throws Exception {
    scripts.put(
        Rank.TRACKER,
        container -> trackerThatDrainsWithout(container, Set.of(Rank.peer(2), Rank.peer(3))));
    scripts.put(Rank.peer(2), container -> 99);
    scripts.put(
        Rank.peer(3),
        container -> {
          container
              .connect()
              .failed(container.member(), "rank 3 on host3: no space left", Cure.RESTART);
          return 1;
        });
    Outcome outcome = run(1);

    assertThat(outcome.state()).as(outcome.diagnostics()).isEqualTo(State.SUCCEEDED);
    assertThat(outcome.diagnostics())
        .startsWith("1 of 3 nodes has 1000 B")
        .endsWith(
            "; without node2 (rank 2 on host2 (thread 2) ended with exit status 99),"
                + " node3 (rank 3 on host3: no space left [thread 3])");
    assertThat(report().ranks().get(2).state()).isEqualTo("FAILED");
    assertThat(report().ranks().get(3).state()).isEqualTo("FAILED");
  }

  @Test
  void tooFewNodesFailTheJobAtItsEnd() throws Exception {
    scripts.put(
        Rank.TRACKER, container -> trackerThatDrainsWithout(container, Set.of(Rank.peer(3))));
    scripts.put(Rank.peer(3), container -> 137);
    Outcome outcome = run(3);

    assertThat(outcome.state()).isEqualTo(State.FAILED);
    assertThat(outcome.diagnostics())
        .startsWith("2 of 3 nodes have everything, but 3 must; without node3 (rank 3 on host3");
    assertThat(out()).doesNotExist();
  }

  @Test
  void aNodeThatHadEverythingIsNotStartedAnewByTheNextAttempt() throws Exception {
    Roster known = new Roster(3, () -> 200);
    Member lost = known.requested(Rank.peer(3));
    known.launched(lost, "host3", "c3");
    known.registered(lost, new Endpoint("host3", 1));
    known.heard(lost, RankStatus.starting().wanting(1000));
    known.heard(lost, RankStatus.ofTracker(RankPhase.COMPLETE, 0, -1, -1).wanting(1000));
    org.apache.hadoop.fs.Path staged =
        new org.apache.hadoop.fs.Path(
            directory.resolve("staging").resolve(JobFixture.JOB_ID).toUri());
    new Logbook(
            new StagingDirectory(staged, conf, false),
            new Attempt(1, false),
            () -> Memory.of(Phases.NONE, null, known.snapshot(), since -> since))
        .write();
    scripts.put(
        Rank.TRACKER, container -> trackerThatDrainsWithout(container, Set.of(Rank.peer(3))));
    scripts.remove(Rank.peer(3));
    attempt = new Attempt(2, true);
    Outcome outcome = run(3);

    assertThat(outcome.state()).as(outcome.diagnostics()).isEqualTo(State.SUCCEEDED);
    assertThat(outcome.diagnostics()).startsWith("3 of 3 nodes have 1000 B below /data/models");
    assertThat(report().ranks().get(3).host()).isEqualTo("host3");
    assertThat(report().ranks().get(3).wantedBytes()).isEqualTo(1000);
  }

  private Outcome run(int minNodes) throws IOException {
    JobPlan plan = Distributions.plan(Distributions.toThree(minNodes), out().toUri().toString());
    Path staged = Files.createDirectories(directory.resolve("staging").resolve(JobFixture.JOB_ID));
    try (OutputStream to = Files.newOutputStream(staged.resolve("plan.json"))) {
      plan.write(to);
    }
    try (OutputStream to = Files.newOutputStream(staged.resolve("job.xml"))) {
      new Configuration(false).writeXml(to);
    }
    return new JobMaster(
            new JobContext(
                plan,
                conf,
                new org.apache.hadoop.fs.Path(staged.toUri()),
                JobSecret.generate(),
                new Credentials(),
                Instant.now(),
                Instant.now(),
                "127.0.0.1",
                attempt,
                false),
            owner -> new ScriptedFleet(owner.listener(), scripts))
        .run();
  }

  private Path out() {
    return directory.resolve("out");
  }

  private JobReport report() throws IOException {
    return JobReport.parse(Files.readString(out().resolve("report.json")));
  }

  private int trackerThatDrainsWithout(Container container, Set<Rank> gone) throws Exception {
    UmbilicalClient umbilical = container.connect();
    while (!umbilical.heartbeat(container.member(), RankStatus.starting()).gone().equals(gone)) {
      Thread.onSpinWait();
    }
    drained.countDown();
    umbilical.done(container.member(), RankStatus.ofTracker(RankPhase.LEFT, 3, 40, 10, 1050));
    return 0;
  }

  /** A peer is let go with the drain, and done no sooner. */
  private int complete(Container container) throws Exception {
    RankStatus status =
        new RankStatus(RankPhase.LEFT, 0, 1000, 1000, 650, 0, 350, 0, 1, List.of(), 0, -1, -1);
    UmbilicalClient umbilical = container.connect();
    while (drained.getCount() > 0) {
      if (umbilical.heartbeat(container.member(), status).order() == Order.STOP) {
        return 1;
      }
    }
    umbilical.done(container.member(), status);
    return 0;
  }
}
