package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.SegmentRef;

class SegmentTableTest {
  private final SegmentTable table =
      new SegmentTable(
          List.of(
              file(3, FileShape.payload(0, 10)),
              file(5, FileShape.payload(25, 10)),
              file(6, FileShape.inline(new int[0])),
              file(9, FileShape.inline(new int[] {4, 0, 7}))));

  @Test
  void numbersRunThroughAllFiles() {
    assertThat(table.size()).isEqualTo(6);
    for (int number = 0; number < table.size(); number++) {
      assertThat(table.number(table.ref(number))).isEqualTo(number);
    }
    assertThat(table.ref(3)).isEqualTo(new SegmentRef(9, 0));
  }

  @Test
  void lengthsAreThoseOfTheShapes() {
    assertThat(table.length(2)).isEqualTo(5);
    assertThat(table.length(5)).isEqualTo(7);
    assertThat(table.file(3).id()).isEqualTo(9);
  }

  @Test
  void segmentsOfOtherFilesAndBeyondTheEndHaveNoNumber() {
    assertThat(table.number(4, 0)).isEqualTo(-1);
    assertThat(table.number(3, 0)).isEqualTo(-1);
    assertThat(table.number(5, 3)).isEqualTo(-1);
    assertThat(table.has(4)).isFalse();
    assertThat(table.has(3)).isTrue();
  }

  @Test
  void segmentsOfUpToSoManyBytesAreThoseOfAllFiles() {
    assertThat(table.upTo(3)).isEqualTo(Bits.of(4));
    assertThat(table.upTo(4)).isEqualTo(Bits.of(3, 4));
    assertThat(table.upTo(5)).as("the last of a file is shorter").isEqualTo(Bits.of(2, 3, 4));
    assertThat(table.upTo(10)).isEqualTo(Bits.upTo(6));
    assertThat(table.upTo(0)).isEqualTo(Bits.of(4));
  }

  @Test
  void filesBeginWhereTheOnesBeforeEnd() {
    assertThat(table.firstOf(3)).isZero();
    assertThat(table.firstOf(5)).isZero();
    assertThat(table.firstOf(6)).isEqualTo(3);
    assertThat(table.firstOf(9)).isEqualTo(3);
  }

  @Test
  void filesWithoutSegmentsEndWhereTheyBegin() {
    SegmentTable emptyLast =
        new SegmentTable(
            List.of(file(1, FileShape.payload(25, 10)), file(2, FileShape.payload(0, 10))));
    assertThat(emptyLast.firstOf(2)).isEqualTo(3);
    assertThat(emptyLast.endOf(2)).isEqualTo(3);
    assertThat(emptyLast.endOf(1)).isEqualTo(3);
    assertThat(emptyLast.shapeOf(2).segmentCount()).isZero();
    assertThat(table.endOf(3)).isZero();
    assertThat(table.endOf(6)).isEqualTo(3);
    assertThat(table.endOf(9)).isEqualTo(6);
  }

  private static SwarmFile file(int id, FileShape shape) {
    return new SwarmFile(id, shape, true, new BitSet(), false);
  }
}
