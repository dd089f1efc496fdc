package org.yarnp2p.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processes of this machine. */
public final class Processes {
  private static final Logger LOG = LoggerFactory.getLogger(Processes.class);

  /** Linux has told user space 100 on all its platforms since 2.6, whatever its own clock is. */
  private static final double TICKS_PER_SECOND = 100;

  private static final Path PROC = Path.of("/proc");
  private static final long KILL_SECONDS = 30;

  private Processes() {}

  /** Seconds of CPU that a process has used, in steps of 10 ms; empty when it has ended. */
  public static OptionalDouble cpuSeconds(long pid) {
    String stat = read(pid, "stat");
    return stat.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(ProcessUsage.ticks(stat) / TICKS_PER_SECOND);
  }

  /** Most memory that a process has had resident, in bytes; empty when it has ended. */
  public static OptionalLong peakBytes(long pid) {
    return ProcessUsage.peakBytes(read(pid, "status"));
  }

  /** Arguments and environments may be in any character set: what is not UTF-8 becomes U+FFFD. */
  private static String read(long pid, String file) {
    try {
      byte[] bytes = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(file));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      LOG.trace("process {} has ended", pid, e);
      return "";
    }
  }

  /** Whether the process is there and runs this program. */
  public static boolean runsThisProgram(long pid) {
    return read(pid, "cmdline").contains("org.yarnp2p.");
  }

  /** The processes whose working directory is in a directory. */
  public static List<ProcessHandle> inside(Path directory) throws IOException {
    Path real = directory.toRealPath();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process -> worksIn(process.pid(), real)).toList();
    }
  }

  private static boolean worksIn(long pid, Path directory) {
    try {
      return Files.readSymbolicLink(PROC.resolve(Long.toString(pid)).resolve("cwd"))
          .startsWith(directory);
    } catch (IOException e) {
      // It has ended, or is somebody else's.
      LOG.trace("process {} cannot be looked at", pid, e);
      return false;
    }
  }

  /** The processes that were given a variable of this value, and what they have started. */
  public static List<ProcessHandle> withVariable(String name, String value) {
    String entry = "\0" + name + "=" + value + "\0";
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process -> ("\0" + read(process.pid(), "environ")).contains(entry))
          .toList();
    }
  }

  /**
   * Kills processes and waits until they have ended.
   *
   * @throws IOException when one is still there after 30 s
   */
  public static void kill(List<ProcessHandle> processes) throws IOException, InterruptedException {
    processes.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture<?>[] exits =
        processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(exits).get(KILL_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("processes " + processes + " do not end", e);
    } catch (ExecutionException e) {
      throw new IOException("cannot wait for " + processes, e);
    }
  }

  /** The user that this process acts as is root. */
  public static boolean isRoot() {
    try {
      return Files.readString(PROC.resolve("self/status"))
          .lines()
          .anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
    } catch (IOException e) {
      throw new UncheckedIOException("this needs Linux with /proc", e);
    }
  }
}
