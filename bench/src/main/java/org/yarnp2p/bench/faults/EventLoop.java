package org.yarnp2p.bench.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.SwarmState;

/**
 * Owns a peer's swarm state: events go in, the actions that come out are handed on from the opening
 * of the gate on.
 */
final class EventLoop {
  private final Life owner;
  private final Swarm swarm;
  private final SwarmState state;
  private final Queue<Event> events = new ArrayDeque<>();
  private final List<Action> waiting = new ArrayList<>();
  private boolean begun;
  private boolean gateOpen;
  private boolean applying;

  EventLoop(Life owner, Swarm swarm, SwarmState state) {
    this.owner = owner;
    this.swarm = swarm;
    this.state = state;
  }

  /** Begins with the files; what was heard before follows. */
  void begin(Event.FilesDescribed files) {
    List<Event> early = List.copyOf(events);
    events.clear();
    events.add(files);
    events.addAll(early);
    begun = true;
    applyAll();
  }

  /** False when it was open. */
  boolean openGate() {
    boolean opened = !gateOpen;
    gateOpen = true;
    return opened;
  }

  /** Something happens, while nothing else is happening. */
  void apply(Event event) {
    events.add(event);
    if (begun && !applying) {
      applyAll();
    }
  }

  private void applyAll() {
    applying = true;
    while (!events.isEmpty()) {
      Event next = events.remove();
      swarm.audit().about(owner, next);
      waiting.addAll(state.apply(next, swarm.time().now()));
      if (gateOpen) {
        List<Action> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(this::perform);
      }
      if (next instanceof Event.Introduced || next instanceof Event.NeighboursChanged) {
        owner.telling().catchUp();
      }
      swarm.audit().check(owner);
    }
    applying = false;
  }

  private void perform(Action action) {
    if (action instanceof Action.Reserve reserve) {
      owner.asking().reserve(reserve.source());
    } else if (action instanceof Action.Release release) {
      owner.asking().release(release.source());
    } else if (action instanceof Action.Fetch fetch) {
      owner.asking().fetch(fetch);
    } else if (action instanceof Action.Cancel cancel) {
      owner.asking().cancel(cancel.request());
    } else if (action instanceof Action.Announce announce) {
      swarm.audit().announced(owner, announce.segment());
      owner.telling().announce(announce.segment(), announce.to());
    } else if (action instanceof Action.Foretell foretell) {
      owner.telling().foretell(foretell.segments(), foretell.to());
    } else if (action instanceof Action.Complain complain) {
      owner.reporting().complain(complain);
    } else if (action instanceof Action.FileFinished file) {
      owner.fates().finish(file.file());
    } else if (action instanceof Action.FileLost file) {
      owner.fates().lose(file.file());
    } else if (action instanceof Action.Claim claim) {
      owner.line().claim(claim);
    } else if (action instanceof Action.ReadOrigin read) {
      owner.asking().readOrigin(read);
    } else if (action instanceof Action.GiveBack back) {
      owner.reporting().unread(back.segment());
    } else if (action instanceof Action.WakeAt wake) {
      long nanos = Math.max(0, wake.nanos() - swarm.time().now());
      owner.process().after(nanos, () -> apply(new Event.Tick()));
    } else {
      throw new IllegalStateException("nobody performs " + action);
    }
  }
}
