package org.yarnp2p.client.install;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.yarn.Pause;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.ExitCode;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.model.Rank;

/**
 * A small job whose containers leave the names of the classes that they load: two peers, each with
 * a file for the other and a small one, which travel differently.
 */
final class Rehearsal {
  private static final int PEERS = 2;

  /** The ApplicationMaster's, the tracker's, and those of the peers. */
  private static final int LISTS = PEERS + 2;

  private static final int LARGE = 1 << 20;
  private static final int SMALL = 4 << 10;

  /** Containers leave their lists when the job has ended, as the last thing that they do. */
  private static final long LISTS_MILLIS = 30_000;

  private static final long LOOK_MILLIS = 200;

  /** They write them before they are gone, and a slow file system may take its time. */
  private static final String EXIT_TIMEOUT = "1m";

  private final Session session;
  private final FileSystem fs;
  private final Path directory;
  private final Pause pause;

  /**
   * Of one call of the verb.
   *
   * @param directory for all of its files, which the caller removes
   */
  Rehearsal(Session session, FileSystem fs, Path directory, Pause pause) {
    this.session = session;
    this.fs = fs;
    this.directory = directory;
    this.pause = pause;
  }

  /**
   * Runs the job, which says itself why it fails.
   *
   * @param queue null for that of the configuration
   * @throws IOException when it has failed, or a container has left no list
   */
  ClassLists run(String queue) throws IOException, InterruptedException {
    Path lists = new Path(directory, "lists");
    Path input = writeInput();
    fs.mkdirs(lists);
    List<String> words =
        new ArrayList<>(
            List.of(
                "-D",
                P2pKeys.CLASS_LIST + "=" + lists,
                "-D",
                P2pKeys.PROGRAMS + "=",
                "-D",
                P2pKeys.EXIT_TIMEOUT + "=" + EXIT_TIMEOUT,
                "run",
                "--quiet",
                "--name",
                "p2p install",
                "--input",
                input.toString(),
                "--output",
                new Path(directory, "out").toString()));
    if (queue != null) {
      words.addAll(List.of("--queue", queue));
    }
    if (session.p2p(words.toArray(String[]::new)) != ExitCode.DONE.code()) {
      throw new IOException("the job from which to learn has failed; nothing was installed");
    }
    await(lists);
    return ClassLists.read(fs, lists);
  }

  private Path writeInput() throws IOException {
    Path input = new Path(directory, "in");
    for (int peer = 1; peer <= PEERS; peer++) {
      Path large = write(new Path(directory, "large" + peer), new byte[LARGE]);
      Path small = write(new Path(directory, "small" + peer), new byte[SMALL]);
      int other = PEERS + 1 - peer;
      String text =
          "2\nlarge%d %s\nsmall%d %s\n2\nlarge%d\nsmall%d\n"
              .formatted(peer, large, peer, small, other, other);
      write(
          new Path(input, JobFiles.inputName(Rank.peer(peer))),
          text.getBytes(StandardCharsets.UTF_8));
    }
    return input;
  }

  private Path write(Path file, byte[] content) throws IOException {
    try (OutputStream out = fs.create(file)) {
      out.write(content);
    }
    return file;
  }

  private void await(Path lists) throws IOException, InterruptedException {
    int there = ClassLists.in(fs, lists).size();
    for (long waited = 0; there < LISTS && waited < LISTS_MILLIS; waited += LOOK_MILLIS) {
      pause.pause(LOOK_MILLIS);
      there = ClassLists.in(fs, lists).size();
    }
    if (there < LISTS) {
      throw new IOException(
          "only %d of %d containers have said what classes they have loaded; their logs say why"
              .formatted(there, LISTS));
    }
  }
}
