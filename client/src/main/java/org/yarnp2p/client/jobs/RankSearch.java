package org.yarnp2p.client.jobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.yarnp2p.job.LaunchEnvironment;

/**
 * Finds the containers of a rank when nobody says which ones they were: a job without success
 * leaves no report. Its logs name the rank, in the first line and in the script that has started
 * the container.
 */
final class RankSearch {
  private static final String FILES = "^(p2p\\.log.*|launch_container\\.sh)$";

  /** Of each of these files, from its beginning. */
  private static final int BYTES = 16 << 10;

  private final Configuration conf;
  private final ContainerLogs logs;

  RankSearch(Configuration conf, ContainerLogs logs) {
    this.conf = conf;
    this.logs = logs;
  }

  /** Ids of all containers that the rank has had, the first one first, as far as there are logs. */
  List<String> containers(ApplicationId job, int rank) throws Exception {
    Path directory = Files.createTempDirectory("p2p-logs-");
    try {
      logs.print(
          conf,
          "-applicationId",
          job.toString(),
          "-log_files_pattern",
          FILES,
          "-size",
          Integer.toString(BYTES),
          "-out",
          directory.toString());
      return containers(directory, says(job, rank));
    } finally {
      remove(directory);
    }
  }

  private static Pattern says(ApplicationId job, int rank) {
    return Pattern.compile(
        "ContainerMain: rank "
            + rank
            + "( \\([^)]*\\))* of job "
            + job
            + " starts|export "
            + LaunchEnvironment.RANK
            + "=\""
            + rank
            + "\"");
  }

  /** The logs of each container are in a file of its name, below a directory for its node. */
  private static List<String> containers(Path directory, Pattern says) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files(directory)) {
      String name = file.getFileName().toString();
      if (name.startsWith("container_") && Files.isRegularFile(file) && holds(file, says)) {
        found.add(name);
      }
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  private static boolean holds(Path file, Pattern says) throws IOException {
    // Not all bytes need be characters.
    return says.matcher(new String(Files.readAllBytes(file), ISO_8859_1)).find();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.toList();
    }
  }

  private static void remove(Path directory) throws IOException {
    List<Path> deepestFirst = new ArrayList<>(files(directory));
    deepestFirst.sort(Comparator.reverseOrder());
    for (Path file : deepestFirst) {
      Files.delete(file);
    }
  }
}
