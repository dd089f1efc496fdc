package org.yarnp2p.bench.swarm;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of one job: rank 1 is the seed and holds the payload, ranks 2..N+1 want all of it, each
 * in a directory of its own.
 *
 * @param root directory of the job
 * @param payload what the seed holds
 * @param peers N
 */
record JobLayout(Path root, Payload payload, int peers) {
  /** The rank that holds the payload. */
  static final int SEED = 1;

  Path input() {
    return root.resolve("in");
  }

  /** Where the job puts its report; there are no outputs to collect. */
  Path output() {
    return root.resolve("out");
  }

  Path work() {
    return root.resolve("work");
  }

  /** Where a rank wants its files. */
  Path target(int rank) {
    return root.resolve("want-" + rank);
  }

  /** Makes the directories and writes the input files. */
  void write() throws IOException {
    Files.createDirectories(input());
    Files.createDirectories(work());
    for (int rank = SEED; rank <= peers + 1; rank++) {
      try (BufferedWriter out = Files.newBufferedWriter(input().resolve("in" + rank + ".txt"))) {
        if (rank == SEED) {
          writeHeld(out);
        } else {
          Files.createDirectory(target(rank));
          writeWanted(out, target(rank));
        }
      }
    }
  }

  private void writeHeld(BufferedWriter out) throws IOException {
    int files = payload.sizes().size();
    out.write(files + "\n");
    for (int file = 0; file < files; file++) {
      out.write(payload.name(file) + " " + payload.path(file).toUri() + "\n");
    }
    out.write("0\n");
  }

  private void writeWanted(BufferedWriter out, Path target) throws IOException {
    int files = payload.sizes().size();
    out.write("0\n" + files + "\n");
    for (int file = 0; file < files; file++) {
      out.write(payload.name(file) + " " + target.toUri() + "\n");
    }
  }

  /**
   * Checks that every peer has every file.
   *
   * @throws IOException naming the first that is not there or has another length
   */
  void verify() throws IOException {
    for (int rank = SEED + 1; rank <= peers + 1; rank++) {
      for (int file = 0; file < payload.sizes().size(); file++) {
        Path path = target(rank).resolve(payload.name(file));
        long expected = payload.sizes().get(file);
        if (!Files.isRegularFile(path) || Files.size(path) != expected) {
          throw new IOException(
              "rank " + rank + " has no " + path + " of " + expected + " bytes after the job");
        }
      }
    }
  }
}
