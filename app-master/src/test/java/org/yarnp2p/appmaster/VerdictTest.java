package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.yarnp2p.appmaster.Loss.Kind;
import org.yarnp2p.appmaster.Loss.Remedy;
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
    verdict.lost(ONE, loss(Kind.EXIT, "exit 137"), 1000);
    assertThat(verdict.settled(1099)).isEmpty();
    assertThat(verdict.settled(1100)).contains("exit 137");
  }

  @Test
  void aRanksOwnWordsReplaceItsExitStatusButNotItsGrace() {
    verdict.lost(ONE, loss(Kind.EXIT, "exit 1"), 1000);
    verdict.lost(ONE, loss(Kind.OWN_WORDS, "disk full"), 1050);
    assertThat(verdict.settled(1099)).isEmpty();
    assertThat(verdict.settled(1100)).contains("disk full");
  }

  @Test
  void anExitStatusDoesNotReplaceTheRanksOwnWords() {
    verdict.lost(ONE, loss(Kind.OWN_WORDS, "disk full"), 1000);
    verdict.lost(ONE, loss(Kind.EXIT, "exit 1"), 1010);
    assertThat(verdict.settled(1100)).contains("disk full");
  }

  @Test
  void theFirstFailureStandsAgainstThoseOfOtherRanks() {
    verdict.lost(ONE, loss(Kind.EXIT, "exit 137"), 1000);
    verdict.lost(TWO, loss(Kind.OWN_WORDS, "rank 1 does not answer"), 1001);
    verdict.lost(TWO, loss(Kind.EXIT, "exit 1"), 1002);
    assertThat(verdict.settled(1100)).contains("exit 137");
  }

  @Test
  void theTrackersWordsWinAtOnce() {
    verdict.lost(ONE, loss(Kind.OWN_WORDS, "the tracker has failed the job"), 1000);
    verdict.lost(Rank.TRACKER, loss(Kind.OWN_WORDS, "rank 1 and rank 2 disagree on file1"), 1010);
    assertThat(verdict.settled(1010)).contains("rank 1 and rank 2 disagree on file1");
  }

  @Test
  void theTrackersExitStatusIsNotBetterThanAnothersFailure() {
    verdict.lost(ONE, loss(Kind.OWN_WORDS, "disk full"), 1000);
    verdict.lost(Rank.TRACKER, loss(Kind.EXIT, "exit 1"), 1010);
    assertThat(verdict.settled(1100)).contains("disk full");
  }

  @Test
  void anEndExplainsASilence() {
    verdict.lost(ONE, loss(Kind.SILENCE, "silent"), 1000);
    verdict.lost(ONE, loss(Kind.EXIT, "exit 137"), 1050);
    assertThat(verdict.settled(1100)).contains("exit 137");
  }

  private static Loss loss(Kind kind, String text) {
    return new Loss(kind, text, Remedy.NONE, true);
  }
}
