package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

class SourceSelectorTest {
  private static final long MS = 1_000_000;
  private static final long MB = 1_000_000;

  private final SourceSelector selector = new SourceSelector(new SplittableRandom(5));

  @Test
  void nobodyIsChosenAmongNobody() {
    assertThat(selector.select(List.of(), MB, s -> true)).isNull();
  }

  @Test
  void nobodyIsChosenWhenNobodyIsUseful() {
    assertThat(selector.select(List.of(source(1)), MB, s -> false)).isNull();
  }

  @Test
  void onlyUsefulSourceIsChosenHoweverSlow() {
    Source fast = measured(1, 10 * MS);
    Source slow = measured(2, 10_000 * MS);
    assertThat(selector.select(List.of(fast, slow), MB, s -> s == slow)).isSameAs(slow);
  }

  @Test
  void sourceWhoseBytesAreExpectedFirstIsChosen() {
    Source fast = measured(1, 10 * MS);
    Source slow = measured(2, 100 * MS);
    assertThat(selector.select(List.of(slow, fast), MB, s -> true)).isSameAs(fast);
    assertThat(selector.select(List.of(fast, slow), MB, s -> true)).isSameAs(fast);
  }

  @Test
  void queueAtAFastSourceCounts() {
    Source fast = measured(1, 10 * MS);
    Source medium = measured(2, 15 * MS);
    fast.asked(MB, true);
    assertThat(selector.select(List.of(fast, medium), MB, s -> true)).isSameAs(medium);
  }

  @Test
  void queueThatIsOverDoesNotCount() {
    Source fast = measured(1, 10 * MS);
    Source medium = measured(2, 15 * MS);
    fast.asked(MB, false);
    fast.ended(MB);
    assertThat(selector.select(List.of(fast, medium), MB, s -> true)).isSameAs(fast);
  }

  @Test
  void queueThatBecomesShorterCountsLess() {
    Source fast = measured(1, 10 * MS);
    Source medium = measured(2, 15 * MS);
    fast.asked(4 * MB, true);
    fast.rebound(-4 * MB);
    fast.ended(0);
    assertThat(selector.select(List.of(fast, medium), MB, s -> true)).isSameAs(fast);
  }

  @Test
  void unmeasuredSourceCountsAsTypical() {
    Source slow = measured(1, 100 * MS);
    Source fast = measured(2, 10 * MS);
    Source medium = measured(4, 30 * MS);
    Source unknown = source(3);
    assertThat(selector.select(List.of(slow, medium, unknown, fast), MB, s -> true)).isSameAs(fast);
    assertThat(selector.select(List.of(slow, unknown, medium, fast), MB, s -> s != fast))
        .isIn(unknown, medium);
  }

  @Test
  void sourcesAreChosenWithoutAnyMeasurement() {
    assertThat(selector.select(List.of(source(1), source(2)), MB, s -> true)).isNotNull();
  }

  @Test
  void withoutMeasurementsTheOneWithFewerBytesUnderWayIsChosen() {
    Source loaded = source(1);
    loaded.asked(MB, false);
    Source idle = source(2);
    assertThat(selector.select(List.of(loaded, idle), MB, s -> true)).isSameAs(idle);
  }

  @Test
  void nearerSourceIsChosenAmongAboutEqualOnes() {
    Source far = new Source(new Member(Rank.peer(1), 1), Neighbour.ELSEWHERE);
    Source rack = new Source(new Member(Rank.peer(2), 1), Neighbour.SAME_RACK);
    Source host = new Source(new Member(Rank.peer(3), 1), Neighbour.SAME_HOST);
    assertThat(selector.select(List.of(far, host, rack), MB, s -> true)).isSameAs(host);
    assertThat(selector.select(List.of(far, rack), MB, s -> true)).isSameAs(rack);
  }

  @Test
  void nearerSourceIsChosenThoughItIsALittleSlower() {
    Source far = measured(1, 10 * MS);
    Source near = measured(new Source(new Member(Rank.peer(2), 1), Neighbour.SAME_RACK), 12 * MS);
    assertThat(selector.select(List.of(far, near), MB, s -> true)).isSameAs(near);
  }

  @Test
  void farSourceIsChosenWhenItIsMuchFaster() {
    Source far = measured(1, 10 * MS);
    Source near = measured(new Source(new Member(Rank.peer(2), 1), Neighbour.SAME_HOST), 20 * MS);
    assertThat(selector.select(List.of(near, far), MB, s -> true)).isSameAs(far);
  }

  @Test
  void idleSourceComesBeforeOneThatAlreadyWorks() {
    Source working = source(1);
    working.asked(0, true);
    Source idle = source(2);
    assertThat(selector.select(List.of(working, idle), MB, s -> true)).isSameAs(idle);
    assertThat(selector.select(List.of(idle, working), MB, s -> true)).isSameAs(idle);
  }

  @Test
  void idleSourceComesBeforeANearerOneThatWorks() {
    Source working = new Source(new Member(Rank.peer(1), 1), Neighbour.SAME_HOST);
    working.asked(0, false);
    assertThat(selector.select(List.of(working, source(2)), MB, s -> true).rank)
        .isEqualTo(Rank.peer(2));
  }

  @Test
  void chanceDecidesEvenlyAmongEquals() {
    List<Source> equals = List.of(source(1), source(2), source(3));
    Map<Rank, Integer> chosen = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      chosen.merge(selector.select(equals, MB, s -> true).rank, 1, Integer::sum);
    }
    assertThat(chosen).hasSize(3);
    assertThat(chosen.values()).allSatisfy(times -> assertThat(times).isBetween(850, 1150));
  }

  @Test
  void sameSeedChoosesTheSame() {
    List<Source> equals = List.of(source(1), source(2), source(3), source(4));
    SourceSelector one = new SourceSelector(new SplittableRandom(9));
    SourceSelector other = new SourceSelector(new SplittableRandom(9));
    for (int i = 0; i < 50; i++) {
      assertThat(one.select(equals, MB, s -> true)).isSameAs(other.select(equals, MB, s -> true));
    }
  }

  @Test
  void sourceWithLessThanAQuarterOfTheTypicalRateIsSlow() {
    Source fast = measured(1, 10 * MS);
    Source other = measured(2, 11 * MS);
    Source slow = measured(3, 50 * MS);
    List<Source> all = List.of(fast, other, slow);
    assertThat(slow(slow, all)).isTrue();
    assertThat(slow(other, all)).isFalse();
    assertThat(slow(fast, all)).isFalse();
  }

  @Test
  void sourceWithAThirdOfTheTypicalRateIsNotSlow() {
    List<Source> all = List.of(measured(1, 10 * MS), measured(2, 10 * MS), measured(3, 30 * MS));
    assertThat(all).noneMatch(source -> slow(source, all));
  }

  @Test
  void unmeasuredSourceIsNotSlow() {
    Source unknown = source(3);
    assertThat(slow(unknown, List.of(measured(1, MS), measured(2, MS), unknown))).isFalse();
    assertThat(slow(unknown, List.of(unknown))).isFalse();
  }

  @Test
  void sourcesThatAreAllEquallySlowAreNot() {
    List<Source> all = List.of(measured(1, 9_000 * MS), measured(2, 9_000 * MS));
    assertThat(all).noneMatch(source -> slow(source, all));
  }

  @Test
  void slowSourceThatRecoversIsSlowNoMore() {
    Source recovering = measured(3, 100 * MS);
    List<Source> all = List.of(measured(1, 10 * MS), measured(2, 10 * MS), recovering);
    assertThat(slow(recovering, all)).isTrue();
    for (int i = 1; i <= 5; i++) {
      recovering.served(MB, (100 + 10 * i) * MS, (110 + 10 * i) * MS);
    }
    assertThat(slow(recovering, all)).isFalse();
  }

  private static Source source(int rank) {
    return new Source(new Member(Rank.peer(rank), 1), Neighbour.ELSEWHERE);
  }

  /** A source that has brought 1 MB in this time. */
  private static Source measured(int rank, long nanos) {
    return measured(source(rank), nanos);
  }

  private static Source measured(Source source, long nanos) {
    source.asked(MB, false);
    source.ended(MB);
    source.served(MB, 0, nanos);
    return source;
  }

  private boolean slow(Source source, List<Source> all) {
    return source.slowerThan(selector.slowRate(all));
  }
}
