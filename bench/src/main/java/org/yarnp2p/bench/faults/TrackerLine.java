package org.yarnp2p.bench.faults;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.TooEarlyException;
import org.yarnp2p.tracker.PeerView;

/** A peer's calls to the tracker. */
final class TrackerLine {
  private static final long BACKOFF_NANOS = 100_000_000L;
  private static final int MOST_DOUBLINGS = 5;

  private final Life owner;
  private final Swarm swarm;

  /** Given to this peer to read, and not read yet. */
  private final Set<SegmentRef> open = new LinkedHashSet<>();

  /** The life of the tracker that is called; null before the first call. */
  private TrackerProcess present;

  /** How many lives were called. */
  private int number;

  /** That of the last view. */
  private TrackerProcess seenFrom;

  private boolean joinsLater;

  /** Whether the tracker may have given something that this peer has not heard of. */
  private boolean unheard;

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

  /** Grows with each later life that is joined. */
  int number() {
    return number;
  }

  /** What is to be read from origins and is not read yet. */
  List<SegmentRef> open() {
    return List.copyOf(open);
  }

  /** It has been read, or could not be. */
  void read(SegmentRef segment) {
    open.remove(segment);
  }

  private TrackerProcess present() {
    if (present == null) {
      present = swarm.tracker();
    }
    return present;
  }

  /** Calls until there is an answer. */
  <T> void persist(Call<T> call, Consumer<T> answered) {
    persist(call, answered, 0);
  }

  private <T> void persist(Call<T> call, Consumer<T> answered, int failures) {
    TrackerProcess tracker = present();
    swarm
        .calls()
        .call(
            owner.process(),
            tracker.process(),
            () -> call.at(tracker),
            answered,
            failure ->
                afterFailure(
                    tracker, failure, failures, () -> persist(call, answered, failures + 1)));
  }

  /** What the tracker has refused it would refuse again. */
  private void afterFailure(
      TrackerProcess tracker, IOException failure, int failures, Runnable again) {
    if (Calls.refused(failure)) {
      owner.fail(failure);
      return;
    }
    missed(tracker, failure);
    owner.process().after(BACKOFF_NANOS << Math.min(failures, MOST_DOUBLINGS), again);
  }

  /** Without an answer the ApplicationMaster is asked whether there is a later life. */
  private void missed(TrackerProcess tracker, IOException failure) {
    TrackerProcess later = swarm.tracker();
    boolean silent = !(failure instanceof TooEarlyException);
    if (!silent || joinsLater || tracker != present || later == tracker) {
      return;
    }
    joinsLater = true;
    JoinRequest request = owner.request();
    swarm
        .calls()
        .<Boolean>call(
            owner.process(),
            later.process(),
            () ->
                later.decide(
                    on -> {
                      on.join(request);
                      return true;
                    }),
            joined -> {
              joinsLater = false;
              present = later;
              number++;
              owner.joinedAgain();
            },
            refusal -> {
              joinsLater = false;
              if (Calls.refused(refusal)) {
                owner.fail(refusal);
              }
            });
  }

  /** Waits for a view of another version. */
  void watch(long version, Consumer<PeerView> seen) {
    TrackerProcess tracker = present();
    long known = tracker == seenFrom ? version : 0;
    swarm
        .calls()
        .<PeerView>poll(
            owner.process(),
            tracker.process(),
            answer -> tracker.watch(owner.member(), known, answer),
            view -> {
              seenFrom = tracker;
              seen.accept(view);
            },
            failure -> afterFailure(tracker, failure, 0, () -> watch(version, seen)));
  }

  /** Asks for segments to read from an origin; without an answer there are none. */
  void claim(Action.Claim claim) {
    TrackerProcess tracker = present();
    Member member = owner.member();
    boolean anew = unheard;
    List<SegmentRef> known = open();
    swarm
        .calls()
        .<List<SegmentRef>>call(
            owner.process(),
            tracker.process(),
            () ->
                tracker.decide(
                    on ->
                        anew
                            ? on.claimAnew(
                                member, claim.file(), claim.most(), claim.mostBytes(), known)
                            : on.claim(member, claim.file(), claim.most(), claim.mostBytes())),
            granted -> {
              unheard = false;
              open.addAll(granted);
              owner.apply(new Event.OriginGranted(granted));
            },
            failure -> {
              if (Calls.refused(failure)) {
                owner.fail(failure);
                return;
              }
              unheard = !(failure instanceof TooEarlyException);
              missed(tracker, failure);
              owner.apply(new Event.OriginGranted(List.of()));
            });
  }

  /** Says goodbye, once; the end is the same if nobody hears it. */
  void leave(Runnable then) {
    TrackerProcess tracker = present();
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
