package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;

class UploadSlotsTest {
  private static final long MS = 1_000_000;
  private final UploadSlots slots = new UploadSlots(2, 2);
  private long now;

  @Test
  void asManyPeersAreServedAsThereAreSlots() {
    assertGranted(1);
    assertGranted(2);
    assertBusy(3);
    assertThat(slots.inUse()).isEqualTo(2);
  }

  @Test
  void servedPeerMayHaveSeveralRequests() {
    assertGranted(1);
    assertGranted(1);
    assertBusy(1);
  }

  @Test
  void releasedSlotGoesToAnother() {
    assertGranted(1);
    assertGranted(2);
    slots.release(Rank.peer(1), 0, now);
    assertGranted(3);
  }

  @Test
  void slotIsKeptWhileOneOfTwoRequestsRuns() {
    assertGranted(1);
    assertGranted(1);
    assertGranted(2);
    slots.release(Rank.peer(1), 0, now);
    assertBusy(3);
  }

  @Test
  void freeSlotGoesToWhoeverAsksFirst() {
    assertGranted(1);
    assertGranted(2);
    assertBusy(3);
    slots.release(Rank.peer(1), 0, now);
    assertGranted(4);
    assertBusy(3);
  }

  @Test
  void peerKeepsItsSlotWhenThoseWhoWaitedHaveGivenUp() {
    assertGranted(1);
    assertGranted(2);
    assertBusy(3);
    now += 2_000 * MS;
    for (int i = 0; i < 20; i++) {
      assertGranted(1);
      slots.release(Rank.peer(1), now, now);
    }
  }

  @Test
  void peerThatKeepsItsSlotGivesItUpWhenOthersWait() {
    assertGranted(2);
    assertGranted(1);
    for (int i = 0; i < 7; i++) {
      assertGranted(1);
      slots.release(Rank.peer(1), now, now);
    }
    assertBusy(3);
    assertBusy(1);
    slots.release(Rank.peer(1), now, now);
    assertGranted(3);
  }

  @Test
  void peerKeepsItsSlotForAnyTimeWhenNobodyWaits() {
    assertGranted(1);
    for (int i = 0; i < 100; i++) {
      assertGranted(1);
      slots.release(Rank.peer(1), now, now);
    }
  }

  @Test
  void retryTimeIsWhenOneOfTheSlotsIsExpectedToBeFree() {
    for (int i = 0; i < 50; i++) {
      assertGranted(1);
      now += 80 * MS;
      slots.release(Rank.peer(1), now - 80 * MS, now);
    }
    assertGranted(1);
    assertGranted(2);
    UploadSlots.Decision decision = slots.acquire(Rank.peer(3), now);
    assertThat(((UploadSlots.Decision.Busy) decision).retryAfterMillis()).isBetween(35, 45);
  }

  @Test
  void releaseWithoutASlotIsAMistake() {
    assertThatThrownBy(() -> slots.release(Rank.peer(9), 0, 0)).hasMessageContaining("rank 9");
  }

  private void assertGranted(int rank) {
    assertThat(slots.acquire(Rank.peer(rank), now))
        .isInstanceOf(UploadSlots.Decision.Granted.class);
  }

  private void assertBusy(int rank) {
    assertThat(slots.acquire(Rank.peer(rank), now)).isInstanceOf(UploadSlots.Decision.Busy.class);
  }
}
