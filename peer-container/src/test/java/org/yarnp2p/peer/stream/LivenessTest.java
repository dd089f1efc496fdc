package org.yarnp2p.peer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.yarnp2p.peer.stream.Liveness.Verdict;

class LivenessTest {
  /** Something is awaited from here on, in ms. */
  private static final long BEGIN = 1000;

  private final Liveness liveness =
      new Liveness(new StreamSettings(4, 2, 1 << 18, 2000, 10_000, 60_000, 60_000), nanos(0));

  LivenessTest() {
    liveness.awaits(nanos(BEGIN));
  }

  @Test
  void silentEndIsAskedOnceAndThenGivenUp() {
    assertThat(look(4_999, 0)).isEqualTo(Verdict.FINE);
    assertThat(look(5_000, 0)).isEqualTo(Verdict.PING);
    assertThat(look(9_999, 0)).isEqualTo(Verdict.FINE);
    assertThat(look(10_000, 0)).isEqualTo(Verdict.GONE);
  }

  @Test
  void endThatIsHeardIsAskedAnew() {
    look(5_000, 0);
    assertThat(look(10_000, 5_001)).isEqualTo(Verdict.FINE);
    assertThat(look(10_001, 5_001)).isEqualTo(Verdict.PING);
    assertThat(look(15_001, 5_001)).isEqualTo(Verdict.GONE);
  }

  @Test
  void silenceBeforeAnythingWasAwaitedDoesNotCount() {
    assertThat(look(4_999, -20_000)).isEqualTo(Verdict.FINE);
    assertThat(look(5_000, -20_000)).isEqualTo(Verdict.PING);
    liveness.awaits(nanos(BEGIN + 9_000));
    assertThat(look(13_999, -20_000)).isEqualTo(Verdict.FINE);
    assertThat(look(14_000, -20_000)).isEqualTo(Verdict.PING);
  }

  @Test
  void whoDoesNotReadKnowsNothingOfTheOtherEnd() {
    assertThat(liveness.look(nanos(BEGIN + 30_000), OptionalLong.empty())).isEqualTo(Verdict.FINE);
  }

  @Test
  void whoWasHeldUpAsksBeforeItGivesUp() {
    assertThat(look(50_000, 0)).isEqualTo(Verdict.PING);
    assertThat(look(50_001, 0)).isEqualTo(Verdict.FINE);
    assertThat(look(55_000, 0)).isEqualTo(Verdict.GONE);
  }

  @Test
  void endThatIsThereButDoesNotServeIsGivenUpLater() {
    liveness.moved(nanos(BEGIN + 2_000));
    assertThat(look(62_000, 61_999)).isEqualTo(Verdict.FINE);
    assertThat(look(62_001, 62_000)).isEqualTo(Verdict.STUCK);
    assertThat(liveness.look(nanos(BEGIN + 62_001), OptionalLong.empty())).isEqualTo(Verdict.STUCK);
  }

  /**
   * Looks.
   *
   * @param now in ms from the beginning
   * @param readingSince likewise
   */
  private Verdict look(long now, long readingSince) {
    return liveness.look(nanos(BEGIN + now), OptionalLong.of(nanos(BEGIN + readingSince)));
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
