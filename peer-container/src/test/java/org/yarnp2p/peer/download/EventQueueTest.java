package org.yarnp2p.peer.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Event;

@Timeout(20)
class EventQueueTest {
  private static final Event NEWS =
      new Event.Announced(new Member(Rank.peer(1), 1), List.of(new SegmentRef(0, 0)));

  private final EventQueue queue = new EventQueue(2);

  @Test
  void eventsComeOutInTheirOrder() throws InterruptedException {
    Event first = new Event.Tick();
    Event second = new Event.OriginGranted(List.of());
    queue.put(first);
    queue.put(second);
    assertThat(queue.poll(0, false)).isSameAs(first);
    assertThat(queue.poll(0, false)).isSameAs(second);
    assertThat(queue.poll(0, false)).isNull();
  }

  @Test
  void whatElseIsThereIsTakenTogether() throws Exception {
    EventQueue longer = new EventQueue(3);
    List<Event> all = List.of(new Event.Tick(), new Event.Lost(List.of(1)), new Event.Tick());
    all.forEach(longer::put);
    List<Event> taken = new ArrayList<>(List.of(longer.poll(0, false)));
    longer.drainTo(taken, 2);
    assertThat(taken).isEqualTo(all.subList(0, 2));
    longer.drainTo(taken, 10);
    assertThat(taken).isEqualTo(all);
    longer.drainTo(taken, 10);
    assertThat(taken).hasSize(3);
  }

  @Test
  void drainingMakesRoom() throws Exception {
    queue.put(new Event.Tick());
    queue.put(new Event.Tick());
    CompletableFuture<Void> third = CompletableFuture.runAsync(() -> queue.put(new Event.Tick()));
    queue.drainTo(new ArrayList<>(), 2);
    third.get(10, TimeUnit.SECONDS);
  }

  @Test
  void offerGivesUpWhenThereIsNoRoom() throws InterruptedException {
    assertThat(queue.offer(new Event.Tick(), 1)).isTrue();
    assertThat(queue.offer(new Event.Tick(), 1)).isTrue();
    assertThat(queue.offer(new Event.Tick(), 1)).isFalse();
  }

  @Test
  void putGoesOnWhenThereIsRoom() throws Exception {
    queue.put(new Event.Tick());
    queue.put(new Event.Tick());
    CompletableFuture<Void> third = CompletableFuture.runAsync(() -> queue.put(new Event.Tick()));
    assertThat(queue.poll(0, false)).isNotNull();
    third.get(10, TimeUnit.SECONDS);
  }

  @Test
  void newsThatCanWaitIsTakenWithWhatIsNext() throws Exception {
    EventQueue longer = new EventQueue(8);
    CompletableFuture<Event> taken = CompletableFuture.supplyAsync(() -> take(longer));
    longer.put(NEWS);
    assertThatThrownBy(() -> taken.get(50, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    longer.put(new Event.Tick());
    assertThat(taken.get(10, TimeUnit.SECONDS)).isSameAs(NEWS);
    assertThat(longer.poll(0, true)).isInstanceOf(Event.Tick.class);
  }

  @Test
  void newsThatHasWaitedLongEnoughIsTaken() throws Exception {
    queue.put(NEWS);
    assertThat(queue.poll(1_000_000, true)).isSameAs(NEWS);
  }

  @Test
  void newsDoesNotWaitBehindOtherEvents() throws Exception {
    queue.put(new Event.Tick());
    queue.put(NEWS);
    assertThat(queue.poll(Long.MAX_VALUE, true)).isInstanceOf(Event.Tick.class);
  }

  @Test
  void newsDoesNotFillTheQueue() throws Exception {
    EventQueue longer = new EventQueue(4);
    CompletableFuture<Event> taken = CompletableFuture.supplyAsync(() -> take(longer));
    longer.put(NEWS);
    longer.put(NEWS);
    assertThat(taken.get(10, TimeUnit.SECONDS)).isSameAs(NEWS);
  }

  @Test
  void newsIsTakenAtOnceWhereItCannotWait() throws Exception {
    EventQueue longer = new EventQueue(8);
    longer.put(NEWS);
    assertThat(longer.poll(Long.MAX_VALUE, false)).isSameAs(NEWS);
  }

  private static Event take(EventQueue queue) {
    try {
      return queue.poll(Long.MAX_VALUE, true);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void closedQueueHoldsNobodyUp() throws Exception {
    queue.put(new Event.Tick());
    queue.put(new Event.Tick());
    CompletableFuture<Void> third = CompletableFuture.runAsync(() -> queue.put(new Event.Tick()));
    queue.close();
    third.get(10, TimeUnit.SECONDS);
    assertThat(queue.poll(Long.MAX_VALUE, false)).isNull();
    assertThat(queue.offer(new Event.Tick(), 0)).isTrue();
  }
}
