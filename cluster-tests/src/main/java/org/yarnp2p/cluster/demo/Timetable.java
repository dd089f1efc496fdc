package org.yarnp2p.cluster.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.yarnp2p.job.JobReport;

/** How long each part of the demo took. */
final class Timetable {
  private final LongSupplier nanoTime;
  private final List<String> lines = new ArrayList<>();
  private long last;

  Timetable(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
    lines.add("phase                       took");
  }

  /** A part has ended now that began when the last one ended. */
  void done(String part) {
    long now = nanoTime.getAsLong();
    line(part, (now - last) / 1_000_000);
    last = now;
  }

  /** The phases of the job, each from the one before. */
  void add(JobReport report) {
    JobReport.Phases phases = report.phases();
    Long before = 0L;
    before = phase("  submitted", before, phases.submit());
    before = phase("  ApplicationMaster up", before, phases.amUp());
    before = phase("  containers up", before, phases.containersUp());
    before = phase("  start gate open", before, phases.gateOpen());
    before = phase("  swarm done", before, phases.swarmDone());
    phase("  outputs committed", before, phases.committed());
  }

  private Long phase(String name, Long before, Long reached) {
    if (reached == null) {
      return before;
    }
    line(name, reached - before);
    return reached;
  }

  private void line(String name, long millis) {
    lines.add(String.format(Locale.ROOT, "%-22s %7.1f s", name, millis / 1000.0));
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
