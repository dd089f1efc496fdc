package org.yarnp2p.bench.machine;

import java.util.OptionalLong;

/** What Linux tells of a process in {@code /proc/PID}. */
final class ProcessUsage {
  /** Fields of {@code stat} behind the command, which may itself hold blanks and brackets. */
  private static final int UTIME = 11;

  private static final int STIME = 12;
  private static final String PEAK = "VmHWM:";

  private ProcessUsage() {}

  /**
   * User and system time of all threads, in ticks.
   *
   * @param stat content of {@code /proc/PID/stat}
   * @throws IllegalArgumentException when it is not of that form
   */
  static long ticks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    if (fields.length <= STIME) {
      throw new IllegalArgumentException("not the stat of a process: " + stat);
    }
    return Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
  }

  /**
   * Largest resident memory so far, in bytes; empty for a process that is ending.
   *
   * @param status content of {@code /proc/PID/status}
   */
  static OptionalLong peakBytes(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith(PEAK))
        .map(line -> line.substring(PEAK.length()).strip().split(" ", -1)[0])
        .mapToLong(kibibytes -> Long.parseLong(kibibytes) << 10)
        .findFirst();
  }
}
