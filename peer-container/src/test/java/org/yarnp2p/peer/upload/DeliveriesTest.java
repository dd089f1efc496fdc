package org.yarnp2p.peer.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;

class DeliveriesTest {
  private static final long PATIENCE_MS = 1000;
  private static final long MS = 1_000_000;
  private static final int MOST = 100;
  private static final Rank ONE = Rank.peer(1);
  private static final Rank TWO = Rank.peer(2);

  private final List<Rank> ended = new ArrayList<>();
  private long now;
  private final Deliveries deliveries = new Deliveries(2, MOST, PATIENCE_MS, () -> now, ended::add);

  @Test
  void receiverSaysThatAllHasArrived() {
    begin(ONE, 10);
    begin(ONE, 10);
    begin(TWO, 10);
    deliveries.arrived(ONE);
    assertThat(ended).containsExactly(ONE, ONE);
    assertTaken(10);
    deliveries.arrived(ONE);
    assertThat(ended).hasSize(2);
  }

  @Test
  void oneRequestMoreThanAgreedMeansThatTheOldestAnswerHasArrived() {
    begin(ONE, 10);
    begin(ONE, 20);
    assertThat(ended).isEmpty();
    begin(ONE, 30);
    assertThat(ended).containsExactly(ONE);
    assertTaken(50);
  }

  @Test
  void answersWithoutASlotTakeMemoryOnly() {
    assertThat(deliveries.begin(ONE, 100, false)).isPresent();
    assertThat(deliveries.begin(TWO, 1, true)).isEmpty();
    deliveries.arrived(ONE);
    assertThat(ended).isEmpty();
    assertTaken(0);
  }

  @Test
  void bytesOnTheirWayAreBounded() {
    assertThat(begin(ONE, 60)).isPresent();
    assertThat(begin(TWO, 60)).isEmpty();
    assertThat(begin(TWO, 40)).isPresent();
  }

  @Test
  void oneDeliveryIsAllowedHoweverLargeItIs() {
    assertThat(begin(ONE, 1000)).isPresent();
    assertThat(begin(TWO, 1)).isEmpty();
  }

  @Test
  void answerThatCannotBeMadeHasEnded() {
    deliveries.withdraw(ONE, begin(ONE, 60).orElseThrow());
    assertTaken(0);
    assertThat(ended).containsExactly(ONE);
    deliveries.arrived(ONE);
    assertThat(ended).hasSize(1);
  }

  @Test
  void answerThatCannotBeMadeAfterItWasGivenUpDoesNotEndTwice() {
    Deliveries.Delivery slow = begin(ONE, 60).orElseThrow();
    now += (PATIENCE_MS + 1) * MS;
    deliveries.expire();
    begin(ONE, 40);
    deliveries.withdraw(ONE, slow);
    assertThat(ended).containsExactly(ONE);
    assertTaken(40);
  }

  @Test
  void receiverThatIsNotHeardOfIsGivenUp() {
    begin(ONE, 60);
    now += PATIENCE_MS * MS;
    begin(TWO, 40);
    now += MS;
    deliveries.expire();
    assertThat(ended).containsExactly(ONE);
    assertTaken(40);
  }

  @Test
  void ranksThatAreGoneReceiveNothing() {
    begin(ONE, 10);
    begin(TWO, 10);
    deliveries.retain(List.of(TWO));
    assertThat(ended).containsExactly(ONE);
  }

  /** Whether so many bytes are on their way: as many find room as are left, or any with none. */
  private void assertTaken(int bytes) {
    Rank other = Rank.peer(3);
    if (bytes > 0) {
      assertThat(begin(other, MOST - bytes + 1)).isEmpty();
    }
    assertThat(begin(other, bytes == 0 ? 2 * MOST : MOST - bytes)).isPresent();
    deliveries.arrived(other);
    ended.removeIf(other::equals);
  }

  private Optional<Deliveries.Delivery> begin(Rank rank, long bytes) {
    return deliveries.begin(rank, bytes, true);
  }
}
