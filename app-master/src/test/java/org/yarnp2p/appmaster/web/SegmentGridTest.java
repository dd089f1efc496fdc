package org.yarnp2p.appmaster.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SegmentGridTest {
  @Test
  void aSmallSwarmHasACellForEachRankAndSegment() {
    SegmentGrid grid = SegmentGrid.of(2, List.of(ranks(1), ranks(1, 2), ranks()));

    assertThat(grid.rows()).containsExactly(new byte[] {100, 100, 0}, new byte[] {0, 100, 0});
    assertThat(grid.ranksPerRow()).isOne();
    assertThat(grid.segmentsPerColumn()).isOne();
  }

  @Test
  void aLargeSwarmIsAggregatedToWhatAPictureHasRoomFor() {
    BitSet firstHundred = new BitSet();
    firstHundred.set(1, 101);
    List<BitSet> holders = IntStream.range(0, 4096).mapToObj(i -> firstHundred).toList();

    SegmentGrid grid = SegmentGrid.of(1000, holders);

    assertThat(grid.ranksPerRow()).isEqualTo(4);
    assertThat(grid.segmentsPerColumn()).isEqualTo(16);
    assertThat(grid.rows()).hasSize(250).allMatch(row -> row.length == 256);
    assertThat(grid.rows().get(24)).containsOnly(100);
    assertThat(grid.rows().get(25)).containsOnly(0);
  }

  @Test
  void aCellIsFullOnlyWhenAllOfItIsThere() {
    List<BitSet> holders = new ArrayList<>();
    for (int i = 0; i < 257 * 2; i++) {
      holders.add(i == 0 ? ranks() : ranks(1));
    }

    SegmentGrid grid = SegmentGrid.of(1, holders);

    assertThat(grid.segmentsPerColumn()).isEqualTo(3);
    assertThat(grid.rows().get(0)[0]).isEqualTo((byte) 66);
    assertThat(grid.rows().get(0)[171]).as("a last column of one segment").isEqualTo((byte) 100);
  }

  @Test
  void aFileWithoutSegmentsHasRowsWithoutCells() {
    assertThat(SegmentGrid.of(3, List.of()).rows()).hasSize(3).allMatch(row -> row.length == 0);
  }

  @Test
  void ranksThatTheJobDoesNotHaveAreNotDrawn() {
    assertThat(SegmentGrid.of(1, List.of(ranks(1, 7))).rows()).containsExactly(new byte[] {100});
  }

  @Test
  void whatTheTrackerSaysIsReadSegmentBySegment() throws IOException {
    assertThat(TrackerMap.holders("{\"a</script>\":[[\"00ff\",[1,2]],[null,[]],[\"aa\",[3]]]}"))
        .containsExactly(ranks(1, 2), ranks(), ranks(3));
    assertThat(TrackerMap.holders("{\"empty\":[]}")).isEmpty();
  }

  @Test
  void aMapOfAThousandRanksAndFourThousandSegmentsIsReadAndDrawn() throws IOException {
    String all =
        IntStream.rangeClosed(1, 1000).mapToObj(Integer::toString).collect(Collectors.joining(","));
    String segment = "[\"" + "ab".repeat(32) + "\",[" + all + "]]";
    String json = "{\"file\":[" + (segment + ",").repeat(4095) + segment + "]}";

    SegmentGrid grid = SegmentGrid.of(1000, TrackerMap.holders(json));

    assertThat(grid.rows()).hasSize(250).allSatisfy(row -> assertThat(row).containsOnly(100));
    assertThat(Json.of(grid)).hasSizeLessThan(100_000);
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> TrackerMap.holders("[]")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> TrackerMap.holders("{\"a\":[[null,[1,\"x\"]]]}"))
        .isInstanceOf(IOException.class);
  }

  private static BitSet ranks(int... ranks) {
    BitSet set = new BitSet();
    for (int rank : ranks) {
      set.set(rank);
    }
    return set;
  }
}
