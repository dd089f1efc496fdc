package org.yarnp2p.appmaster.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.yarnp2p.appmaster.fleet.Fleet.Inherited;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

/**
 * Which container is whose: a rank's request, then its container, then nothing. YARN gives a
 * container the id of the request that it answers, which is the rank. Thread-safe.
 */
final class ContainerBook {
  /** A container that was asked for. */
  record Wish(Member member, LaunchSpec spec, ContainerRequest request) {}

  /**
   * A container that the rank has got.
   *
   * @param inherited whether an earlier attempt has started it; the member's incarnation is then
   *     the highest that it can have
   */
  record Placed(Member member, Container container, boolean inherited) {
    boolean isOf(Member whose) {
      return inherited
          ? member.rank().equals(whose.rank()) && whose.incarnation() <= member.incarnation()
          : member.equals(whose);
    }

    /** What is told of it, when it is inherited. */
    Inherited toInherited(Placement placement) {
      return new Inherited(member, placement.nameOf(container), container.getId().toString());
    }
  }

  private final Map<Rank, Wish> wishes = new HashMap<>();
  private final Map<ContainerId, Placed> placements = new HashMap<>();
  private boolean closed;

  /** Notes a wish, unless the book is closed. */
  synchronized boolean wish(Wish wish) {
    if (closed) {
      return false;
    }
    wishes.put(wish.member().rank(), wish);
    return true;
  }

  /** Gives the container to the wish that it answers; empty when nobody is waiting for it. */
  synchronized Optional<Wish> place(Container container) {
    long id = container.getAllocationRequestId();
    if (id < 0 || id > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    Wish wish = wishes.remove(new Rank((int) id));
    if (wish == null) {
      return Optional.empty();
    }
    placements.put(container.getId(), new Placed(wish.member(), container, false));
    return Optional.of(wish);
  }

  /**
   * Notes a container that an earlier attempt has started.
   *
   * @param member its rank, with the highest incarnation that it can have
   */
  synchronized void inherit(Member member, Container container) {
    placements.put(container.getId(), new Placed(member, container, true));
  }

  /** The holder of a container that has not ended. */
  synchronized Optional<Placed> find(ContainerId container) {
    return Optional.ofNullable(placements.get(container));
  }

  /** The container of a member, when it has one that has not ended. */
  synchronized Optional<Placed> find(Member member) {
    return placements.values().stream().filter(p -> p.isOf(member)).findFirst();
  }

  /** The container has ended; empty when that is no news or it was nobody's. */
  synchronized Optional<Placed> end(ContainerId container) {
    return Optional.ofNullable(placements.remove(container));
  }

  /** Takes back a wish that has not been answered. */
  synchronized Optional<Wish> takeBack(Member member) {
    Wish wish = wishes.get(member.rank());
    if (wish == null || !wish.member().equals(member)) {
      return Optional.empty();
    }
    return Optional.of(wishes.remove(member.rank()));
  }

  /** From now on nothing is wished or placed; returns the wishes that were open. */
  synchronized List<Wish> close() {
    closed = true;
    List<Wish> open = List.copyOf(wishes.values());
    wishes.clear();
    return open;
  }

  /** Whether a container is still to come. */
  synchronized boolean isWaiting() {
    return !wishes.isEmpty();
  }

  /** Containers that have not ended, in the order of ranks. */
  synchronized List<Placed> placements() {
    List<Placed> all = new ArrayList<>(placements.values());
    all.sort(Comparator.comparing(placement -> placement.member().rank()));
    return all;
  }
}
