package org.yarnp2p.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.bench.faults.FaultyResult.Outcome;

/** Swarms of the product's decisions in which something breaks; the rules are in {@link Audit}. */
class FaultySwarmTest {
  private static final int PEERS = 6;
  private static final int SEGMENTS = 24;

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "none",
        "kill:2@10",
        "kill:2@50",
        "kill:2@90",
        "kill:1@copy",
        "kill:2@50,kill:3@50,kill:4@50",
        "stop:2@30=20",
        "stop:2@30=90",
        "restart:2@50",
        "move:2@50",
        "restart:1@30",
        "twin:2@40",
        "gone:2@50",
        "rot:2@50",
        "rot:1@copy",
        "rot:1@copy,restart:1@95",
        "rot:1@copy,tracker-restart@copy",
        "tracker-restart@copy,rot:1@copy",
        "rot:1@copy,tracker-restart@96,tracker-restart@98,restart:1@97",
        "tracker-restart@60,rot:1@copy,rot:1@97,move:2@98",
        "gone:1@copy",
        "late:3=5",
        "slow:2=0.02",
        "reset:2@30,reset:1@60",
        "half-open:2@30",
        "lose=0.02",
        "repeat=0.05,reorder=0.1",
        "liar:2",
        "bad-sender:1",
        "bad-sender:1,bad-sender:2",
        "bad-receiver:2",
        "preempt:2@50",
        "preempt:1@10",
        "bad-receiver:2,bad-receiver:3,bad-sender:1",
        "bad-receiver:2,bad-receiver:3,bad-receiver:4,bad-receiver:5,bad-receiver:6",
        "tracker-stop@40=30",
        "tracker-restart@50",
        "tracker-restart@copy,kill:1@copy",
        "twin:2@80,tracker-restart@90",
        "tracker-restart@drain",
        "tracker-stop@drain=30",
        "origin,tracker-stop@drain=60,move:2@97",
        "collected,move:2@97,twin:3@90",
        "collected,twin:2@97,tracker-restart@drain",
        "partial,collected,move:2@97,stop:3@60=40,tracker-stop@drain=20",
        "move:2@97,tracker-restart@drain",
        "twin:1@97,tracker-restart@drain",
        "partial,move:2@97,stop:3@60=40,tracker-restart@drain",
        "origin,move:2@97,tracker-restart@drain",
        "origin,tracker-restart@20,tracker-restart@70",
        "partial,kill:1@copy,tracker-restart@90",
        "partial,liar:2,flip:3@80,twin:2@40",
        "origin",
        "origin,kill:1@10",
        "origin,kill:1@50,kill:2@50,kill:3@50",
        "origin,kill:1@copy,move:2@90",
        "origin,late:3=5,tracker-stop@20=30",
        "origin,lose=0.02,reset:1@50"
      })
  void everybodyWhoIsLeftHasEverything(String faults) {
    for (long seed = 1; seed <= 10; seed++) {
      FaultyResult result = FaultySwarm.run(PEERS, SEGMENTS, faults, seed);
      assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.COMPLETE);
    }
  }

  @Test
  void whatDiesWithItsOnlyHolderIsLost() {
    FaultyResult result = FaultySwarm.run(PEERS, SEGMENTS, "kill:1@10", 1);
    assertThat(result.outcome()).isIn(Outcome.LOST, Outcome.FAILED);
    assertThat(result.lostSegments()).isPositive();
  }

  @Test
  void whatItsOnlyHolderFindsOtherwiseIsLost() {
    int lost = 0;
    for (long seed = 1; seed <= 20; seed++) {
      FaultyResult result = FaultySwarm.run(PEERS, SEGMENTS, "rot:1@5", seed);
      boolean failed = result.outcome() == Outcome.FAILED;
      assertThat(failed).as("%s", result).isEqualTo(result.lostSegments() > 0);
      lost += result.lostSegments();
    }
    assertThat(lost).isPositive();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "partial,kill:1@10",
        "partial,kill:1@40,tracker-restart@60",
        "partial,kill:1@30,kill:2@70,tracker-restart@90",
        "partial,liar:1,tracker-restart@40",
        "partial,liar:1,tracker-restart@30,move:3@60",
        "partial,gone:1@40",
        "partial,rot:1@40,rot:1@50,tracker-restart@60",
        "partial,rot:1@10,tracker-restart@30,restart:1@60",
        "partial,gone:1@40,tracker-restart@copy",
      })
  void partialJobEndsWithoutWhatIsLost(String faults) {
    int lost = 0;
    for (long seed = 1; seed <= 20; seed++) {
      FaultyResult result = FaultySwarm.run(PEERS, SEGMENTS, faults, seed);
      assertThat(result.outcome()).as("%s", result).isNotEqualTo(Outcome.FAILED);
      lost += result.lostSegments();
    }
    assertThat(lost).isPositive();
  }

  /**
   * A segment that comes after its file is lost; a loss that only a dead tracker has told; a holder
   * that is away when others let a file go; ranks that come again of which the tracker has not
   * heard yet; files that nobody who is left knows; a report on its way when its tracker is
   * replaced; a peer that is complete without a file and drops a segment of that; a swarm that only
   * a dead tracker has let go.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "800 2 32 partial,stop:1@97=8,reset:1@26,flip:1@58,liar:1,tracker-restart@61",
        "1050 7 27 partial,flip:1@26,kill:2@0,lose=0.008",
        "2136 4 30 partial,tracker-stop@copy=53,liar:1,tracker-restart@42",
        "2870 5 32 partial,bad-receiver:2,flip:1@39,kill:4@62",
        "674191 3 15 partial,kill:3@35,flip:1@73,move:1@10,liar:1,lose=0.017",
        "31669 3 24 partial,restart:3@52,preempt:1@80,liar:1,tracker-stop@99=44,half-open:3@9",
        "51488 2 18 partial,twin:2@70,tracker-stop@7=6,liar:1",
        "21791 2 8 partial,tracker-restart@copy,repeat=0.01,flip:1@13,twin:1@50,bad-receiver:1",
        "31934 2 8 partial,bad-receiver:1,tracker-restart@40,flip:2@35,twin:2@24,kill:1@84",
        "77909 7 15 partial,collected,gone:1@31,preempt:1@60,tracker-restart@74,kill:2@67,liar:2",
        "27933 7 10 partial,rot:1@14,tracker-restart@36,rot:5@13",
        "7989 2 22 partial,rot:1@copy,tracker-restart@drain,lose=0.011,preempt:2@22",
      })
  void whatSweepsHaveFoundDoesNotComeBack(long seed, int peers, int segments, String faults) {
    assertThat(FaultySwarm.run(peers, segments, faults, seed).lostSegments()).isPositive();
  }

  /** The one that a peer was given in the place of a source that it has banned dies. */
  @Test
  void whoHasBannedASourceIsNotLeftWithItAlone() {
    FaultyResult result =
        FaultySwarm.run(
            10, 15, "flip:9@35,kill:10@54,half-open:3@46,kill:1@46,repeat=0.01", 1302818);
    assertThat(result.outcome()).isEqualTo(Outcome.COMPLETE);
  }

  /**
   * A later tracker has gathered a life that stored nothing when it is heard of another's leave.
   */
  @Test
  void whoComesAgainAfterTheDrainIsNotWaitedFor() {
    FaultyResult result = FaultySwarm.run(3, 10, "move:2@97,tracker-restart@drain,lose=0.03", 589);
    assertThat(result.outcome()).isEqualTo(Outcome.COMPLETE);
    String faults = "partial,collected,rot:1@83,tracker-restart@drain,preempt:3@4,lose=0.01";
    assertThat(FaultySwarm.run(6, 16, faults, 110368).outcome()).isEqualTo(Outcome.COMPLETE);
  }

  /** The holder is gone, and of an empty file nothing is left but that it is known. */
  @Test
  void nextTrackerHearsOfAnEmptyFileFromTheNextLifeOfItsOnlyPeer() {
    String faults = "collected,kill:1@20,preempt:1@15,restart:2@83,move:2@copy,tracker-restart@45";
    assertThat(FaultySwarm.run(2, 6, faults, 702652).outcome()).isEqualTo(Outcome.COMPLETE);
  }

  /** A join that comes twice, and late, says what the peer held before a segment had gone bad. */
  @Test
  void whatWasWithdrawnIsNotHeldAgainWithARepeatedJoin() {
    String faults = "flip:1@10,flip:1@20,flip:1@30,tracker-restart@60,repeat=0.5,reorder=1";
    assertThat(FaultySwarm.run(4, 16, faults, 35).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(FaultySwarm.run(4, 16, faults, 199).outcome()).isEqualTo(Outcome.COMPLETE);
  }

  /**
   * The next tracker hears that a holder lacks what another life of it has as it was: it has to
   * know what that is.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "6386 5 15 partial,rot:1@43,tracker-restart@39,flip:1@20,gone:2@70",
        "6506 5 20 partial,collected,rot:1@0,tracker-restart@5,bad-receiver:4,flip:5@37",
        "17521 8 13 partial,collected,rot:1@15,tracker-restart@69,preempt:1@52,preempt:3@90",
      })
  void whatAHolderHasAgainAsItWasIsNotLost(long seed, int peers, int segments, String faults) {
    assertThat(FaultySwarm.run(peers, segments, faults, seed).outcome())
        .isNotEqualTo(Outcome.FAILED);
  }

  /** A report that comes twice, and after the next one, says what is not true any more. */
  @ParameterizedTest
  @ValueSource(longs = {205, 297, 362, 472})
  void aLateCopyOfAReportSaysNothing(long seed) {
    String faults = "repeat=0.5,reorder=1,flip:2@40,flip:3@50,flip:4@60";
    assertThat(FaultySwarm.run(6, 24, faults, seed).outcome()).isEqualTo(Outcome.COMPLETE);
  }

  @ParameterizedTest
  @CsvSource({"'origin',1", "'origin,kill:2@50',1.6", "'origin,move:1@60,restart:3@30',2"})
  void originIsReadHardlyMoreThanOnce(String faults, double copies) {
    for (long seed = 1; seed <= 5; seed++) {
      FaultyResult result = FaultySwarm.run(PEERS, SEGMENTS, faults, seed);
      assertThat(result.originCopies()).as("%s", result).isBetween(1.0, copies);
    }
  }

  @Test
  void replacementOnTheSameNodeCountsAsARestart() {
    assertThat(FaultySwarm.run(PEERS, SEGMENTS, "restart:2@50", 1).restarts()).isEqualTo(1);
    assertThat(FaultySwarm.run(PEERS, SEGMENTS, "kill:2@50", 1).givenUp()).isEqualTo(1);
  }

  @Test
  void sameSeedGivesTheSameRun() {
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(FaultySwarm.run(8, 32, FaultySwarm.RANDOM, seed))
          .isEqualTo(FaultySwarm.run(8, 32, FaultySwarm.RANDOM, seed));
    }
  }

  /** A rule that is broken is told with all that is needed to see it again. */
  @Test
  void rulesHoldWhateverBreaks() {
    for (long seed = 1; seed <= 400; seed++) {
      FaultySwarm.run(8, 32, FaultySwarm.RANDOM, seed);
    }
  }

  @Test
  void planThatCannotBeReadIsRefused() {
    assertThatThrownBy(() -> FaultySwarm.run(4, 8, "kill:9@10", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
