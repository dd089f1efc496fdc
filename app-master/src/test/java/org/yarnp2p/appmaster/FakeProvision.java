package org.yarnp2p.appmaster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

/** Notes what is stopped and says what the test wants. */
final class FakeProvision implements Provision {
  final BlockingQueue<String> launched = new LinkedBlockingQueue<>();
  final List<Set<String>> excluded = new CopyOnWriteArrayList<>();
  volatile int nodes = 3;
  final List<Member> stopped = new CopyOnWriteArrayList<>();
  final Map<Member, String> obstacles = new HashMap<>();
  final Set<Rank> decommissioned = ConcurrentHashMap.newKeySet();

  /** Those of whose nodes one only hears when one asks. */
  final Set<Rank> decommissionedBefore = new HashSet<>();

  private volatile CountDownLatch held = new CountDownLatch(0);

  /** From now on each launch waits until the latch is open. */
  CountDownLatch holdUp() {
    held = new CountDownLatch(1);
    return held;
  }

  @Override
  public void launch(Member member, String near) {
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    launched.add(near == null ? member.toString() : member + " near " + near);
  }

  @Override
  public void exclude(Set<String> nodes) {
    excluded.add(nodes);
  }

  @Override
  public int nodes() {
    return nodes;
  }

  @Override
  public void stop(Member member) {
    stopped.add(member);
  }

  @Override
  public String resources() {
    return "Asked for a lot.";
  }

  @Override
  public Map<Member, String> obstacles(List<Member> members) {
    return Map.copyOf(obstacles);
  }

  @Override
  public void readNodeStates() {
    decommissioned.addAll(decommissionedBefore);
  }

  @Override
  public boolean isDecommissioned(Rank rank) {
    return decommissioned.contains(rank);
  }
}
