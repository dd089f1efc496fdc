package org.yarnp2p.peer.download;

import static org.assertj.core.api.Assertions.assertThat;

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
    Event second = new Event.OriginGranted(java.util.List.of());
    queue.put(first);
    queue.put(second);
    assertThat(queue.poll(0)).isSameAs(first);
    assertThat(queue.poll(0)).isSameAs(second);
    assertThat(queue.poll(0)).isNull();
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
