package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;

class VerdictTest {
  private static final Rank ONE = Rank.peer(1);
  private static final Rank TWO = Rank.peer(2);

  private final Verdict verdict = new Verdict(100);

  @Test
  void nothingIsSettledAsLongAsNothingFails() {
    assertThat(verdict.settled(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void anExitStatusIsHeldBackForTheGrace() {
    verdict.ended(ONE, "exit 137", 1000);
    assertThat(verdict.settled(1099)).isEmpty();
    assertThat(verdict.settled(1100)).contains("exit 137");
  }

  @Test
  void aRanksOwnWordsReplaceItsExitStatusButNotItsGrace() {
    verdict.ended(ONE, "exit 1", 1000);
    verdict.failed(ONE, "disk full", 1050);
    assertThat(verdict.settled(1099)).isEmpty();
    assertThat(verdict.settled(1100)).contains("disk full");
  }

  @Test
  void anExitStatusDoesNotReplaceTheRanksOwnWords() {
    verdict.failed(ONE, "disk full", 1000);
    verdict.ended(ONE, "exit 1", 1010);
    assertThat(verdict.settled(1100)).contains("disk full");
  }

  @Test
  void theFirstFailureStandsAgainstThoseOfOtherRanks() {
    verdict.ended(ONE, "exit 137", 1000);
    verdict.failed(TWO, "rank 1 does not answer", 1001);
    verdict.ended(TWO, "exit 1", 1002);
    assertThat(verdict.settled(1100)).contains("exit 137");
  }

  @Test
  void theTrackersWordsWinAtOnce() {
    verdict.failed(ONE, "the tracker has failed the job", 1000);
    verdict.failed(Rank.TRACKER, "rank 1 and rank 2 disagree on file1", 1010);
    assertThat(verdict.settled(1010)).contains("rank 1 and rank 2 disagree on file1");
  }

  @Test
  void theTrackersExitStatusIsNotBetterThanAnothersFailure() {
    verdict.failed(ONE, "disk full", 1000);
    verdict.ended(Rank.TRACKER, "exit 1", 1010);
    assertThat(verdict.settled(1100)).contains("disk full");
  }

  @Test
  void aRankThatCallsAgainWasNotLost() {
    verdict.silent(ONE, "silent", 1000);
    verdict.heard(TWO);
    assertThat(verdict.settled(1100)).contains("silent");
    verdict.heard(ONE);
    assertThat(verdict.settled(1100)).isEmpty();
  }

  @Test
  void anEndExplainsASilence() {
    verdict.silent(ONE, "silent", 1000);
    verdict.ended(ONE, "exit 137", 1050);
    verdict.heard(ONE);
    assertThat(verdict.settled(1100)).contains("exit 137");
  }
}
