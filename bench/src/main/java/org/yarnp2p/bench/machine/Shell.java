package org.yarnp2p.bench.machine;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Short commands of this machine, one at a time. */
public final class Shell {
  private static final long DEADLINE_SECONDS = 20;
  private static final List<String> SYSTEM_DIRECTORIES = List.of("/usr/sbin", "/sbin");

  /**
   * Runs a command.
   *
   * @return what it has written, of both streams
   * @throws IOException when it is not there, fails, or goes on for more than 20 s; with its words
   */
  public String run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("p2p-bench-command", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException(
              "'" + String.join(" ", command) + "' goes on for " + DEADLINE_SECONDS + " s");
        }
      } finally {
        process.destroyForcibly();
      }
      String words = Files.readString(output, StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new IOException("'" + String.join(" ", command) + "' failed: " + words.strip());
      }
      return words;
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** Where a command of this name is, if it is. */
  public static Optional<Path> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(File.pathSeparator)), SYSTEM_DIRECTORIES.stream())
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
