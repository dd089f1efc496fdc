package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.FileShape;

class StockTest {
  /** Numbers 0 to 3, of which 0 and 1 are held; wanted. */
  private final SwarmFile prefix = file(3, 4, true, Bits.of(0, 1));

  /** Numbers 4 and 5, of which 4 is held; not wanted. */
  private final SwarmFile spare = file(7, 2, false, Bits.of(0));

  /** Number 6; wanted. */
  private final SwarmFile wanted = file(9, 1, true, new BitSet());

  private final SwarmFile empty = file(10, 0, true, new BitSet());

  private final List<SwarmFile> files = List.of(prefix, spare, wanted, empty);
  private final Stock stock = new Stock(new SegmentTable(files), files);

  @Test
  void whatIsWantedAndNotHeldIsMissingAndOpen() {
    assertThat(stock.missing()).isEqualTo(Bits.of(2, 3, 6));
    assertThat(stock.open()).isEqualTo(Bits.of(2, 3, 6));
    assertThat(stock.has(1)).isTrue();
    assertThat(stock.has(2)).isFalse();
  }

  @Test
  void filesAreCompleteWhenNothingOfThemIsMissing() {
    assertThat(stock.complete(3)).isFalse();
    assertThat(stock.complete(7)).as("not wanted").isTrue();
    assertThat(stock.complete(9)).isFalse();
    assertThat(stock.complete(10)).as("no segments").isTrue();
  }

  @Test
  void segmentThatArrivesIsHereAndMissingNoMore() {
    assertThat(stock.arrived(2)).isTrue();
    assertThat(stock.has(2)).isTrue();
    assertThat(stock.missing()).isEqualTo(Bits.of(3, 6));
    assertThat(stock.open()).isEqualTo(Bits.of(3, 6));
    assertThat(stock.complete(3)).isFalse();
    stock.arrived(3);
    assertThat(stock.complete(3)).isTrue();
    assertThat(stock.complete(9)).isFalse();
  }

  @Test
  void segmentArrivesOnce() {
    assertThat(stock.arrived(6)).isTrue();
    assertThat(stock.arrived(6)).isFalse();
    assertThat(stock.arrived(0)).as("held from the start").isFalse();
    assertThat(stock.complete(9)).isTrue();
  }

  @Test
  void segmentOfAFileThatIsNotWantedMayArrive() {
    assertThat(stock.arrived(5)).isTrue();
    assertThat(stock.has(5)).isTrue();
    assertThat(stock.complete(7)).isTrue();
    assertThat(stock.missing()).isEqualTo(Bits.of(2, 3, 6));
  }

  @Test
  void reservedSegmentIsNotOpenButMissing() {
    stock.reserve(2);
    assertThat(stock.open()).isEqualTo(Bits.of(3, 6));
    assertThat(stock.missing()).isEqualTo(Bits.of(2, 3, 6));
    stock.reopen(Bits.of(2));
    assertThat(stock.open()).isEqualTo(Bits.of(2, 3, 6));
  }

  @Test
  void segmentThatIsHereIsNotOpenedAgain() {
    stock.reserve(2);
    stock.arrived(2);
    stock.reopen(Bits.of(2));
    stock.reopen(Bits.of(0));
    stock.reopen(Bits.of(5));
    assertThat(stock.open()).isEqualTo(Bits.of(3, 6));
  }

  @Test
  void lostSegmentIsMissingAndOpenAgain() {
    stock.arrived(6);
    stock.lost(6);
    assertThat(stock.has(6)).isFalse();
    assertThat(stock.complete(9)).isFalse();
    assertThat(stock.open().get(6)).isTrue();
    assertThat(stock.arrived(6)).isTrue();
    assertThat(stock.complete(9)).isTrue();
  }

  @Test
  void segmentHeldFromTheStartMayBeLost() {
    stock.lost(0);
    assertThat(stock.missing()).isEqualTo(Bits.of(0, 2, 3, 6));
  }

  @Test
  void losingWhatIsNotHereChangesNothing() {
    stock.lost(2);
    stock.arrived(2);
    stock.arrived(3);
    assertThat(stock.complete(3)).isTrue();
  }

  @Test
  void nothingOfAFileThatIsNotWantedIsMissing() {
    stock.lost(4);
    assertThat(stock.missing().get(4)).isFalse();
    assertThat(stock.complete(7)).isTrue();
  }

  @Test
  void lostSegmentOfADroppedFileIsNeitherHereNorMissing() {
    stock.drop(3);
    stock.lost(0);
    assertThat(stock.has(0)).isFalse();
    assertThat(stock.missing()).isEqualTo(Bits.of(6));
  }

  @Test
  void lostSegmentOfAFileThatIsNotWantedIsNotHere() {
    stock.lost(4);
    assertThat(stock.has(4)).isFalse();
  }

  private static SwarmFile file(int id, int segments, boolean wanted, BitSet held) {
    return new SwarmFile(id, FileShape.payload(segments * 10L, 10), wanted, held, false);
  }
}
