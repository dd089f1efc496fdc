package org.yarnp2p.bench.micro;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.tracker.ReportOutcome;
import org.yarnp2p.tracker.SwarmKind;
import org.yarnp2p.tracker.TrackerSettings;
import org.yarnp2p.tracker.TrackerState;

/** What a report costs the tracker, in the middle of an exchange. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TrackerBenchmark {
  /** Segments that a peer has acquired since its last report. */
  private static final int BATCH = 16;

  private static final TrackerSettings SETTINGS = new TrackerSettings(Scale.NEIGHBOURS, 40);

  private final List<Member> members = new ArrayList<>();
  private final List<Report> reports = new ArrayList<>();
  private TrackerState tracker;
  private int next;

  /** Makes the messages. */
  @Setup(Level.Trial)
  public void prepare() {
    for (int rank = 1; rank <= Scale.RANKS; rank++) {
      members.add(new Member(Rank.peer(rank), 1));
    }
    List<Digest> digests = Scale.digests();
    for (int first = 0; first < Scale.SEGMENTS; first += BATCH) {
      List<Acquired> acquired = new ArrayList<>();
      for (int i = first; i < first + BATCH; i++) {
        acquired.add(new Acquired(new SegmentRef(Scale.FILE, i), digests.get(i)));
      }
      reports.add(new Report(acquired, List.of(), false, List.of()));
    }
  }

  /** A swarm whose gate has just opened. */
  @Setup(Level.Iteration)
  public void open() throws IOException {
    tracker =
        new TrackerState(
            Scale.RANKS,
            List.of(
                new PlannedFile(Scale.FILE, "file", FileKind.PAYLOAD, Scale.SEGMENT_BYTES, null)),
            SETTINGS,
            new SplittableRandom(Scale.RANDOM_SEED),
            SwarmKind.TOGETHER,
            false);
    List<HeldFile> held = List.of(new HeldFile(Scale.FILE, Scale.shape(), Scale.digests()));
    for (Member member : members) {
      boolean seed = member.equals(members.get(0));
      tracker.join(
          new JoinRequest(
              member,
              new Endpoint("host" + member.rank().value(), 1),
              seed ? held : List.of(),
              seed ? List.of() : List.of(Scale.FILE),
              List.of()));
    }
    next = 0;
  }

  /** A peer reports 16 new segments; each time it is another peer's turn. */
  @Benchmark
  public ReportOutcome report() throws IOException {
    int turn = next++;
    int receivers = members.size() - 1;
    Member sender = members.get(1 + turn % receivers);
    // Peers do not acquire segments in the same order.
    Report report = reports.get((turn / receivers + turn % receivers) % reports.size());
    return tracker.report(sender, report);
  }
}
