package org.yarnp2p.appmaster.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.appmaster.roster.RankState;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Accused;
import org.yarnp2p.protocol.FileTraffic;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.LostFile;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.Trouble;

class LogbookTest {
  private static final Phases PHASES = new Phases(1L, 2L, null, null, null, null);
  private static final RankStatus FINAL =
      new RankStatus(
          RankPhase.LEFT,
          1,
          2,
          3,
          4,
          5,
          6,
          7,
          8,
          List.of(new FileTraffic(1, 2, 3, true, 4, 5, 6)),
          9,
          10,
          11);

  @TempDir private Path directory;
  private final Roster roster = new Roster(1, () -> 500);

  @Test
  void theNextAttemptKnowsWhatTheLastOneKnewAtTheEnd() throws IOException {
    Logbook first = logbook(new Attempt(1, false));
    first.write();
    Member peer = roster.requested(Rank.peer(1));
    roster.launched(peer, "node1", "container_7");
    roster.done(peer, FINAL);
    roster.giveUp(roster.requested(Rank.TRACKER), RankState.ABSENT, "no node");
    first.write();

    Memory memory = logbook(new Attempt(2, true)).read().orElseThrow();

    assertThat(memory)
        .isEqualTo(Memory.of(PHASES, null, roster.snapshot(), LogbookTest::sinceStart));
    assertThat(memory.hasDrained()).isTrue();
    assertThat(memory.ranks().get(0).reason()).isEqualTo("no node");
    assertThat(memory.ranks().get(1).status()).isEqualTo(FINAL);
    assertThat(memory.ranks().get(1).finishedMillis()).isEqualTo(500 - 8 - 100);
    assertThat(memory.ranks().get(1).exchangingMillis()).isNull();
  }

  @Test
  void theNextAttemptKnowsWhatIsLost() throws IOException {
    BitSet segments = new BitSet();
    segments.set(1);
    segments.set(4);
    LostFile file = new LostFile(new Holding(0, segments), List.of(Rank.peer(1)));
    Trouble trouble =
        new Trouble(
            List.of(new Accused(Rank.peer(1), 2, 1)),
            List.of(Rank.peer(1)),
            List.of(file),
            List.of(new Member(Rank.peer(1), 1)));
    Member tracker = roster.requested(Rank.TRACKER);
    roster.done(tracker, RankStatus.ofTracker(RankPhase.LEFT, 1, 2, 3, 4, trouble));
    logbook(new Attempt(1, false)).write();

    Memory memory = logbook(new Attempt(2, true)).read().orElseThrow();

    assertThat(memory.ranks().get(0).status().trouble()).isEqualTo(trouble);
  }

  @Test
  void notesAreWrittenByTheService() throws Exception {
    Logbook first = logbook(new Attempt(1, false));
    first.init(new Configuration(false));
    first.start();
    first.note();
    Logbook second = logbook(new Attempt(2, false));
    while (second.read().isEmpty()) {
      Thread.onSpinWait();
    }
    first.stop();
    first.note();
    assertThat(second.read().orElseThrow().hasDrained()).isFalse();
  }

  @Test
  void theFirstAttemptHasNothingToReadAndTheLastNothingToWrite() {
    logbook(new Attempt(1, true)).write();
    assertThat(directory.resolve("state")).doesNotExist();
    assertThat(logbook(new Attempt(1, false)).read()).isEmpty();
    assertThat(logbook(new Attempt(2, true)).read()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsNotKnown() throws IOException {
    Files.createDirectory(directory.resolve("state"));
    Files.writeString(directory.resolve("state/memory-000001-000001.json"), "{");
    assertThat(logbook(new Attempt(2, true)).read()).isEmpty();
  }

  @Test
  void nothingIsWrittenIntoADirectoryThatIsGone() {
    StagingDirectory staging = staging(false);
    staging.release();
    staging.delete();
    Logbook late = new Logbook(staging, new Attempt(1, false), this::memory);
    late.write();
    assertThat(directory).doesNotExist();
  }

  @Test
  void attemptsHaveIncarnationsOfTheirOwn() {
    assertThat(new Attempt(1, false).earlierIncarnations()).isZero();
    assertThat(new Attempt(2, false).earlierIncarnations()).isEqualTo(1000);
    assertThat(new Attempt(3, true).earlierIncarnations()).isEqualTo(2000);
  }

  private static Long sinceStart(Long moment) {
    return moment == null ? null : (Long) (moment - 100);
  }

  private Logbook logbook(Attempt attempt) {
    return new Logbook(staging(attempt.last()), attempt, this::memory);
  }

  private Memory memory() {
    return Memory.of(PHASES, null, roster.snapshot(), LogbookTest::sinceStart);
  }

  private StagingDirectory staging(boolean last) {
    return new StagingDirectory(
        new org.apache.hadoop.fs.Path(directory.toUri()), new Configuration(), last);
  }
}
