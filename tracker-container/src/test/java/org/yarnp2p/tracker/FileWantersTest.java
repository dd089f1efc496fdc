package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FileWantersTest {
  private final AtomicInteger changes = new AtomicInteger();
  private final FileWanters wanters = new FileWanters(changes::incrementAndGet);

  FileWantersTest() {
    wanters.add(1);
    wanters.add(3);
  }

  @Test
  void whoWantsTheFileWaitsForIt() {
    assertThat(wanters.contains(1)).isTrue();
    assertThat(wanters.contains(2)).isFalse();
    assertThat(wanters.waiting()).isEqualTo(ranks(1, 3));
    assertThat(wanters.released()).isEqualTo(ranks());
    assertThat(changes).hasValue(0);
  }

  @Test
  void whoIsReleasedWantsTheFileStillAndWaitsNoMore() {
    wanters.release(3);

    assertThat(wanters.contains(3)).isTrue();
    assertThat(wanters.waiting()).isEqualTo(ranks(1));
    assertThat(wanters.released()).isEqualTo(ranks(3));
  }

  @Test
  void nextLifeOfARankWaitsAgain() {
    wanters.release(3);
    wanters.forget(3);

    assertThat(wanters.waiting()).isEqualTo(ranks(1, 3));
    assertThat(wanters.released()).isEqualTo(ranks());
  }

  @Test
  void changeIsToldOnce() {
    wanters.release(3);
    wanters.release(3);
    assertThat(changes).hasValue(1);
    wanters.forget(3);
    wanters.forget(3);
    wanters.forget(1);
    assertThat(changes).hasValue(2);
  }

  @Test
  void setsAreTheCallersOwn() {
    wanters.release(3);
    wanters.waiting().clear();
    wanters.released().clear();

    assertThat(wanters.waiting()).isEqualTo(ranks(1));
    assertThat(wanters.released()).isEqualTo(ranks(3));
  }

  private static BitSet ranks(int... ranks) {
    BitSet set = new BitSet();
    for (int rank : ranks) {
      set.set(rank);
    }
    return set;
  }
}
