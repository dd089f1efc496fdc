package org.yarnp2p.bench.faults;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.tracker.PeerView;

/** A peer's calls to the tracker. */
final class TrackerLine {
  private static final long BACKOFF_NANOS = 100_000_000L;
  private static final int MOST_DOUBLINGS = 5;

  private final Life owner;
  private final Swarm swarm;

  TrackerLine(Life owner, Swarm swarm) {
    this.owner = owner;
    this.swarm = swarm;
  }

  /** A call to the tracker. */
  @FunctionalInterface
  interface Call<T> {
    /** In the tracker's process. */
    T at(TrackerProcess tracker) throws IOException;
  }

  /** Calls until there is an answer. */
  <T> void persist(Call<T> call, Consumer<T> answered) {
    persist(call, answered, 0);
  }

  private <T> void persist(Call<T> call, Consumer<T> answered, int failures) {
    TrackerProcess tracker = swarm.tracker();
    swarm
        .calls()
        .call(
            owner.process(),
            tracker.process(),
            () -> call.at(tracker),
            answered,
            failure ->
                afterFailure(failure, failures, () -> persist(call, answered, failures + 1)));
  }

  /** What the tracker has refused it would refuse again. */
  private void afterFailure(IOException failure, int failures, Runnable again) {
    if (Calls.refused(failure)) {
      owner.fail(failure);
    } else {
      owner.process().after(BACKOFF_NANOS << Math.min(failures, MOST_DOUBLINGS), again);
    }
  }

  /** Waits for a view of another version. */
  void watch(long version, Consumer<PeerView> seen) {
    TrackerProcess tracker = swarm.tracker();
    swarm
        .calls()
        .<PeerView>poll(
            owner.process(),
            tracker.process(),
            answer -> tracker.watch(owner.member(), version, answer),
            seen,
            failure -> afterFailure(failure, 0, () -> watch(version, seen)));
  }

  /** Asks for segments to read from an origin; without an answer there are none. */
  void claim(Action.Claim claim) {
    TrackerProcess tracker = swarm.tracker();
    Member member = owner.member();
    swarm
        .calls()
        .<List<SegmentRef>>call(
            owner.process(),
            tracker.process(),
            () ->
                tracker.decide(
                    on -> on.claim(member, claim.file(), claim.most(), claim.mostBytes())),
            granted -> owner.apply(new Event.OriginGranted(granted)),
            failure -> {
              if (Calls.refused(failure)) {
                owner.fail(failure);
              } else {
                owner.apply(new Event.OriginGranted(List.of()));
              }
            });
  }

  /** Says goodbye, once; the end is the same if nobody hears it. */
  void leave(Runnable then) {
    TrackerProcess tracker = swarm.tracker();
    swarm
        .calls()
        .call(
            owner.process(),
            tracker.process(),
            () ->
                tracker.decide(
                    on -> {
                      on.leave(owner.member());
                      return true;
                    }),
            gone -> then.run(),
            failure -> then.run());
  }
}
