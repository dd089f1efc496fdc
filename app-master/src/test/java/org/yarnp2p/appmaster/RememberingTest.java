package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.appmaster.attempt.Attempt;
import org.yarnp2p.appmaster.attempt.Logbook;
import org.yarnp2p.appmaster.attempt.Memory;
import org.yarnp2p.appmaster.attempt.StagingDirectory;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.appmaster.umbilical.UmbilicalListener;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

@Timeout(60)
class RememberingTest {
  @TempDir private Path directory;
  private final Roster roster = new Roster(2, () -> 500);
  private final Member tracker = roster.requested(Rank.TRACKER);
  private final Member peer = roster.requested(Rank.peer(1));
  private Logbook logbook;
  private Remembering remembering;

  @BeforeEach
  void start() throws IOException {
    logbook =
        new Logbook(
            staging(),
            new Attempt(1, false),
            () -> Memory.of(Phases.NONE, null, roster.snapshot(), since -> since));
    logbook.init(new Configuration(false));
    logbook.start();
    remembering = new Remembering(new Answering(), roster, logbook);
    roster.launched(peer, "node1", "container_1");
    roster.registered(peer, new Endpoint("node1", 1));
  }

  @AfterEach
  void stop() {
    logbook.stop();
  }

  @Test
  void whatARankHasMovedIsWrittenDownWhenItIsLost() throws IOException {
    roster.heard(peer, moved(RankPhase.JOINED, 7));
    roster.replace(peer, "killed");
    remembering.heard(tracker, RankStatus.starting());
    Memory.Rank known = next(1).get(1);
    assertThat(known.status().downBytes()).isEqualTo(7);
    assertThat(known.losses()).containsExactly("killed");
  }

  @Test
  void itIsWrittenDownThatPeersExchangeAndThatTheyHaveEverything() throws IOException {
    roster.heard(peer, moved(RankPhase.EXCHANGING, 7));
    remembering.heard(tracker, RankStatus.starting());
    assertThat(next(1).get(1).status().wantedBytes()).isEqualTo(900);
    roster.heard(peer, moved(RankPhase.COMPLETE, 900));
    remembering.heard(peer, RankStatus.starting());
    remembering.heard(tracker, RankStatus.starting());
    assertThat(next(2).get(1).hasEverything()).isTrue();
  }

  private static RankStatus moved(RankPhase phase, long down) {
    return new RankStatus(phase, 0, 900, down, down, 0, 0, 0, -1, List.of(), 0, -1, -1);
  }

  /** The ranks of a memory, as soon as it is written. */
  private List<Memory.Rank> next(int number) throws IOException {
    String name = "memory-000001-%06d.json".formatted(number);
    while (!staging().has(name)) {
      Thread.onSpinWait();
    }
    Logbook second = new Logbook(staging(), new Attempt(2, true), () -> null);
    return second.read().orElseThrow().ranks();
  }

  private StagingDirectory staging() {
    return new StagingDirectory(
        new org.apache.hadoop.fs.Path(directory.toUri()), new Configuration(), false);
  }

  /** What the supervisor answers to heartbeats. */
  private final class Answering implements UmbilicalListener {
    @Override
    public void registered(Member member) {}

    @Override
    public HeartbeatAnswer heard(Member member, RankStatus status) {
      return new HeartbeatAnswer(Order.CONTINUE, roster.gone(), roster.lost(), Set.of());
    }

    @Override
    public void done(Member member, RankStatus status) {}

    @Override
    public void failed(Member member, String message, Cure cure) {}

    @Override
    public void killed(String reason) {}
  }
}
