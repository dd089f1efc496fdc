package org.yarnp2p.cluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimetableTest {
  @Test
  void everyPartCountsFromTheEndOfTheLast() {
    AtomicLong now = new AtomicLong(5_000_000_000L);
    Timetable timetable = new Timetable(now::get);
    now.addAndGet(1_500_000_000L);
    timetable.done("first");
    now.addAndGet(300_000_000L);
    timetable.done("second");

    assertThat(Timetable.lines(timetable.parts()))
        .containsExactly(
            "phase                       took",
            "first                      1.5 s",
            "second                     0.3 s");
  }
}
