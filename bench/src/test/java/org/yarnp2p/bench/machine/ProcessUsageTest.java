package org.yarnp2p.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {
  private static final String STAT =
      "4711 (java (x) ) S 1 4711 4711 0 -1 1077936192 5 0 0 0 250 31 7 8 20 0 35 0 99 1 2 3 4";

  @Test
  void userAndSystemTimeAreFoundBehindACommandWithBracketsAndBlanks() {
    assertThat(ProcessUsage.ticks(STAT)).isEqualTo(281);
  }

  @Test
  void textThatIsNoStatIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ProcessUsage.ticks("4711 (java) S 1"));
  }

  @Test
  void peakMemoryIsTheHighWaterMark() {
    String status = "Name:\tjava\nVmPeak:\t 9000 kB\nVmHWM:\t  204800 kB\nVmRSS:\t 100 kB\n";
    assertThat(ProcessUsage.peakBytes(status)).hasValue(200L << 20);
  }

  @Test
  void processThatIsEndingHasNoMemory() {
    assertThat(ProcessUsage.peakBytes("Name:\tjava\nState:\tZ (zombie)\n")).isEmpty();
  }

  @Test
  void thisProcessHasUsedSomething() {
    long pid = ProcessHandle.current().pid();
    assertThat(Processes.cpuSeconds(pid).orElseThrow()).isPositive();
    assertThat(Processes.peakBytes(pid).orElseThrow()).isGreaterThan(1 << 20);
  }

  @Test
  void processThatIsNotThereHasUsedNothing() {
    assertThat(Processes.cpuSeconds(Long.MAX_VALUE)).isEmpty();
    assertThat(Processes.peakBytes(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void processesAreFoundByAVariableWhoeverHasStartedThem() throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "sleep 50 & echo $!");
    builder.environment().put("P2P_TEST_CLUSTER", "this one");
    Process process = builder.start();
    long orphan = Long.parseLong(process.inputReader().readLine());
    assertThat(process.waitFor()).isZero();
    List<ProcessHandle> found = Processes.withVariable("P2P_TEST_CLUSTER", "this one");
    assertThat(found).extracting(ProcessHandle::pid).containsExactly(orphan);
    Processes.kill(found);
    assertThat(Processes.withVariable("P2P_TEST_CLUSTER", "this one")).isEmpty();
  }

  /** An environment is bytes: who has made it may have another character set, or none. */
  @Test
  void processIsFoundByAVariableWhateverItsOthersAre() throws Exception {
    Process process =
        new ProcessBuilder(
                "env",
                "-i",
                "sh",
                "-c",
                "export ODD=$(printf '\\377') P2P_TEST_CLUSTER=odd; exec cat")
            .start();
    try {
      process.outputWriter().append("begun\n").flush();
      assertThat(process.inputReader().readLine()).isEqualTo("begun"); // so it is cat by now
      assertThat(Processes.withVariable("P2P_TEST_CLUSTER", "odd"))
          .extracting(ProcessHandle::pid)
          .containsExactly(process.pid());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void processesAreFoundByTheDirectoryTheyWorkIn() throws Exception {
    Path here = Path.of("").toAbsolutePath();
    assertThat(Processes.inside(here)).contains(ProcessHandle.current());
    assertThat(Processes.inside(here.resolve("src"))).doesNotContain(ProcessHandle.current());
  }
}
