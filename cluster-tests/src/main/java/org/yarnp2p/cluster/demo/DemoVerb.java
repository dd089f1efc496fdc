package org.yarnp2p.cluster.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.hadoop.util.StringUtils.TraditionalBinaryPrefix;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.Verb;
import org.yarnp2p.client.view.OutputOptions;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2p demo}: nothing but a JDK is needed, and nothing is left behind. */
@Command(
    name = "demo",
    customSynopsis = "p2p demo [--size BYTES] [--keep LOCALDIR] [--timeout SECONDS] [OPTIONS]",
    description = {
      "Runs the main job on a Hadoop cluster inside this process, and compares its outputs with"
          + " what is expected.",
      "Five peers exchange small files, and a payload file that one of them holds and three want."
    },
    footer = "Exit codes: 0 all outputs are right, 1 they are not, or the job failed, 2 bad usage.")
public final class DemoVerb implements Verb {
  /** Lower than the priority of every hook that still needs the cluster. */
  private static final int LAST = 1;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "256m",
      description = "Size of the payload file, with unit k, m, g. Default: 256m.")
  private String size;

  @Option(
      names = "--keep",
      paramLabel = "LOCALDIR",
      description = "Keep the fetched outputs in this directory; it must not exist or be empty.")
  private String keep;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "900",
      description = "Give up after this time. Default: 900.")
  private int timeoutSeconds;

  @Mixin private OutputOptions output;

  @Override
  public ExitCode run(Session session) throws Exception {
    long payloadBytes = payloadBytes();
    if (timeoutSeconds < 1) {
      throw new UsageException("--timeout: found " + timeoutSeconds + ", expected 1 or more");
    }
    Path kept = keep == null ? null : emptyDirectory(keep);
    DemoDirectory home =
        DemoDirectory.create(Path.of(System.getProperty("java.io.tmpdir")), payloadBytes);
    Console console = session.console();
    Runnable abort = () -> abort(home);
    ShutdownHookManager.get().addShutdownHook(abort, LAST);
    Demo.Result result = null;
    Watchdog watchdog = watchdog(console, home);
    try (watchdog) {
      Path log = QuietOutput.begin(home.path());
      if (!output.showing().quiet()) {
        console.note("demo: logs of the cluster and of this process: " + log);
      }
      Path fetched = kept == null ? home.path().resolve("out") : kept;
      result = new Demo(session, home.path(), fetched, payloadBytes, output.showing()).run();
    } catch (Error e) {
      // It would end the main thread only: the daemons' threads keep the process alive.
      throw new IOException("the demo broke down: " + e, e);
    } finally {
      if (!ShutdownHookManager.get().isShutdownInProgress()) {
        ShutdownHookManager.get().removeShutdownHook(abort);
        if (result != null && result.passed()) {
          home.delete();
        } else {
          home.keepOnlyLogs();
          console.note("demo: logs of the containers are below " + home.path());
        }
      }
    }
    if (output.showing().quiet() && !result.passed()) {
      Checks.failed(result.checks()).forEach(console::note);
    }
    output.print(console, lines(result, kept), result);
    return result.passed() ? ExitCode.DONE : ExitCode.JOB_FAILED;
  }

  /** What a person gets of it; without a directory to keep them in the outputs are gone. */
  static List<String> lines(Demo.Result result, Path kept) {
    List<String> lines = new ArrayList<>(List.of(""));
    lines.addAll(Timetable.lines(result.parts()));
    lines.add("");
    lines.addAll(Checks.lines(result.checks()));
    lines.add(result.passed() ? "The demo has passed." : "The demo has FAILED.");
    if (result.passed()) {
      lines.add(
          kept == null
              ? "The fetched outputs are gone with the cluster; --keep LOCALDIR keeps them."
              : "The outputs are in " + kept);
    }
    return lines;
  }

  private long payloadBytes() throws UsageException {
    try {
      long bytes = TraditionalBinaryPrefix.string2long(size);
      if (bytes >= 0) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // The message below says what is expected.
    }
    throw new UsageException("--size: found '" + size + "', expected bytes such as 256m or 1g");
  }

  private static Path emptyDirectory(String name) throws UsageException, IOException {
    Path directory = Path.of(name).toAbsolutePath().normalize();
    if (!Files.exists(directory)) {
      return directory;
    }
    if (!Files.isDirectory(directory)) {
      throw new UsageException("--keep: " + directory + " is not a directory");
    }
    try (Stream<Path> content = Files.list(directory)) {
      if (content.findAny().isPresent()) {
        throw new UsageException("--keep: " + directory + " is not empty; choose another");
      }
    }
    return directory;
  }

  private Watchdog watchdog(Console console, DemoDirectory home) {
    return Watchdog.start(
        Duration.ofSeconds(timeoutSeconds),
        () -> {
          console.note(
              "p2p demo: not finished after "
                  + timeoutSeconds
                  + " s (--timeout), giving up; logs of the containers are below "
                  + home.path());
          endContainers();
          home.keepOnlyLogs();
        });
  }

  /** Ctrl-C: the client has killed the job by now. */
  private static void abort(DemoDirectory home) {
    endContainers();
    home.delete();
  }

  private static void endContainers() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }
}
