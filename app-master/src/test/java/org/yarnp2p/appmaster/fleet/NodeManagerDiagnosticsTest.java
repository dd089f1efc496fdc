package org.yarnp2p.appmaster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeManagerDiagnosticsTest {
  @Test
  void theQuotedStderrIsFoundOnceAmongAllThatIsSaidTwice() {
    String said =
        "[2026-01-02 03:04:05.678]Container exited with a non-zero exit code 1. Error file:"
            + " prelaunch.err.\n"
            + "Last 4096 bytes of prelaunch.err :\n"
            + "Last 4096 bytes of stderr :\n"
            + "WARN Disk: slow\n"
            + "rank 3 on node1: no space left\n\n\n";
    assertThat(NodeManagerDiagnostics.report(1, said + said))
        .isEqualTo(new ExitReport(1, "", "WARN Disk: slow\nrank 3 on node1: no space left"));
  }

  @Test
  void whatIsSaidBeyondTheStatusIsKeptWithoutTheListOfProcesses() {
    String said =
        "[2026-01-02 03:04:05.678]Container [pid=12,containerID=container_1] is running 1B beyond"
            + " the 'PHYSICAL' memory limit. Killing container.\n"
            + "Dump of the process-tree for container_1 :\n"
            + "\t|- PID PPID\n"
            + "[2026-01-02 03:04:06.000]Container killed on request. Exit code is 143\n";
    assertThat(NodeManagerDiagnostics.report(-104, said))
        .isEqualTo(
            new ExitReport(
                -104,
                "Container [pid=12,containerID=container_1] is running 1B beyond the 'PHYSICAL'"
                    + " memory limit. Killing container.",
                ""));
  }

  @Test
  void aKilledContainerHasNothingToAdd() {
    String said =
        """
        [2026-01-02 03:04:05.678]Container killed on request. Exit code is 137
        [2026-01-02 03:04:05.700]Container exited with a non-zero exit code 137.
        [2026-01-02 03:04:05.800]Killed by external signal
        """;
    assertThat(NodeManagerDiagnostics.report(137, said)).isEqualTo(new ExitReport(137, "", ""));
  }

  @Test
  void noDiagnosticsAreNone() {
    assertThat(NodeManagerDiagnostics.report(0, null)).isEqualTo(new ExitReport(0, "", ""));
    assertThat(NodeManagerDiagnostics.report(0, "")).isEqualTo(new ExitReport(0, "", ""));
  }

  @Test
  void onlyTheLastLinesOfALongStderrAreKept() {
    String stderr =
        IntStream.range(0, 100).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
    ExitReport report =
        NodeManagerDiagnostics.report(1, "Last 4096 bytes of stderr :\n" + stderr + "\n\n");
    assertThat(report.stderrTail()).startsWith("line 85\n").endsWith("line 99");
  }
}
