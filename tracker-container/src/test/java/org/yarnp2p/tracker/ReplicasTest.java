package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.bits;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.FileShape;

class ReplicasTest {
  private static final FileShape SHAPE = FileShape.payload(100, 10);

  /** Blocks of 40 bytes; hosts a1 and a2 are in rack /a, b1 in /b, others in none that is known. */
  private final Replicas replicas =
      Replicas.of(
          SHAPE,
          List.of(
              new Replicas.Block(0, 40, Set.of("a1", "10.0.0.1")),
              new Replicas.Block(40, 40, Set.of("b1")),
              new Replicas.Block(80, 20, Set.of("a1", "b1"))),
          host ->
              switch (host.charAt(0)) {
                case 'a' -> "/a";
                case 'b' -> "/b";
                default -> null;
              });

  private final BitSet all = bits(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

  @Test
  void segmentsOnTheHostComeFirstByNameOrAddress() {
    assertThat(replicas.nearest("a1", all, Set.of())).isEqualTo(bits(0, 1, 2, 3, 8, 9));
    assertThat(replicas.nearest("10.0.0.1", all, Set.of())).isEqualTo(bits(0, 1, 2, 3));
    assertThat(replicas.nearest("a1", bits(3, 4, 9), Set.of())).isEqualTo(bits(3, 9));
  }

  @Test
  void thenThoseInTheRackThenAll() {
    assertThat(replicas.nearest("a2", all, Set.of())).isEqualTo(bits(0, 1, 2, 3, 8, 9));
    assertThat(replicas.nearest("a1", bits(5, 6), Set.of())).isEqualTo(bits(5, 6));
    assertThat(replicas.nearest("c1", all, Set.of())).isEqualTo(all);
  }

  @Test
  void whatIsOnOthersHostsIsLeftToThemUnlessItIsNear() {
    assertThat(replicas.nearest("a1", all, Set.of("b1"))).isEqualTo(bits(0, 1, 2, 3, 8, 9));
    assertThat(replicas.nearest("a2", all, Set.of("a1"))).isEqualTo(bits(0, 1, 2, 3, 8, 9));
    assertThat(replicas.nearest("c1", all, Set.of("c1", "b1"))).isEqualTo(bits(0, 1, 2, 3));
    assertThat(replicas.nearest("c1", all, Set.of("10.0.0.1"))).isEqualTo(bits(4, 5, 6, 7, 8, 9));
    assertThat(replicas.nearest("c1", all, Set.of("a1", "b1"))).isEqualTo(bits());
  }

  @Test
  void whereNothingIsKnownAnybodyReads() {
    assertThat(Replicas.UNKNOWN.nearest("a1", all, Set.of("b1"))).isEqualTo(all);
  }

  @Test
  void nearIsWhatIsOnTheHostOrInTheRack() {
    assertThat(replicas.isNear("a1", bits(3, 7))).isTrue();
    assertThat(replicas.isNear("a2", bits(3))).isTrue();
    assertThat(replicas.isNear("a2", bits(7))).isFalse();
    assertThat(replicas.isNear("c1", all)).isFalse();
    assertThat(Replicas.UNKNOWN.isNear("a1", all)).isFalse();
  }

  @Test
  void segmentIsWhereItsFirstByteIs() {
    Replicas crooked =
        Replicas.of(
            SHAPE,
            List.of(
                new Replicas.Block(0, 45, Set.of("x")), new Replicas.Block(45, 55, Set.of("y"))),
            host -> null);

    assertThat(crooked.nearest("x", all, Set.of())).isEqualTo(bits(0, 1, 2, 3, 4));
    assertThat(crooked.nearest("y", all, Set.of())).isEqualTo(bits(5, 6, 7, 8, 9));
  }

  @Test
  void blocksBeyondTheFileAreLeftOut() {
    Replicas longer =
        Replicas.of(SHAPE, List.of(new Replicas.Block(80, 400, Set.of("x"))), host -> null);

    assertThat(longer.nearest("x", all, Set.of())).isEqualTo(bits(8, 9));
  }

  @Test
  void claimersReadWhatTheyHaveBeforeWhatOthersHave() {
    OriginClaims claims = new OriginClaims(SHAPE.segmentCount());
    claims.place(replicas);

    assertThat(claims.claim(1, "b1", 3, Set.of())).containsExactly(4, 5, 6);
    assertThat(claims.claim(2, "a1", 4, Set.of())).containsExactly(0, 1, 2, 3);
    assertThat(claims.claim(1, "b1", 2, Set.of())).containsExactly(7, 8);
    assertThat(claims.claim(2, "a1", 2, Set.of())).containsExactly(9);
    assertThat(claims.isExhausted()).isTrue();
  }

  @Test
  void claimerThatHasNothingNearReadsAnythingAndEverySegmentIsGivenOnce() {
    OriginClaims claims = new OriginClaims(SHAPE.segmentCount());
    claims.place(replicas);
    List<Integer> given = new ArrayList<>(claims.claim(3, "c1", 2, Set.of()));
    assertThat(given).hasSize(2);

    given.addAll(claims.claim(2, "a1", 10, Set.of()));
    assertThat(given).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void placesThatBecomeKnownLaterCountFromThenOn() {
    OriginClaims claims = new OriginClaims(SHAPE.segmentCount());
    assertThat(claims.claim(1, "b1", 2, Set.of())).containsExactly(0, 1);

    claims.place(replicas);

    assertThat(claims.claim(1, "b1", 2, Set.of())).containsExactly(4, 5);
  }
}
