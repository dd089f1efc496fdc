package org.yarnp2p.peer.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.swarm.SlotCount;
import org.yarnp2p.peer.swarm.UploadSlots;
import org.yarnp2p.protocol.ReserveAnswer;

@Timeout(30)
class SlotDeskTest {
  private static final ReserveAnswer CLEAR = new ReserveAnswer.Clear();
  private static final ReserveAnswer BUSY = new ReserveAnswer.Busy(0);
  private static final long TURN = 20;
  private static final long IDLE = 100;
  private static final long WAIT_MILLIS = 60_000;
  private static final Rank ONE = Rank.peer(1);
  private static final Rank TWO = Rank.peer(2);
  private static final Rank THREE = Rank.peer(3);

  private final AtomicLong now = new AtomicLong();
  private final SlotDesk desk = desk(1);

  @Test
  void slotIsGivenWhenTheDeskOpens() {
    CompletableFuture<ReserveAnswer> early = desk.reserve(ONE);
    assertThat(early).isNotDone();
    desk.open();
    assertThat(early).isCompletedWithValue(CLEAR);
  }

  @Test
  void nextOneIsClearedWhenTheTurnIsOverAndAllHasArrived() {
    desk.open();
    assertThat(desk.reserve(ONE)).isCompletedWithValue(CLEAR);
    CompletableFuture<ReserveAnswer> second = desk.reserve(TWO);
    assertThat(desk.begin(ONE)).isTrue();
    now.addAndGet(TURN);
    assertThat(desk.keeps(ONE)).isFalse();
    assertThat(second).isNotDone();
    assertThat(desk.begin(ONE)).isFalse();
    desk.ended(ONE);
    assertThat(second).isCompletedWithValue(CLEAR);
  }

  @Test
  void slotThatIsGivenBackGoesOn() {
    desk.open();
    assertThat(desk.reserve(ONE)).isDone();
    CompletableFuture<ReserveAnswer> second = desk.reserve(TWO);
    desk.release(ONE);
    assertThat(second).isCompletedWithValue(CLEAR);
  }

  @Test
  void slotThatNobodyUsesGoesOn() {
    desk.open();
    assertThat(desk.reserve(ONE)).isDone();
    CompletableFuture<ReserveAnswer> second = desk.reserve(TWO);
    now.addAndGet(IDLE + 1);
    desk.lookAtTime();
    assertThat(second).isCompletedWithValue(CLEAR);
    assertThat(desk.begin(ONE)).isFalse();
  }

  @Test
  void peerWaitsOnce() {
    desk.open();
    assertThat(desk.reserve(ONE)).isDone();
    CompletableFuture<ReserveAnswer> first = desk.reserve(TWO);
    CompletableFuture<ReserveAnswer> second = desk.reserve(TWO);
    assertThat(first).isCompletedWithValue(BUSY);
    assertThat(second).isNotDone();
    desk.release(ONE);
    assertThat(second).isCompletedWithValue(CLEAR);
  }

  @Test
  void waitEndsAtItsDeadlineAndIsForgotten() {
    desk.open();
    assertThat(desk.reserve(ONE)).isCompletedWithValue(CLEAR);
    CompletableFuture<ReserveAnswer> second = desk.reserve(TWO);
    assertThat(desk.begin(ONE)).isTrue();
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS) - 1);
    desk.lookAtTime();
    assertThat(second).isNotDone();
    now.incrementAndGet();
    desk.lookAtTime();
    assertThat(second).isCompletedWithValue(BUSY);
    desk.ended(ONE);
    desk.release(ONE);
    assertThat(desk.begin(TWO)).isFalse();
    assertThat(desk.reserve(THREE)).isCompletedWithValue(CLEAR);
  }

  @Test
  void peerThatIsGoneDoesNotWait() {
    desk.open();
    assertThat(desk.reserve(ONE)).isDone();
    CompletableFuture<ReserveAnswer> second = desk.reserve(TWO);
    CompletableFuture<ReserveAnswer> third = desk.reserve(THREE);
    desk.forget(TWO);
    assertThat(second).isCompletedWithValue(BUSY);
    desk.forget(ONE);
    assertThat(third).isCompletedWithValue(CLEAR);
  }

  @Test
  void manyAskersAtOnceAreAllServedAndNeverMoreThanThereAreSlots() throws Exception {
    int slots = 3;
    SlotDesk shared = desk(slots);
    shared.open();
    AtomicInteger served = new AtomicInteger();
    ConcurrentLinkedQueue<Integer> seen = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Void>> askers = new ArrayList<>();
    for (int rank = 1; rank <= 12; rank++) {
      Rank asker = Rank.peer(rank);
      askers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int turn = 0; turn < 50; turn++) {
                  assertThat(shared.reserve(asker).join()).isEqualTo(CLEAR);
                  assertThat(shared.begin(asker)).isTrue();
                  seen.add(served.incrementAndGet());
                  served.decrementAndGet();
                  shared.ended(asker);
                  shared.release(asker);
                }
              },
              task -> new Thread(task).start()));
    }
    CompletableFuture.allOf(askers.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
    assertThat(seen).hasSize(600).allMatch(count -> count <= slots);
  }

  private SlotDesk desk(int slots) {
    return new SlotDesk(
        new UploadSlots(new SlotCount(slots, slots), TURN, IDLE, new SplittableRandom(1)),
        WAIT_MILLIS,
        now::get);
  }
}
