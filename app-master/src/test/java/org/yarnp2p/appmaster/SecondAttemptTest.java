package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.Credentials;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.appmaster.ScriptedFleet.Script;
import org.yarnp2p.appmaster.attempt.Attempt;
import org.yarnp2p.appmaster.attempt.Logbook;
import org.yarnp2p.appmaster.attempt.Memory;
import org.yarnp2p.appmaster.attempt.StagingDirectory;
import org.yarnp2p.appmaster.commit.CommitJournal.Mark;
import org.yarnp2p.appmaster.commit.StagedJournal;
import org.yarnp2p.appmaster.fleet.Fleet.Inherited;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.ipc.IpcDialer;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.job.JobReport.State;
import org.yarnp2p.job.MasterAddresses;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.FileTraffic;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.UmbilicalClient;
import org.yarnp2p.security.JobSecret;

/** Jobs whose first ApplicationMaster has died, at different points of their course. */
@Timeout(60)
class SecondAttemptTest {
  private static final Rank HOLDER = Rank.peer(1);
  private static final Rank TAKER = Rank.peer(2);
  private static final RankStatus TRACKED = RankStatus.ofTracker(RankPhase.LEFT, 2, 40, 10);
  private static final Attempt FIRST = new Attempt(1, false);
  private static final Attempt SECOND = new Attempt(2, true);

  @TempDir private Path directory;
  private final Configuration conf = JobFixture.conf();
  private final JobSecret secret = JobSecret.generate();
  private final Map<Rank, Script> scripts = new HashMap<>();
  private JobFixture job;
  private ScriptedFleet fleet;
  private JobMaster master;

  @BeforeEach
  void stage() throws IOException {
    job = JobFixture.stage(directory);
    Files.createDirectories(job.temporary());
    master =
        new JobMaster(
            new JobContext(
                job.plan(),
                conf,
                job.stagedPath(),
                secret,
                new Credentials(),
                Instant.now(),
                Instant.now(),
                "127.0.0.1",
                SECOND,
                false),
            owner -> fleet = new ScriptedFleet(owner.listener(), scripts));
  }

  @Test
  void itsContainersFindTheNextOneAndFinish() throws IOException {
    inherit(Rank.TRACKER, TRACKED);
    inherit(HOLDER, peer(5, 0));
    inherit(TAKER, peer(0, 5));
    Files.writeString(job.temporary().resolve("client2_file1"), "hello");

    Outcome outcome = master.run();

    assertThat(outcome.state()).as(outcome.diagnostics()).isEqualTo(State.SUCCEEDED);
    assertThat(fleet.launched).isEmpty();
    assertThat(job.out().resolve("client2_file1")).hasContent("hello");
    assertThat(report().ranks()).extracting(JobReport.RankReport::incarnation).containsOnly(1);
    assertThat(report().ranks().get(2).containerId()).isEqualTo("container 2");
    assertThat(job.staged()).doesNotExist();
  }

  @Test
  void aRankWithoutAContainerIsStartedAsALaterIncarnation() throws IOException {
    inherit(Rank.TRACKER, TRACKED);
    inherit(HOLDER, peer(5, 0));
    Files.writeString(job.temporary().resolve("client2_file1"), "hello");
    scripts.put(
        TAKER,
        container -> {
          container.connect().done(container.member(), peer(0, 5));
          return 0;
        });

    Outcome outcome = master.run();

    assertThat(outcome.state()).as(outcome.diagnostics()).isEqualTo(State.SUCCEEDED);
    assertThat(fleet.launched).containsExactly(new Member(TAKER, 1001));
  }

  @Test
  void whatWasDoneIsNotDoneAgain() throws IOException {
    Files.writeString(job.temporary().resolve("client2_file1"), "hello");
    Roster known = new Roster(2, () -> 200);
    known.requested(Rank.TRACKER);
    known.launched(new Member(HOLDER, known.requested(HOLDER).incarnation()), "node7", "c7");
    known.heard(new Member(HOLDER, 1), peer(5, 0));
    known.done(known.requested(TAKER), peer(0, 5));
    Phases phases = new Phases(1L, 2L, 3L, 4L, 5L, null);
    Logbook logbook =
        new Logbook(
            staging(), FIRST, () -> Memory.of(phases, 30L, known.snapshot(), since -> since));
    logbook.write();

    Outcome outcome = master.run();

    assertThat(outcome.state()).as(outcome.diagnostics()).isEqualTo(State.SUCCEEDED);
    assertThat(fleet.launched).isEmpty();
    assertThat(report().swarmMillis()).isEqualTo(30);
    assertThat(report().phases().containersUp()).isEqualTo(3);
    assertThat(report().ranks().get(1).host()).isEqualTo("node7");
    assertThat(report().ranks().get(2).finishedMillis()).isEqualTo(200 - 1 - 4);
    assertThat(report().files().get(0).firstHolderCopies()).isEqualTo(1.0);
  }

  @Test
  void figuresOfARankThatIsStartedAnewAreThoseOfTheJob() throws IOException {
    Roster known = new Roster(2, () -> 200);
    Member lost = known.requested(TAKER);
    known.launched(lost, "node7", "c7");
    known.registered(lost, new Endpoint("node7", 1));
    RankStatus some =
        new RankStatus(RankPhase.EXCHANGING, 0, 5, 3, 3, 0, 0, 0, -1, List.of(), 0, -1, -1);
    known.heard(lost, some);
    Phases phases = new Phases(1L, 2L, 3L, 4L, null, null);
    new Logbook(staging(), FIRST, () -> Memory.of(phases, null, known.snapshot(), since -> since))
        .write();
    inherit(Rank.TRACKER, TRACKED);
    inherit(HOLDER, peer(5, 0));
    Files.writeString(job.temporary().resolve("client2_file1"), "hello");
    AtomicLong wanted = new AtomicLong();
    CountDownLatch takerIsDone = new CountDownLatch(1);
    scripts.put(
        TAKER,
        container -> {
          wanted.set(master.status().wantedBytes());
          container.connect().done(container.member(), peer(0, 5));
          takerIsDone.countDown();
          return 0;
        });
    Map.of(Rank.TRACKER, TRACKED, HOLDER, peer(5, 0))
        .forEach(
            (rank, last) ->
                scripts.put(
                    rank,
                    container -> {
                      takerIsDone.await();
                      return survive(rank, last);
                    }));

    Outcome outcome = master.run();

    assertThat(outcome.state()).as(outcome.diagnostics()).isEqualTo(State.SUCCEEDED);
    assertThat(wanted).as("before it has said so").hasValue(5);
    assertThat(report().ranks().get(2).downBytes()).isEqualTo(3 + 5);
    assertThat(report().ranks().get(2).lostContainers()).containsExactly("c7");
  }

  @Test
  void aCommitThatWasBegunIsFinished() throws IOException {
    new StagedJournal(staging()).make(Mark.BEGUN);
    Files.writeString(job.out().resolve("client2_file1"), "moved before");
    inherit(HOLDER, peer(5, 0));

    Outcome outcome = master.run();

    assertThat(outcome.state()).as(outcome.diagnostics()).isEqualTo(State.SUCCEEDED);
    assertThat(fleet.launched).isEmpty();
    assertThat(job.out().resolve("client2_file1")).hasContent("moved before");
    assertThat(job.out().resolve("_SUCCESS")).exists();
    assertThat(job.temporary().getParent()).doesNotExist();
  }

  @Test
  void aCommitThatCannotBeFinishedIsTakenBack() throws IOException {
    new StagedJournal(staging()).make(Mark.BEGUN);
    Files.writeString(job.out().resolve("client1_another"), "moved before");

    Outcome outcome = master.run();

    assertThat(outcome.state()).isEqualTo(State.FAILED);
    assertThat(outcome.diagnostics()).contains("client2_file1");
    assertThat(job.out()).doesNotExist();
    assertThat(job.staged()).doesNotExist();
  }

  private void inherit(Rank rank, RankStatus last) {
    fleet.inherited.add(
        new Inherited(
            new Member(rank, SECOND.earlierIncarnations()),
            "host" + rank.value(),
            "container " + rank.value()));
    scripts.put(rank, container -> survive(rank, last));
  }

  /** What a container does when it has found out that there is another ApplicationMaster. */
  private int survive(Rank rank, RankStatus last) throws IOException {
    FileSystem fs = FileSystem.getLocal(conf);
    Optional<Endpoint> found = Optional.empty();
    while (found.isEmpty()) {
      found = MasterAddresses.latest(fs, job.stagedPath());
    }
    Member self = new Member(rank, 1);
    UmbilicalClient umbilical =
        new IpcDialer(conf, JobFixture.JOB_ID, rank)
            .umbilical(found.get(), secret.token(JobFixture.JOB_ID, rank, Rank.APPLICATION_MASTER));
    if (umbilical.heartbeat(self, RankStatus.starting()).order() == Order.REGISTER) {
      umbilical.register(self, new Endpoint("127.0.0.1", 1 + rank.value()));
    }
    umbilical.done(self, last);
    return 0;
  }

  private StagingDirectory staging() {
    return new StagingDirectory(job.stagedPath(), conf, false);
  }

  private JobReport report() throws IOException {
    return JobReport.parse(Files.readString(job.out().resolve("report.json")));
  }

  private static RankStatus peer(long up, long down) {
    return new RankStatus(
        RankPhase.COMPLETE,
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
