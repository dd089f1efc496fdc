package org.yarnp2p.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.yarnp2p.bench.machine.BenchDirectory;
import org.yarnp2p.client.Console;
import picocli.CommandLine.Option;

/** Where the files of a measurement are. */
final class PlaceOptions {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Local directory for all files. Default: the system's for temporary files.")
  private Path directory;

  @Option(
      names = "--keep",
      description = "Leave all files and logs there at the end, and say where they are.")
  private boolean keep;

  /** Makes the directory; says where it is when it will stay. */
  BenchDirectory make(Console console) throws IOException, InterruptedException {
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
