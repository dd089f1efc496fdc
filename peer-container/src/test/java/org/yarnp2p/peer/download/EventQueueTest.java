package org.yarnp2p.peer.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.peer.swarm.Event;

@Timeout(20)
class EventQueueTest {
  private final EventQueue queue = new EventQueue(2);

  @Test
  void eventsComeOutInTheirOrder() throws InterruptedException {
    Event first = new Event.Tick();
    Event second = new Event.OriginGranted(List.of());
    queue.put(first);
    queue.put(second);
    assertThat(queue.poll(0)).isSameAs(first);
    assertThat(queue.poll(0)).isSameAs(second);
    assertThat(queue.poll(0)).isNull();
  }

  @Test
  void whatElseIsThereIsTakenTogether() throws Exception {
    EventQueue longer = new EventQueue(3);
    List<Event> all = List.of(new Event.Tick(), new Event.Lost(List.of(1)), new Event.Tick());
    all.forEach(longer::put);
    List<Event> taken = new ArrayList<>(List.of(longer.poll(0)));
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
    assertThat(queue.poll(0)).isNotNull();
    third.get(10, TimeUnit.SECONDS);
  }

  @Test
  void closedQueueHoldsNobodyUp() throws Exception {
    queue.put(new Event.Tick());
    queue.put(new Event.Tick());
    CompletableFuture<Void> third = CompletableFuture.runAsync(() -> queue.put(new Event.Tick()));
    queue.close();
    third.get(10, TimeUnit.SECONDS);
    assertThat(queue.poll(Long.MAX_VALUE)).isNull();
    assertThat(queue.offer(new Event.Tick(), 0)).isTrue();
  }
}
