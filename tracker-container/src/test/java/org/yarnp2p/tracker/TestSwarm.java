package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.digest;
import static org.yarnp2p.tracker.TestJob.heldPayload;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.state;

import java.io.IOException;
import java.util.List;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Complaint;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;

/** Swarms of three peers around one file, and what is asked of their tracker. */
final class TestSwarm {
  /** A payload of 10 segments. */
  static final long LENGTH = 95;

  private TestSwarm() {}

  /** Rank 1 holds file 0, ranks 2 and 3 want it; the gate is open. */
  static TrackerState exchange() throws IOException {
    TrackerState state = state(3, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    state.join(joins(2).wanting(0).request());
    state.join(joins(3).wanting(0).request());
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    return state;
  }

  /** Ranks 1 to 3 want file 0, which has an origin of 10 segments; the gate is open. */
  static TrackerState originOnly() throws IOException {
    TrackerState state = state(3, TestJob.origin(0, "file1", LENGTH));
    for (int rank = 1; rank <= 3; rank++) {
      state.join(joins(rank).wanting(0).request());
    }
    return state;
  }

  /** Segments of the last file of a job for a peer to read. */
  static List<Integer> claim(TrackerState state, Member member, int file, int most)
      throws IOException {
    return state.claim(member, file, most, Long.MAX_VALUE).stream()
        .map(SegmentRef::segment)
        .toList();
  }

  /** These have nothing new to tell, and their copies are right. */
  static void answer(TrackerState state, Member... asked) throws IOException {
    for (Member one : asked) {
      List<SegmentRef> questions = state.view(one).doubted();
      if (!questions.isEmpty()) {
        state.report(one, Report.recheck(questions, List.of()));
      }
    }
  }

  static String holders(TrackerState state, int segment) throws IOException {
    return state.snapshot("file1").segments().get(segment).holders().toString();
  }

  static Report finding(int segment, Digest digest) {
    return new Report(
        List.of(new Acquired(new SegmentRef(0, segment), digest)), List.of(), false, List.of());
  }

  static Report accusing(int rank) {
    Complaint complaint = new Complaint(TestJob.member(rank), new SegmentRef(0, 0), false);
    return new Report(List.of(), List.of(), false, List.of(complaint));
  }

  /** Rank 1 holds file 0, ranks 2 and 3 want it; all have joined, nobody is ready. */
  static TrackerState meeting() throws IOException {
    TrackerState state = state(3, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).unready().request());
    state.join(joins(2).wanting(0).unready().request());
    state.join(joins(3).wanting(0).unready().request());
    assertThat(state.phase()).isEqualTo(SwarmPhase.MEETING);
    return state;
  }
}
