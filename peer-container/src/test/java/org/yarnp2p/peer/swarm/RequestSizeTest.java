package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

class RequestSizeTest {
  private static final int LENGTH = 1 << 20;
  private static final long MS = 1_000_000;
  private static final int BUNDLE = LENGTH / 4;

  private final Source source = new Source(new Member(Rank.peer(1), 1), Neighbour.ELSEWHERE);
  private final Requests requests =
      new Requests(
          new SegmentTable(
              List.of(
                  new SwarmFile(
                      0, FileShape.payload(64L * LENGTH, LENGTH), true, Bits.of(), false))));
  private final RequestSize size =
      new RequestSize(new SwarmSettings(2, 2, 2, 0, BUNDLE, 8, 16L * LENGTH, 2), requests);

  @Test
  void aQuarterOfWhatIsOpenIsNamedUpToTheBound() {
    assertThat(size.candidates(Bits.of(3))).as("one at least").isEqualTo(1);
    assertThat(size.candidates(Bits.of(1, 2, 3, 4, 5, 6, 7, 8))).isEqualTo(2);
    assertThat(size.candidates(Bits.upTo(64))).isEqualTo(8);
  }

  @Test
  void sourceThatIsNotMeasuredBringsABundle() {
    assertThat(size.underSlot(source)).isEqualTo(BUNDLE);
  }

  @Test
  void sourceBringsWhatItSendsInATenthOfASecond() {
    source.served(5 * LENGTH, 0, 100 * MS);
    assertThat(size.underSlot(source)).isEqualTo(5 * LENGTH);
  }

  @Test
  void fastSourceBringsEightMebibytesAtMost() {
    source.served(500L * LENGTH, 0, 100 * MS);
    assertThat(size.underSlot(source)).isEqualTo(8 * LENGTH);
  }

  @Test
  void sourceBringsNoMoreThanTheBytesInFlightLeaveRoomFor() {
    source.served(8 * LENGTH, 0, 100 * MS);
    fly(13);
    assertThat(size.underSlot(source)).isEqualTo(3 * LENGTH);
    fly(3);
    assertThat(size.underSlot(source)).as("one segment comes all the same").isEqualTo(BUNDLE);
  }

  @Test
  void nothingIsAskedForWhereTheBytesInFlightAreAtTheirBound() {
    fly(15);
    assertThat(size.mayAsk()).isTrue();
    assertThat(size.leavesRoom(LENGTH - 1)).isTrue();
    assertThat(size.leavesRoom(LENGTH)).isFalse();
    fly(1);
    assertThat(size.mayAsk()).isFalse();
  }

  @Test
  void oneRequestIsAlwaysAllowed() {
    RequestSize none = new RequestSize(new SwarmSettings(2, 2, 2, 0, BUNDLE, 8, 0, 2), requests);
    assertThat(none.mayAsk()).isTrue();
    fly(1);
    assertThat(none.mayAsk()).isFalse();
  }

  private void fly(int segments) {
    for (int i = 0; i < segments; i++) {
      requests.open(source, List.of(i), LENGTH, false, 0);
    }
  }
}
