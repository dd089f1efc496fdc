package org.yarnp2p.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileShapeTest {
  @ParameterizedTest
  @CsvSource({"0,0,0", "1,1,1", "9,1,9", "10,1,10", "11,2,1", "20,2,10", "5000000001,500000001,1"})
  void payloadIsCutIntoEqualSegmentsAndARest(long length, int segments, int last) {
    FileShape shape = FileShape.payload(length, 10);
    assertThat(shape.segmentCount()).isEqualTo(segments);
    assertThat(shape.dataLength()).isEqualTo(length);
    assertThat(shape.outputLength()).isEqualTo(length);
    if (segments > 0) {
      assertThat(shape.segmentLength(segments - 1)).isEqualTo(last);
      assertThat(shape.outputOffset(segments - 1)).isEqualTo(length - last);
    }
  }

  @Test
  void payloadOfTooManySegmentsIsRefusedWhateverItsLength() {
    assertThatThrownBy(() -> FileShape.payload(1L << 31, 1)).hasMessageContaining("too many");
    assertThatThrownBy(() -> FileShape.payload(Long.MAX_VALUE, 16 << 20))
        .hasMessageContaining("too many");
  }

  @Test
  void inlineSegmentsAreJoinedByOneByte() {
    FileShape shape = FileShape.inline(new int[] {3, 0, 5});
    assertThat(shape.dataLength()).isEqualTo(8);
    assertThat(shape.outputLength()).isEqualTo(10);
    assertThat(shape.outputOffset(1)).isEqualTo(4);
    assertThat(shape.outputOffset(2)).isEqualTo(5);
    assertThat(shape.inlineLengths()).containsExactly(3, 0, 5);
  }

  @Test
  void segmentsOutsideTheFileAreRefused() {
    FileShape shape = FileShape.payload(25, 10);
    assertThatThrownBy(() -> shape.segmentLength(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> shape.outputOffset(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
