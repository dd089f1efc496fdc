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
  private static final Rank ONE = Rank.peer(1);
  private static final Rank TWO = Rank.peer(2);

  private final List<Rank> ended = new ArrayList<>();
  private long now;
  private final Deliveries deliveries = new Deliveries(2, 100, PATIENCE_MS, () -> now, ended::add);

  @Test
  void receiverSaysThatAllHasArrived() {
    begin(ONE, 10);
    begin(ONE, 10);
    begin(TWO, 10);
    deliveries.arrived(ONE);
    assertThat(ended).containsExactly(ONE, ONE);
    assertThat(deliveries.bytes()).isEqualTo(10);
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
    assertThat(deliveries.bytes()).isEqualTo(50);
  }

  @Test
  void answersWithoutASlotTakeMemoryOnly() {
    assertThat(deliveries.begin(ONE, 100, false)).isPresent();
    assertThat(deliveries.begin(TWO, 1, true)).isEmpty();
    deliveries.arrived(ONE);
    assertThat(ended).isEmpty();
    assertThat(deliveries.bytes()).isZero();
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
  void answerThatCannotBeMadeTakesNothing() {
    deliveries.withdraw(ONE, begin(ONE, 60).orElseThrow());
    assertThat(deliveries.bytes()).isZero();
    deliveries.arrived(ONE);
    assertThat(ended).isEmpty();
  }

  @Test
  void receiverThatIsNotHeardOfIsGivenUp() {
    begin(ONE, 60);
    now += PATIENCE_MS * MS;
    begin(TWO, 40);
    now += MS;
    deliveries.expire();
    assertThat(ended).containsExactly(ONE);
    assertThat(deliveries.bytes()).isEqualTo(40);
  }

  @Test
  void ranksThatAreGoneReceiveNothing() {
    begin(ONE, 10);
    begin(TWO, 10);
    deliveries.retain(List.of(TWO));
    assertThat(ended).containsExactly(ONE);
  }

  private Optional<Deliveries.Delivery> begin(Rank rank, long bytes) {
    return deliveries.begin(rank, bytes, true);
  }
}
