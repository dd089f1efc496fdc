package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.service.Service;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.appmaster.ScriptedFleet.Container;
import org.yarnp2p.appmaster.ScriptedFleet.Script;
import org.yarnp2p.appmaster.attempt.Attempt;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.State;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.FileTraffic;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.UmbilicalClient;
import org.yarnp2p.security.JobSecret;

/** Whole jobs, with the real umbilical and committer, and containers that follow a script. */
@Timeout(60)
class JobMasterTest {
  private static final Rank HOLDER = Rank.peer(1);
  private static final Rank TAKER = Rank.peer(2);

  @TempDir private Path directory;
  private final Configuration conf = JobFixture.conf();
  private final Map<Rank, Script> scripts = new HashMap<>();
  private JobFixture job;
  private final AtomicInteger peersDone = new AtomicInteger();
  private ScriptedFleet fleet;
  private JobMaster master;

  @BeforeEach
  void stage() throws IOException {
    job = JobFixture.stage(directory);
    scripts.put(Rank.TRACKER, this::tracker);
    scripts.put(HOLDER, container -> done(container, peer(5, 0)));
    scripts.put(
        TAKER,
        container -> {
          Files.writeString(job.temporary().resolve("client2_file1"), "hello");
          return done(container, peer(0, 5));
        });
    master = master(true);
  }

  private JobMaster master(boolean lastAttempt) throws IOException {
    return new JobMaster(
        new JobContext(
            job.plan(),
            conf,
            job.stagedPath(),
            JobSecret.generate(),
            new Credentials(),
            Instant.now(),
            Instant.now(),
            "127.0.0.1",
            new Attempt(1, lastAttempt),
            false),
        owner -> fleet = new ScriptedFleet(owner.listener(), scripts));
  }

  @Test
  void aJobWhoseRanksAreAllDoneIsCommittedAndLeavesNothingElse() throws IOException {
    Outcome outcome = master.run();
    assertThat(outcome.state()).as(outcome.diagnostics()).isEqualTo(State.SUCCEEDED);
    assertThat(outcome.diagnostics()).startsWith("2 peers acquired 5 B in ");
    assertThat(fleet.concluded).containsExactly("SUCCEEDED: " + outcome.diagnostics());
    assertThat(job.out().resolve("client2_file1")).hasContent("hello");
    assertThat(job.out().resolve("_SUCCESS")).exists();
    assertThat(job.temporary().getParent()).doesNotExist();
    assertThat(job.staged()).doesNotExist();
    JobReport report = JobReport.parse(Files.readString(job.out().resolve("report.json")));
    assertThat(report.state()).isEqualTo(State.SUCCEEDED);
    assertThat(report.phases().amUp()).isNotNull();
    assertThat(report.phases().containersUp()).isGreaterThanOrEqualTo(report.phases().amUp());
    assertThat(report.phases().committed()).isGreaterThanOrEqualTo(report.phases().swarmDone());
    assertThat(report.swarmMillis()).isEqualTo(30);
    assertThat(report.ranks().get(2).host()).isEqualTo("host2");
    assertThat(report.files().get(0).firstHolderCopies()).isEqualTo(1.0);
  }

  @Test
  void aRankThatFailsFailsTheJobWithItsOwnWordsAndNothingIsLeft() {
    scripts.put(
        HOLDER,
        container -> {
          container
              .connect()
              .failed(container.member(), "rank 1 on host1: disk full", Cure.RESTART);
          return 1;
        });
    scripts.put(
        TAKER,
        container -> {
          container.beatUntilStop(container.connect());
          return 1;
        });
    Outcome outcome = master.run();
    assertThat(outcome).isEqualTo(Outcome.failed("rank 1 on host1: disk full [thread 1]"));
    assertThat(fleet.concluded).containsExactly("FAILED: " + outcome.diagnostics());
    assertThat(job.out()).doesNotExist();
    assertThat(job.staged()).doesNotExist();
    assertThat(master.status().state()).isEqualTo(State.FAILED);
  }

  @Test
  void aRankWhoseContainersAreLostComesAgainAndTheJobSucceeds() throws IOException {
    conf.set("p2p.rank.max-failures", "3");
    Script holder = scripts.get(HOLDER);
    Script taker = scripts.get(TAKER);
    CountDownLatch back = new CountDownLatch(1);
    scripts.put(
        HOLDER,
        container ->
            switch (container.member().incarnation()) {
              case 1 -> 137;
              case 2 -> {
                container.connect().failed(container.member(), "no neighbour", Cure.RESTART);
                yield 1;
              }
              default -> {
                back.countDown();
                yield holder.run(container);
              }
            });
    scripts.put(
        TAKER,
        container -> {
          back.await();
          return taker.run(container);
        });
    Outcome outcome = master.run();
    assertThat(outcome.state()).as(outcome.diagnostics()).isEqualTo(State.SUCCEEDED);
    JobReport report = JobReport.parse(Files.readString(job.out().resolve("report.json")));
    assertThat(report.ranks().get(1).incarnation()).isEqualTo(3);
    assertThat(report.ranks().get(1).losses())
        .satisfiesExactly(
            first -> assertThat(first).contains("exit status 137"),
            second -> assertThat(second).startsWith("no neighbour"));
    assertThat(report.ranks().get(1).state()).isEqualTo("DONE");
  }

  @Test
  void aContainerThatHangsIsStoppedAfterItsTime() {
    conf.set("p2p.am.exit.timeout", "50ms");
    scripts.put(HOLDER, container -> 137);
    scripts.put(
        TAKER,
        container -> {
          container.connect();
          container.awaitStop();
          return 143;
        });
    Outcome outcome = master.run();
    assertThat(outcome.diagnostics())
        .startsWith("rank 1 on host1 (thread 1) ended with exit status 137");
  }

  @Test
  void aMissingOutputFailsTheJobByName() {
    scripts.put(TAKER, container -> done(container, peer(0, 5)));
    Outcome outcome = master.run();
    assertThat(outcome.state()).isEqualTo(State.FAILED);
    assertThat(outcome.diagnostics()).contains("client2_file1 is missing");
    assertThat(job.out()).doesNotExist();
  }

  @Test
  void aKilledJobEndsItsContainersAndLeavesNothing() {
    scripts.put(
        HOLDER,
        container -> {
          UmbilicalClient umbilical = container.connect();
          master.kill("enough");
          container.beatUntilStop(umbilical);
          return 1;
        });
    Outcome outcome = master.run();
    assertThat(outcome).isEqualTo(Outcome.killed("Killed: enough"));
    assertThat(job.out()).doesNotExist();
    assertThat(job.staged()).doesNotExist();
  }

  @Test
  void containersThatNeverComeAreTakenBack() {
    conf.set("p2p.am.containers.timeout", "50ms");
    scripts.remove(TAKER);
    scripts.put(
        HOLDER,
        container -> {
          container.beatUntilStop(container.connect());
          return 1;
        });
    Outcome outcome = master.run();
    assertThat(outcome.diagnostics())
        .contains("rank 2, not given by the cluster")
        .endsWith("There is nothing.");
  }

  @Test
  void anOutputDirectoryOfOthersFailsTheJobBeforeAnythingStarts() throws IOException {
    Files.createDirectory(job.out());
    Outcome outcome = master.run();
    assertThat(outcome.diagnostics()).contains("exists");
    assertThat(job.out()).isEmptyDirectory();
    assertThat(job.staged()).doesNotExist();
  }

  @Test
  void aFleetThatCannotStartIsAnOutcomeToo() {
    fleet.broken = true;
    Outcome outcome = master.run();
    assertThat(outcome)
        .isEqualTo(Outcome.failed("the ApplicationMaster cannot run: no cluster answers"));
    assertThat(fleet.concluded).isEmpty();
    assertThat(job.staged()).doesNotExist();
  }

  @Test
  void anErrorStopsTheFleetTooAndIsAnOutcome() {
    fleet.ill = true;
    Outcome outcome = master.run();
    assertThat(outcome)
        .isEqualTo(
            Outcome.failed("the ApplicationMaster cannot run: NoClassDefFoundError: org/Gone"));
    assertThat(fleet.isInState(Service.STATE.STOPPED)).isTrue();
    assertThat(job.staged()).doesNotExist();
  }

  @Test
  void anAttemptThatAnotherHasReplacedLeavesItsFilesToIt() throws IOException {
    master = master(false);
    scripts.put(
        HOLDER,
        container -> {
          container
              .connect()
              .failed(container.member(), "rank 1 on host1: lost its tracker", Cure.RESTART);
          fleet.superseded = true;
          return 1;
        });
    scripts.put(
        TAKER,
        container -> {
          container.beatUntilStop(container.connect());
          return 1;
        });
    assertThat(master.run().state()).isEqualTo(State.FAILED);
    assertThat(job.staged()).exists();
    assertThat(job.temporary()).exists();
  }

  @Test
  void anAttemptThatAnotherHasReplacedTellsItsContainersNothing() throws IOException {
    master = master(false);
    List<Order> orders = new CopyOnWriteArrayList<>();
    scripts.put(
        HOLDER,
        container -> {
          UmbilicalClient umbilical = container.connect();
          fleet.supersede("the ResourceManager no longer knows it");
          orders.add(umbilical.heartbeat(container.member(), RankStatus.starting()).order());
          return 1;
        });
    scripts.remove(TAKER);
    assertThat(master.run().state()).isEqualTo(State.FAILED);
    assertThat(orders).doesNotContain(Order.STOP);
    assertThat(fleet.stopped).isEmpty();
    assertThat(job.staged()).exists();
  }

  @Test
  void anAttemptThatEndsTheJobCleansUpEvenIfAnotherCouldFollow() throws IOException {
    master = master(false);
    scripts.put(HOLDER, container -> 1);
    scripts.put(TAKER, container -> 1);
    assertThat(master.run().state()).isEqualTo(State.FAILED);
    assertThat(job.staged()).doesNotExist();
    assertThat(job.out()).doesNotExist();
  }

  @Test
  void anAbandonedJobLeavesNothingInStorage() {
    CountDownLatch written = new CountDownLatch(1);
    List<Path> left = new CopyOnWriteArrayList<>();
    scripts.put(
        TAKER,
        container -> {
          Files.writeString(job.temporary().resolve("client2_file1"), "hello");
          written.countDown();
          container.awaitStop();
          return 1;
        });
    scripts.put(
        HOLDER,
        container -> {
          container.connect();
          written.await();
          master.abandon();
          Stream.of(job.staged(), job.out()).filter(Files::exists).forEach(left::add);
          master.kill("the process was killed");
          return 1;
        });
    // Whichever it notices first: that it was killed, or that its files are gone.
    assertThat(master.run().isSuccess()).isFalse();
    assertThat(left).isEmpty();
  }

  /** Ends the swarm when both peers have done their part. */
  private int tracker(Container container) throws Exception {
    UmbilicalClient umbilical = container.connect();
    while (peersDone.get() < 2) {
      if (umbilical.heartbeat(container.member(), RankStatus.starting()).order() == Order.STOP) {
        return 1;
      }
    }
    umbilical.done(container.member(), RankStatus.ofTracker(RankPhase.LEFT, 2, 40, 10));
    return 0;
  }

  private int done(Container container, RankStatus status) throws Exception {
    container.connect().done(container.member(), status);
    peersDone.incrementAndGet();
    return 0;
  }

  private static RankStatus peer(long up, long down) {
    return new RankStatus(
        RankPhase.LEFT,
        up,
        down,
        down,
        down,
        up,
        0,
        0,
        1,
        List.of(new FileTraffic(0, down, up, up > 0, 0, 5, 1)),
        0,
        -1,
        -1);
  }
}
