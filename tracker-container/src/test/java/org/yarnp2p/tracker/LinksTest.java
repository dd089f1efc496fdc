package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.bits;

import org.junit.jupiter.api.Test;

class LinksTest {
  private final Links links = new Links(100);

  @Test
  void aLinkGoesBothWays() {
    assertThat(links.link(1, 2)).isTrue();

    assertThat(links.linked(2, 1)).isTrue();
    assertThat(links.of(1)).containsExactly(2);
    assertThat(links.of(2)).containsExactly(1);
  }

  @Test
  void aRankIsNotLinkedToItselfNorTwice() {
    links.link(1, 2);

    assertThat(links.link(2, 1)).isFalse();
    assertThat(links.link(3, 3)).isFalse();
    assertThat(links.degree(1)).isEqualTo(1);
    assertThat(links.degree(3)).isZero();
  }

  @Test
  void unlinkingTakesAwayBothEnds() {
    links.link(1, 2);
    links.link(1, 3);
    links.link(2, 3);
    links.unlink(1);

    assertThat(links.of(1)).isEmpty();
    assertThat(links.of(2)).containsExactly(3);
    assertThat(links.of(3)).containsExactly(2);
  }

  @Test
  void aRankMayHaveManyLinks() {
    for (int other = 2; other <= 100; other++) {
      links.link(1, other);
    }

    assertThat(links.degree(1)).isEqualTo(99);
    assertThat(links.count(1, bits(5, 6, 1))).isEqualTo(2);
  }

  @Test
  void touchedRanksAreToldOnce() {
    links.link(1, 2);

    assertThat(links.takeTouched()).isEqualTo(bits(1, 2));
    assertThat(links.takeTouched()).isEqualTo(bits());
  }
}
