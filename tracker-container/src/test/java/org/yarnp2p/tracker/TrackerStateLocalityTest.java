package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.acquired;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;

/** Who reads what is on the peers' own hosts: rank n is on host n. */
class TrackerStateLocalityTest {
  private static final int DELAY = 2;
  private static final long LENGTH = 2L * TestJob.SEGMENT_SIZE;

  private final TrackerState state = state(DELAY);

  private static TrackerState state(int delay) {
    return new TrackerState(
        3,
        List.of(TestJob.origin(0, "a", LENGTH), TestJob.origin(1, "b", LENGTH)),
        new TrackerSettings(10, 16, delay),
        new SplittableRandom(1),
        SwarmKind.ELASTIC,
        false);
  }

  @BeforeEach
  void twoJoin() throws IOException {
    join(state);
  }

  private static void join(TrackerState tracker) throws IOException {
    tracker.join(joins(1).wanting(0, 1).request());
    tracker.join(joins(2).wanting(0, 1).request());
  }

  private static Replicas on(String host) {
    return Replicas.of(
        FileShape.payload(LENGTH, TestJob.SEGMENT_SIZE),
        List.of(new Replicas.Block(0, LENGTH, Set.of(host))),
        any -> null);
  }

  private static SegmentRef ref(int file, int segment) {
    return new SegmentRef(file, segment);
  }

  private List<SegmentRef> claim(int rank) throws IOException {
    return state.claim(member(rank), 0, 2, 1000);
  }

  private void claimInVain(int rank, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      assertThat(claim(rank)).isEmpty();
    }
  }

  @Test
  void whatIsOnAPeersHostIsLeftToIt() throws IOException {
    state.place(0, on("host1"));

    assertThat(claim(2)).containsExactly(ref(1, 0), ref(1, 1));
    assertThat(claim(1)).containsExactly(ref(0, 0), ref(0, 1));
  }

  @Test
  void whoHasAskedInVainForLongEnoughReadsItAllTheSame() throws IOException {
    state.place(0, on("host1"));
    state.place(1, on("host1"));

    claimInVain(2, DELAY);
    assertThat(claim(2)).containsExactly(ref(0, 0), ref(0, 1));
    assertThat(claim(2)).as("it need not wait again").containsExactly(ref(1, 0), ref(1, 1));
  }

  @Test
  void asLongAsOthersReadOneWaitsLonger() throws IOException {
    state.place(0, on("host1"));
    state.place(1, on("host1"));
    claimInVain(2, 1);
    assertThat(state.claim(member(1), 0, 1, 1)).containsExactly(ref(0, 0));
    claimInVain(2, 1);
    assertThat(state.claim(member(1), 0, 1, 1)).containsExactly(ref(0, 1));
    claimInVain(2, 1);
    claimInVain(2, DELAY - 1);

    assertThat(claim(2)).containsExactly(ref(1, 0), ref(1, 1));
  }

  @Test
  void peerThatIsNotThereIsNotWaitedFor() throws IOException {
    state.place(0, on("host3"));
    state.place(1, on("host2"));
    assertThat(claim(1)).as("rank 3 has not come").containsExactly(ref(0, 0), ref(0, 1));
    state.lose(Rank.peer(2));

    assertThat(claim(1)).containsExactly(ref(1, 0), ref(1, 1));
  }

  @Test
  void whoHasReadSomethingNearWaitsAnew() throws IOException {
    state.place(0, on("host1"));
    state.place(1, on("host1"));
    claimInVain(2, DELAY);
    state.place(1, on("host2"));
    assertThat(claim(2)).as("near").containsExactly(ref(1, 0), ref(1, 1));
    state.report(member(2), acquired(1, 0, 1));

    claimInVain(2, 1 + DELAY); // others have read meanwhile
    assertThat(claim(2)).containsExactly(ref(0, 0), ref(0, 1));
  }

  @Test
  void emptyAnswersThatWithholdNothingAreNotInVain() throws IOException {
    assertThat(state.claim(member(1), 0, 100, 1000)).hasSize(4);
    claimInVain(2, DELAY + 1);
    state.place(0, on("host1"));
    state.lose(Rank.peer(1));
    state.join(joins(1).wanting(0, 1).request());
    state.place(1, on("host1"));

    claimInVain(2, 1 + DELAY);
    assertThat(claim(2)).hasSize(2);
  }

  @Test
  void filesOfOneSegmentAreLeftToNobody() throws IOException {
    TrackerState small =
        new TrackerState(
            2,
            List.of(TestJob.origin(0, "a", 3), TestJob.origin(1, "b", 3)),
            new TrackerSettings(10, 16, DELAY),
            new SplittableRandom(1),
            SwarmKind.ELASTIC,
            false);
    join(small);
    small.place(0, on("host1"));
    small.place(1, on("host2"));

    assertThat(small.claim(member(2), 0, 2, 1000)).containsExactly(ref(1, 0), ref(0, 0));
  }

  @Test
  void withoutADelayAnythingIsReadAtOnce() throws IOException {
    TrackerState hasty = state(0);
    join(hasty);
    hasty.place(0, on("host1"));

    assertThat(hasty.claim(member(2), 0, 2, 1000)).containsExactly(ref(0, 0), ref(0, 1));
  }
}
