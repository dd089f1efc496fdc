package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yarnp2p.appmaster.Loss.Kind;
import org.yarnp2p.appmaster.Loss.Remedy;
import org.yarnp2p.model.Rank;

class RetryPolicyTest {
  private static final Rank ONE = Rank.peer(1);
  private static final Rank TWO = Rank.peer(2);
  private static final Loss KILLED = new Loss(Kind.EXIT, "killed", Remedy.SAME_NODE, true);
  private static final Loss PREEMPTED = new Loss(Kind.EXIT, "preempted", Remedy.SAME_NODE, false);
  private static final Loss FULL = new Loss(Kind.OWN_WORDS, "disk full", Remedy.OTHER_NODE, true);
  private static final Loss MISTAKE = new Loss(Kind.OWN_WORDS, "mistake", Remedy.NONE, true);

  private final RetryPolicy policy = new RetryPolicy(3, 600_000);

  @Test
  void theFailureThatReachesTheLimitIsTheLast() {
    assertThat(last(ONE, KILLED, 1)).isEmpty();
    assertThat(last(ONE, KILLED, 2)).isEmpty();
    assertThat(last(ONE, KILLED, 3).orElseThrow().text())
        .isEqualTo("killed; that was failure 3 of rank 1 within 600 s (p2p.rank.max-failures)");
  }

  @Test
  void failuresAreCountedForEachRank() {
    assertThat(last(ONE, KILLED, 1)).isEmpty();
    assertThat(last(ONE, KILLED, 2)).isEmpty();
    assertThat(last(TWO, KILLED, 3)).isEmpty();
    assertThat(last(TWO, KILLED, 4)).isEmpty();
  }

  @Test
  void anOldFailureDoesNotCount() {
    assertThat(last(ONE, KILLED, 0)).isEmpty();
    assertThat(last(ONE, KILLED, 1)).isEmpty();
    assertThat(last(ONE, KILLED, 600_001)).isEmpty();
    assertThat(last(ONE, KILLED, 600_001)).isPresent();
  }

  @Test
  void whatYarnTakesAwayNeverCounts() {
    for (int time = 0; time < 100; time++) {
      assertThat(last(ONE, PREEMPTED, time)).isEmpty();
    }
    assertThat(last(ONE, KILLED, 100)).isEmpty();
    assertThat(last(ONE, KILLED, 101)).isEmpty();
    assertThat(last(ONE, KILLED, 102)).isPresent();
  }

  @Test
  void whatNothingCuresIsNotTriedAgain() {
    assertThat(last(ONE, MISTAKE, 1)).contains(MISTAKE);
  }

  @Test
  void aNodeWithoutRoomIsTriedElsewhereWhereThereIsAnElsewhere() {
    assertThat(last(ONE, FULL, 1)).isEmpty();
    assertThat(policy.last(TWO, FULL, false, 2).orElseThrow().text())
        .isEqualTo("disk full; there is no other node for it");
  }

  @Test
  void withALimitOfOneNothingIsReplacedAndTheReasonStandsAsItIs() {
    assertThat(new RetryPolicy(1, 600_000).last(ONE, KILLED, true, 1)).contains(KILLED);
  }

  private Optional<Loss> last(Rank rank, Loss loss, long now) {
    return policy.last(rank, loss, true, now);
  }
}
