package org.yarnp2p.bench.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrandsTest {
  private static final long LATENCY = 100;
  private static final long END = 1_000_000;

  private final List<String> done = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void messageTakesTheLatency(int count) {
    try (Strands strands = new Strands(count, LATENCY)) {
      long[] at = new long[2];
      strands.message(0, 1, () -> at[1] = strands.time(1).now());
      strands.time(0).at(30, () -> strands.message(0, 0, () -> at[0] = strands.time(0).now()));
      assertThat(strands.run(END)).as("whether anything is left").isFalse();
      assertThat(at).containsExactly(130, 100);
    }
  }

  @Test
  void nothingRunsThatIsDueLater() {
    try (Strands strands = new Strands(2, LATENCY)) {
      strands.time(0).at(500, () -> done.add("a"));
      strands.time(0).at(501, () -> done.add("b"));
      strands.time(1).at(401, () -> strands.message(1, 0, () -> done.add("c")));
      assertThat(strands.run(501)).isTrue();
      assertThat(done).containsExactly("a");
      assertThat(strands.run(502)).isFalse();
      assertThat(done).containsExactly("a", "c", "b");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void messagesComeInTheOrderOfTheirSendersWhateverTheStrands(int count) {
    try (Strands strands = new Strands(count, LATENCY)) {
      for (int from = 5; from >= 0; from--) {
        for (int i = 0; i < 2; i++) {
          String name = from + "." + i;
          strands.message(from, 6, () -> done.add(name));
        }
      }
      strands.run(END);
      assertThat(done)
          .containsExactly(
              "0.0", "0.1", "1.0", "1.1", "2.0", "2.1", "3.0", "3.1", "4.0", "4.1", "5.0", "5.1");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void messageToSeveralHostsReachesEachOfThemInItsTurn(int count) {
    try (Strands strands = new Strands(count, LATENCY)) {
      List<List<String>> heard = new ArrayList<>();
      for (int host = 0; host < 5; host++) {
        heard.add(new ArrayList<>());
      }
      strands.message(0, 3, () -> heard.get(3).add("before"));
      strands.message(
          0, new int[] {4, 1, 3}, host -> heard.get(host).add("at " + strands.time(host).now()));
      strands.message(0, 3, () -> heard.get(3).add("after"));
      strands.run(END);
      assertThat(heard)
          .containsExactly(
              List.of(),
              List.of("at 100"),
              List.of(),
              List.of("before", "at 100", "after"),
              List.of("at 100"));
    }
  }

  @Test
  void whatHappensAtAHostDependsOnNoStrands() {
    for (long seed = 1; seed <= 10; seed++) {
      List<List<Long>> inOne = gossip(seed, 1);
      assertThat(inOne).allSatisfy(times -> assertThat(times).isSorted().hasSizeGreaterThan(20));
      assertThat(gossip(seed, 2)).as("seed %d", seed).isEqualTo(inOne);
      assertThat(gossip(seed, 3)).as("seed %d", seed).isEqualTo(inOne);
    }
  }

  /** Hosts that tell drawn others, now or later; when each was told. */
  private static List<List<Long>> gossip(long seed, int count) {
    try (Strands strands = new Strands(count, LATENCY)) {
      List<SplittableRandom> randoms = new ArrayList<>();
      List<List<Long>> told = new ArrayList<>();
      for (int host = 0; host < 7; host++) {
        randoms.add(new SplittableRandom(seed * 7 + host));
        told.add(new ArrayList<>());
      }
      for (int host = 0; host < 7; host++) {
        tell(strands, host, randoms, told, 6);
      }
      for (long until = 333; strands.run(until); until += 333) {
        assertThat(until).isLessThan(END);
      }
      return told;
    }
  }

  private static void tell(
      Strands strands,
      int host,
      List<SplittableRandom> randoms,
      List<List<Long>> told,
      int generations) {
    told.get(host).add(strands.time(host).now());
    if (generations == 0) {
      return;
    }
    for (int i = 0; i < 2; i++) {
      int to = randoms.get(host).nextInt(7);
      Runnable work = () -> tell(strands, to, randoms, told, generations - 1);
      int delay = randoms.get(host).nextInt(3) * 40;
      strands.time(host).after(delay, () -> strands.message(host, to, work));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void eventThatFailsEndsTheRun(int count) {
    try (Strands strands = new Strands(count, LATENCY)) {
      keepBusy(strands, 0);
      strands
          .time(1)
          .at(
              5000,
              () -> {
                throw new IllegalStateException("a rule is broken");
              });
      assertThatThrownBy(() -> strands.run(END))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a rule is broken");
    }
  }

  @Test
  void failureWithoutAMessageIsToldByItsName() {
    try (Strands strands = new Strands(2, LATENCY)) {
      strands
          .time(1)
          .at(
              5000,
              () -> {
                throw new ArrayStoreException();
              });
      assertThatThrownBy(() -> strands.run(END))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("java.lang.ArrayStoreException");
    }
  }

  private static void keepBusy(Strands strands, int host) {
    strands.time(host).after(10, () -> keepBusy(strands, host));
  }
}
