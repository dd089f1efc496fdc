package org.yarnp2p.peer.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.UploadSlots;

class DeliveriesTest {
  private static final long PATIENCE_MS = 1000;
  private static final long MS = 1_000_000;

  private final UploadSlots slots = new UploadSlots(2, 2);
  private final Deliveries deliveries = new Deliveries(slots, 2, 100, PATIENCE_MS);
  private long now;

  @Test
  void slotIsTakenUntilTheSegmentHasArrived() {
    assertThat(begin(1, 0, 10)).isTrue();
    assertThat(begin(2, 0, 10)).isTrue();
    assertThat(begin(3, 0, 10)).isFalse();
    deliveries.arrived(Rank.peer(1), List.of(new SegmentRef(0, 0)), now);
    assertThat(begin(3, 0, 10)).isTrue();
  }

  @Test
  void otherSegmentsOfTheReceiverDoNotCount() {
    begin(1, 0, 10);
    deliveries.arrived(Rank.peer(1), List.of(new SegmentRef(0, 9)), now);
    deliveries.arrived(Rank.peer(2), List.of(new SegmentRef(0, 0)), now);
    assertThat(slots.inUse()).isEqualTo(1);
  }

  @Test
  void oneRequestMoreThanAgreedMeansThatTheOldestAnswerHasArrived() {
    assertThat(begin(1, 0, 10)).isTrue();
    assertThat(begin(1, 1, 10)).isTrue();
    assertThat(begin(1, 2, 10)).isTrue();
    deliveries.arrived(Rank.peer(1), List.of(new SegmentRef(0, 1), new SegmentRef(0, 2)), now);
    assertThat(slots.inUse()).isZero();
  }

  @Test
  void bytesOnTheirWayAreBounded() {
    assertThat(begin(1, 0, 60)).isTrue();
    assertThat(begin(2, 0, 60)).isFalse();
    assertThat(begin(2, 0, 40)).isTrue();
  }

  @Test
  void oneDeliveryIsAllowedHoweverLargeItIs() {
    assertThat(begin(1, 0, 1000)).isTrue();
    assertThat(begin(2, 0, 1)).isFalse();
  }

  @Test
  void receiverThatIsNotHeardOfGivesItsSlotBack() {
    begin(1, 0, 60);
    begin(2, 0, 40);
    now += (PATIENCE_MS + 1) * MS;
    assertThat(begin(3, 0, 60)).isTrue();
    assertThat(slots.inUse()).isEqualTo(1);
  }

  @Test
  void receiverThatAsksAgainHasLostTheFirstAnswer() {
    begin(1, 0, 60);
    assertThat(begin(1, 0, 60)).isTrue();
    deliveries.arrived(Rank.peer(1), List.of(new SegmentRef(0, 0)), now);
    assertThat(slots.inUse()).isZero();
  }

  @Test
  void ranksThatAreGoneGiveTheirSlotsBack() {
    begin(1, 0, 10);
    begin(2, 0, 10);
    deliveries.retain(List.of(Rank.peer(2)), now);
    assertThat(slots.inUse()).isEqualTo(1);
    deliveries.forget(Rank.peer(2), now);
    assertThat(slots.inUse()).isZero();
  }

  private boolean begin(int rank, int segment, long bytes) {
    Delivery delivery = new Delivery(List.of(new SegmentRef(0, segment)), bytes, now);
    return deliveries.begin(Rank.peer(rank), delivery) instanceof UploadSlots.Decision.Granted;
  }
}
