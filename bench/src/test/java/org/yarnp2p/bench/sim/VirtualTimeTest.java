package org.yarnp2p.bench.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
  private final VirtualTime time = new VirtualTime();
  private final List<String> done = new ArrayList<>();

  @Test
  void itBeginsAtZeroWithNothingToHappen() {
    assertThat(time.now()).isZero();
    assertThat(time.step()).isFalse();
    assertThat(time.now()).isZero();
  }

  @Test
  void earlierEventsComeFirst() {
    time.at(30, () -> done.add("c"));
    time.at(10, () -> done.add("a"));
    time.at(20, () -> done.add("b"));
    run();
    assertThat(done).containsExactly("a", "b", "c");
    assertThat(time.now()).isEqualTo(30);
  }

  @Test
  void eventsAtTheSameTimeComeInTheOrderInWhichTheyWereSet() {
    for (int i = 0; i < 100; i++) {
      String name = String.valueOf(i);
      time.at(5, () -> done.add(name));
    }
    run();
    for (int i = 0; i < 100; i++) {
      assertThat(done.get(i)).isEqualTo(String.valueOf(i));
    }
  }

  @Test
  void clockShowsTheTimeOfTheEventThatRuns() {
    time.at(40, () -> done.add(String.valueOf(time.now())));
    time.at(70, () -> done.add(String.valueOf(time.now())));
    run();
    assertThat(done).containsExactly("40", "70");
  }

  @Test
  void eachStepRunsOneEvent() {
    time.at(1, () -> done.add("a"));
    time.at(1, () -> done.add("b"));
    assertThat(time.step()).isTrue();
    assertThat(done).containsExactly("a");
    assertThat(time.step()).isTrue();
    assertThat(time.step()).isFalse();
  }

  @Test
  void eventMaySetFurtherEvents() {
    time.at(10, () -> time.after(5, () -> done.add("b at " + time.now())));
    time.at(12, () -> done.add("a"));
    run();
    assertThat(done).containsExactly("a", "b at 15");
  }

  @Test
  void whatIsSetForThePastHappensNow() {
    time.at(10, () -> time.at(3, () -> done.add("at " + time.now())));
    run();
    assertThat(done).containsExactly("at 10");
  }

  @Test
  void nextIsTheTimeOfTheEventThatWouldRun() {
    assertThat(time.next()).isEqualTo(Long.MAX_VALUE);
    time.at(3_000_000_000L, () -> done.add("far"));
    assertThat(time.next()).isEqualTo(3_000_000_000L);
    time.at(200_000, () -> done.add("near"));
    assertThat(time.next()).isEqualTo(200_000);
    time.at(7, () -> done.add("now"));
    assertThat(time.next()).isEqualTo(7);
    assertThat(done).isEmpty();
    time.step();
    assertThat(time.next()).isEqualTo(200_000);
    run();
    assertThat(done).containsExactly("now", "near", "far");
    assertThat(time.next()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void clockMovesWithoutAnEvent() {
    time.at(50, () -> done.add("a"));
    time.advance(40);
    assertThat(time.now()).isEqualTo(40);
    time.after(5, () -> done.add("b"));
    run();
    assertThat(done).containsExactly("b", "a");
  }

  @Test
  void anyMixtureRunsInTheOrderOfTimesAndOfSetting() {
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      VirtualTime mixed = new VirtualTime();
      List<long[]> set = new ArrayList<>();
      List<long[]> run = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        set(mixed, random, set, run, 3);
      }
      while (mixed.step()) {
        // runs all that was set, and what that sets
      }
      List<long[]> sorted = new ArrayList<>(set);
      sorted.sort(Comparator.<long[]>comparingLong(e -> e[0]).thenComparingLong(e -> e[1]));
      assertThat(run).as("seed %d", seed).isEqualTo(sorted).hasSizeGreaterThan(200);
    }
  }

  /** Sets an event at random that may set others when it runs. */
  private static void set(
      VirtualTime time,
      SplittableRandom random,
      List<long[]> set,
      List<long[]> run,
      int generations) {
    int kind = random.nextInt(6);
    long delay = kind < 3 ? new long[] {0, 7, 20}[kind] : random.nextInt(50);
    long[] event = {time.now() + delay, set.size()};
    set.add(event);
    Runnable work =
        () -> {
          assertThat(time.now()).isEqualTo(event[0]);
          run.add(event);
          if (generations > 0 && random.nextBoolean()) {
            set(time, random, set, run, generations - 1);
          }
        };
    time.after(delay, work);
  }

  private void run() {
    while (time.step()) {
      // runs all
    }
  }
}
