package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.SegmentRef;

class OpenOriginsTest {
  private static final int FILES = 100;

  private final OpenOrigins open = new OpenOrigins();
  private final List<PlannedFile> planned =
      IntStream.range(0, FILES).mapToObj(id -> TestJob.origin(id, "f" + id, 20)).toList();

  @Test
  void filesAreFoundFromAnyOneOnAndOnlyThoseThatAreWanted() {
    open.unclaimed(3, true);
    open.unclaimed(70, true);
    assertThat(open.nextUnclaimed(0, id -> true)).isEqualTo(3);
    assertThat(open.nextUnclaimed(4, id -> true)).isEqualTo(70);
    assertThat(open.nextUnclaimed(0, id -> id > 3)).isEqualTo(70);
    assertThat(open.nextUnclaimed(71, id -> true)).isEqualTo(-1);
    open.unclaimed(3, false);
    assertThat(open.nextUnclaimed(0, id -> true)).isEqualTo(70);
  }

  @Test
  void filesInPlacesThatAreKnownAreFoundByThemselves() {
    open.unclaimed(3, true);
    open.unclaimed(70, true);
    assertThat(open.nextPlaced(0, id -> true)).isEqualTo(-1);
    open.placed(5);
    open.placed(70);
    assertThat(open.nextPlaced(0, id -> true)).isEqualTo(70);
    open.unclaimed(5, true);
    assertThat(open.nextPlaced(0, id -> true)).isEqualTo(5);
    assertThat(open.nextPlaced(0, id -> id > 5)).isEqualTo(70);
    open.unclaimed(5, false);
    open.unclaimed(70, false);
    assertThat(open.nextPlaced(0, id -> true)).isEqualTo(-1);
  }

  @Test
  void filesThatARankWasGivenSomethingOfAreKnownUntilItHoldsThat() {
    open.given(1, 5, true);
    open.given(1, 2, true);
    open.given(2, 9, true);
    open.given(3, 9, false);
    assertThat(open.given(1)).containsExactly(2, 5);
    open.given(1, 5, false);
    open.given(1, 2, false);
    assertThat(open.given(1)).isEmpty();
    assertThat(open.given(2)).containsExactly(9);
    assertThat(open.given(3)).isEmpty();
  }

  @Test
  void nothingIsLeftOrForgottenThroughClaimsReportsReturnsAndLosses() throws IOException {
    FileMap map = new FileMap(planned);
    SplittableRandom random = new SplittableRandom(11);
    for (int step = 0; step < 20_000; step++) {
      int rank = random.nextInt(1, 5);
      FileOrigin origin = map.file(random.nextInt(FILES)).origin();
      int segment = random.nextInt(2);
      switch (random.nextInt(12)) {
        case 0 -> origin.held(rank, segment);
        case 1 -> origin.giveBack(rank, segment);
        case 2 -> origin.dropped(segment);
        case 3 -> origin.restore(rank, segment);
        case 4 -> map.files().forEach(file -> file.origin().release(rank, new BitSet()));
        default -> origin.claim(rank, "host", 1, Set.of());
      }
      if (step % 100 == 0) {
        assertIsRight(map);
      }
    }
    assertIsRight(map);
  }

  @Test
  void claimsAfterTheLastFileAreForWhatWasGivenAndNotHeard() throws IOException {
    TrackerState state =
        new TrackerState(
            2,
            planned,
            new TrackerSettings(10, 16),
            new SplittableRandom(1),
            SwarmKind.ELASTIC,
            false);
    Integer[] all = IntStream.range(0, FILES).boxed().toArray(Integer[]::new);
    state.join(joins(1).wanting(all).request());
    state.join(joins(2).wanting(all).request());
    List<SegmentRef> first = state.claim(member(1), 60, 1000, Long.MAX_VALUE);
    assertThat(first).hasSize(2 * FILES);
    assertThat(first.get(0).file()).isEqualTo(60);
    assertThat(state.claim(member(2), 0, 1000, Long.MAX_VALUE)).isEmpty();
    assertThat(state.claim(member(1), 0, 1000, Long.MAX_VALUE)).hasSameElementsAs(first);
  }

  private static void assertIsRight(FileMap map) throws IOException {
    OpenOrigins open = map.openOrigins();
    for (int id = 0; id < FILES; id++) {
      FileOrigin origin = map.file(id).origin();
      assertThat(open.nextUnclaimed(id, any -> true) == id)
          .isEqualTo(origin.hasFor("host", Set.of()));
    }
    for (int rank = 1; rank < 5; rank++) {
      int of = rank;
      int[] given =
          map.files().stream()
              .filter(file -> !file.origin().given(of).isEmpty())
              .mapToInt(file -> map.files().indexOf(file))
              .toArray();
      assertThat(open.given(rank)).isEqualTo(given);
    }
  }
}
