package org.yarnp2p.peer.download;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.yarnp2p.peer.swarm.Event;

/**
 * The bounded queue of events on their way to the swarm's state. Any thread puts events in, the
 * swarm's thread takes them out.
 */
public final class EventQueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition something = lock.newCondition();
  private final ArrayDeque<Event> events = new ArrayDeque<>();
  private final int capacity;
  private boolean closed;

  /** Events that are no news of what neighbours hold. */
  private int urgent;

  /** As many events wake the taker, whatever they are. */
  private int wakesAt = 1;

  /**
   * @param capacity events, from 1
   */
  public EventQueue(int capacity) {
    this.capacity = capacity;
  }

  /** Waits for room. After the end of the swarm events are dropped, since nobody needs them. */
  public void put(Event event) {
    lock.lock();
    try {
      while (events.size() >= capacity && !closed) {
        room.awaitUninterruptibly();
      }
      add(event);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for room until a deadline.
   *
   * @return false when there was no room
   */
  public boolean offer(Event event, long timeoutMillis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    lock.lockInterruptibly();
    try {
      while (events.size() >= capacity && !closed) {
        if (left <= 0) {
          return false;
        }
        left = room.awaitNanos(left);
      }
      add(event);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the oldest event.
   *
   * @param newsCanWait whether to wait, as long as the queue is not half full, for more than news
   *     of what neighbours hold
   * @return null when there is none within the time, or the queue is closed
   */
  Event poll(long nanos, boolean newsCanWait) throws InterruptedException {
    long left = nanos;
    int enough = newsCanWait ? Math.max(1, capacity / 2) : 1;
    lock.lockInterruptibly();
    try {
      while (urgent == 0 && events.size() < enough && !closed && left > 0) {
        wakesAt = enough;
        left = something.awaitNanos(left);
      }
      return closed ? null : take();
    } finally {
      lock.unlock();
    }
  }

  /** Takes what else is there, in order and without waiting, up to so many. */
  void drainTo(Collection<Event> taken, int most) {
    lock.lock();
    try {
      while (taken.size() < most && !events.isEmpty()) {
        taken.add(take());
      }
    } finally {
      lock.unlock();
    }
  }

  boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** No more events; all waiting threads go on. */
  void close() {
    lock.lock();
    try {
      closed = true;
      events.clear();
      urgent = 0;
      room.signalAll();
      something.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void add(Event event) {
    if (closed) {
      return;
    }
    events.add(event);
    urgent += isNews(event) ? 0 : 1;
    if (urgent > 0 || events.size() >= wakesAt) {
      something.signal();
    }
  }

  private Event take() {
    Event event = events.poll();
    if (event != null) {
      urgent -= isNews(event) ? 0 : 1;
      room.signal();
    }
    return event;
  }

  private static boolean isNews(Event event) {
    return event instanceof Event.Announced || event instanceof Event.Coming;
  }
}
