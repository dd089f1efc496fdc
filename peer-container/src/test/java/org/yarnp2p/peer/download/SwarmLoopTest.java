package org.yarnp2p.peer.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.Neighbour;
import org.yarnp2p.peer.swarm.Outcome;
import org.yarnp2p.peer.swarm.SwarmFile;
import org.yarnp2p.peer.swarm.SwarmSettings;
import org.yarnp2p.peer.swarm.SwarmState;
import org.yarnp2p.protocol.Holding;

@Timeout(20)
class SwarmLoopTest {
  private static final Rank SOURCE = Rank.peer(2);
  private static final SegmentRef ONLY = new SegmentRef(0, 0);

  private final EventQueue events = new EventQueue(100);
  private final Set<SegmentRef> stored = new HashSet<>();
  private final List<Action.Fetch> fetches = new ArrayList<>();
  private boolean finished;

  /** A peer that wants a file of one small segment, which its neighbour has. */
  private void run(Runnable firstFetch) {
    FileShape shape = FileShape.payload(10, 10);
    SwarmLoop loop =
        new SwarmLoop(
            new SwarmState(
                new SwarmSettings(2, 2, 2, 10, 10, 8, 1L << 20, 2), new SplittableRandom(1)),
            List.of(
                new Event.FilesDescribed(
                    List.of(new SwarmFile(0, shape, true, new BitSet(), false)))),
            events,
            stored::contains,
            new SwarmLoop.Dispatch() {
              @Override
              public void perform(Action action) {
                if (action instanceof Action.Fetch fetch) {
                  fetches.add(fetch);
                  if (fetches.size() == 1) {
                    firstFetch.run();
                  } else {
                    events.close();
                  }
                } else if (action instanceof Action.FileFinished) {
                  finished = true;
                  events.close();
                }
              }

              @Override
              public void applied(List<Event> applied) {}

              @Override
              public void broken(RuntimeException e) {
                throw e;
              }
            },
            System::nanoTime);
    loop.openGate();
    BitSet first = new BitSet();
    first.set(0);
    events.put(new Event.NeighboursChanged(List.of(new Neighbour(SOURCE, Neighbour.ELSEWHERE))));
    events.put(new Event.Introduced(SOURCE, List.of(new Holding(0, first))));
    loop.run();
  }

  @Test
  void segmentThatIsStoredFinishesItsFile() {
    run(
        () -> {
          stored.add(ONLY);
          events.put(new Event.SegmentStored(1, ONLY));
        });

    assertThat(finished).isTrue();
  }

  @Test
  void segmentThatWasDroppedBeforeItWasHeardThatItCameIsFetchedAgain() {
    run(
        () -> {
          // What has stored it was slower than what has found it to be wrong.
          events.put(new Event.Disowned(List.of(ONLY)));
          events.put(new Event.SegmentStored(1, ONLY));
          events.put(new Event.RequestEnded(1, new Outcome.Done()));
        });

    assertThat(finished).isFalse();
    assertThat(fetches)
        .extracting(Action.Fetch::candidates)
        .containsExactly(List.of(ONLY), List.of(ONLY));
  }
}
