package org.yarnp2p.bench.hdfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.bench.figures.Series;
import org.yarnp2p.bench.figures.Track;

/** Clients that all begin at the same time: each is started and connected before. */
final class GetRace {
  private static final Logger LOG = LoggerFactory.getLogger(GetRace.class);
  private static final Pattern READY = Pattern.compile(Pattern.quote(GetClient.READY));
  private static final Pattern DONE = Pattern.compile(Pattern.quote(GetClient.DONE));
  private static final long START_SECONDS = 180;
  private static final long RACE_SECONDS = 3600;
  private static final long SAMPLE_MILLIS = 100;
  private static final int MOST_SAMPLES = 4096;
  private static final double NANOS = 1e9;

  private final List<Program> clients = new ArrayList<>();
  private final List<Path> targets;
  private final List<Series> copied = new ArrayList<>();

  private GetRace(List<Path> targets) {
    this.targets = targets;
    targets.forEach(target -> copied.add(new Series(MOST_SAMPLES)));
  }

  /**
   * Runs all clients.
   *
   * @param directory where they work
   * @param commands that run {@link GetClient}
   * @param targets of these commands
   * @param bytes that each gets
   */
  static GetRun run(Path directory, List<List<String>> commands, List<Path> targets, long bytes)
      throws IOException, InterruptedException {
    GetRace race = new GetRace(targets);
    try {
      return race.run(directory, commands, bytes);
    } finally {
      for (Program client : race.clients) {
        client.close();
      }
    }
  }

  private GetRun run(Path directory, List<List<String>> commands, long bytes)
      throws IOException, InterruptedException {
    for (int i = 0; i < commands.size(); i++) {
      clients.add(
          Program.start("get-" + (i + 1), directory, commands.get(i), List.of(READY, DONE)));
    }
    for (Program client : clients) {
      client.await(0, START_SECONDS);
    }
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try {
      var unused = timer.scheduleAtFixedRate(this::sample, 0, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
      long begin = System.nanoTime();
      for (Program client : clients) {
        client.tell("begin");
      }
      List<Double> finished = new ArrayList<>();
      for (Program client : clients) {
        finished.add((client.await(1, RACE_SECONDS).nanos() - begin) / NANOS);
      }
      verify(bytes);
      return new GetRun(finished, tracks(begin, bytes, finished));
    } finally {
      timer.shutdownNow();
    }
  }

  private synchronized void sample() {
    for (int i = 0; i < targets.size(); i++) {
      copied.get(i).offer(System.nanoTime(), (double) length(targets.get(i)));
    }
  }

  /** A file has another name as long as it is being copied. */
  private static long length(Path target) {
    try {
      Path part = target.resolveSibling(target.getFileName() + "._COPYING_");
      return Files.exists(part) ? Files.size(part) : Files.exists(target) ? Files.size(target) : 0;
    } catch (IOException e) {
      LOG.trace("{} has just been renamed", target, e);
      return 0;
    }
  }

  private void verify(long bytes) throws IOException {
    for (Path target : targets) {
      if (Files.size(target) != bytes) {
        throw new IOException(target + " has not the expected " + bytes + " bytes");
      }
    }
  }

  private synchronized List<Track> tracks(long begin, long bytes, List<Double> finished) {
    List<Track> tracks = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      tracks.add(Track.of("host " + (i + 1), copied.get(i), begin, bytes, finished.get(i)));
    }
    return tracks;
  }
}
