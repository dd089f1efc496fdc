package org.yarnp2p.cluster.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.yarnp2p.job.JobReport;

/** How long each part of the demo took. */
final class Timetable {
  /**
   * A part of the demo.
   *
   * @param name indented when it is a part of the job
   * @param seconds how long it took
   */
  record Part(String name, double seconds) {}

  private static final double MILLIS = 1000;

  private final LongSupplier nanoTime;
  private final List<Part> parts = new ArrayList<>();
  private long last;

  Timetable(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /** A part has ended now that began when the last one ended. */
  void done(String name) {
    long now = nanoTime.getAsLong();
    add(name, (now - last) / 1_000_000);
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
    add(name, reached - before);
    return reached;
  }

  private void add(String name, long millis) {
    parts.add(new Part(name, millis / MILLIS));
  }

  List<Part> parts() {
    return List.copyOf(parts);
  }

  /** A table. */
  static List<String> lines(List<Part> parts) {
    List<String> lines = new ArrayList<>(List.of("phase                       took"));
    for (Part part : parts) {
      lines.add(String.format(Locale.ROOT, "%-22s %7.1f s", part.name(), part.seconds()));
    }
    return lines;
  }
}
