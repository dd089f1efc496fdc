package org.yarnp2p.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.yarnp2p.bench.machine.BenchDirectory;
import org.yarnp2p.bench.machine.Interruptible;
import org.yarnp2p.client.Console;
import picocli.CommandLine.Option;

/** Where the files of a measurement are. */
final class PlaceOptions {
  /** How long a measurement that was interrupted may clean up. */
  private static final long CLEANUP_MILLIS = 30_000;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Local directory for all files. Default: the system's for temporary files.")
  private Path directory;

  @Option(
      names = "--keep",
      description = "Leave all files and logs there at the end, and say where they are.")
  private boolean keep;

  /**
   * Work in a directory.
   *
   * @param <T> what it finds
   */
  @FunctionalInterface
  interface Work<T> {
    /** Works. */
    T in(BenchDirectory directory) throws Exception;
  }

  /**
   * Does the work in a new directory, which goes in every ending, also after Ctrl-C, unless it is
   * to be kept.
   */
  <T> T work(Console console, Work<T> work) throws Exception {
    return Interruptible.run(
        console,
        CLEANUP_MILLIS,
        () -> {
          try (BenchDirectory made = make(console)) {
            return work.in(made);
          }
        });
  }

  /** Says where the directory is when it will stay. */
  private BenchDirectory make(Console console) throws IOException, InterruptedException {
    Path parent = directory == null ? Path.of(System.getProperty("java.io.tmpdir")) : directory;
    BenchDirectory made = BenchDirectory.make(parent, keep);
    if (keep) {
      console.note("Files and logs: " + made.path());
    }
    return made;
  }

  boolean keep() {
    return keep;
  }
}
