package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;

class SourceSelectorTest {
  private static final long MS = 1_000_000;
  private static final long MB = 1_000_000;

  private final SourceSelector selector =
      new SourceSelector(new SwarmSettings(2, 2, 0, 1, 1), new SplittableRandom(5));

  @Test
  void nobodyIsChosenWhenNobodyIsUseful() {
    assertThat(selector.select(List.of(source(1)), MB, 0, s -> false)).isNull();
  }

  @Test
  void sourceWhoseBytesAreExpectedFirstIsChosen() {
    Source fast = measured(1, 10 * MS);
    Source slow = measured(2, 100 * MS);
    assertThat(selector.select(List.of(slow, fast), MB, 0, s -> true)).isSameAs(fast);
  }

  @Test
  void queueAtAFastSourceCounts() {
    Source fast = measured(1, 10 * MS);
    Source medium = measured(2, 15 * MS);
    fast.asked(MB);
    assertThat(selector.select(List.of(fast, medium), MB, 0, s -> true)).isSameAs(medium);
  }

  @Test
  void unmeasuredSourceCountsAsTypical() {
    Source slow = measured(1, 100 * MS);
    Source fast = measured(2, 10 * MS);
    Source unknown = source(3);
    assertThat(selector.select(List.of(slow, unknown), MB, 0, s -> true)).isNotNull();
    assertThat(selector.select(List.of(slow, unknown, fast), MB, 0, s -> true)).isSameAs(fast);
  }

  @Test
  void nearerSourceIsChosenAmongAboutEqualOnes() {
    Source far = new Source(Rank.peer(1), Neighbour.ELSEWHERE);
    Source rack = new Source(Rank.peer(2), Neighbour.SAME_RACK);
    Source host = new Source(Rank.peer(3), Neighbour.SAME_HOST);
    assertThat(selector.select(List.of(far, host, rack), MB, 0, s -> true)).isSameAs(host);
    assertThat(selector.select(List.of(far, rack), MB, 0, s -> true)).isSameAs(rack);
  }

  @Test
  void chanceDecidesEvenlyAmongEquals() {
    List<Source> equals = List.of(source(1), source(2), source(3));
    Map<Rank, Integer> chosen = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      chosen.merge(selector.select(equals, MB, 0, s -> true).rank, 1, Integer::sum);
    }
    assertThat(chosen.values()).allSatisfy(times -> assertThat(times).isBetween(850, 1150));
  }

  @Test
  void noFurtherSourceIsChosenWhenAllSlotsAreInUse() {
    Source one = source(1);
    Source two = source(2);
    one.asked(MB);
    one.asked(MB);
    two.asked(MB);
    two.asked(MB);
    assertThat(selector.select(List.of(one, two, source(3)), MB, 0, s -> true)).isNull();
  }

  @Test
  void idleSourceComesBeforeOneThatAlreadyWorks() {
    Source working = source(1);
    working.asked(MB);
    Source idle = source(2);
    assertThat(selector.select(List.of(working, idle), MB, 0, s -> true)).isSameAs(idle);
  }

  @Test
  void busySourceIsLeftAloneUntilItsTime() {
    Source busy = source(1);
    busy.busy(50 * MS);
    assertThat(selector.select(List.of(busy), MB, 49 * MS, s -> true)).isNull();
    assertThat(selector.select(List.of(busy), MB, 50 * MS, s -> true)).isSameAs(busy);
  }

  @Test
  void bannedSourceIsNeverChosen() {
    Source bad = source(1);
    bad.strike(0);
    assertThat(selector.select(List.of(bad), MB, 0, s -> true)).isSameAs(bad);
    bad.strike(1);
    assertThat(selector.select(List.of(bad), MB, Long.MAX_VALUE, s -> true)).isNull();
  }

  private static Source source(int rank) {
    return new Source(Rank.peer(rank), Neighbour.ELSEWHERE);
  }

  /** A source that has brought 1 MB in this time. */
  private static Source measured(int rank, long nanos) {
    Source source = source(rank);
    source.asked(MB);
    source.ended(MB);
    source.served(MB, 0, nanos);
    return source;
  }
}
