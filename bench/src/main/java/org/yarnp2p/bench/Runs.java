package org.yarnp2p.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.yarnp2p.bench.swarm.SwarmJob;
import org.yarnp2p.bench.swarm.SwarmRun;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.UsageException;
import picocli.CommandLine.Option;

/** How often a swarm is run, and its running. */
final class Runs {
  @Option(
      names = "--runs",
      paramLabel = "R",
      defaultValue = "3",
      description = "Runs; of each figure the median is shown. Default: 3.")
  private int count;

  void check() throws UsageException {
    if (count < 1) {
      throw new UsageException("--runs: found " + count + ", expected 1 or more");
    }
  }

  List<SwarmRun> of(SwarmJob job, Path directory, Console console)
      throws IOException, InterruptedException, UsageException {
    List<SwarmRun> runs = new ArrayList<>();
    for (int run = 1; run <= count; run++) {
      runs.add(job.run(directory.resolve("run-" + run)));
      console.note(
          String.format(
              Locale.ROOT,
              "run %d of %d: %.3f s, %.2f seed copies",
              run,
              count,
              runs.get(run - 1).makespanSeconds(),
              runs.get(run - 1).seedCopies()));
    }
    return runs;
  }
}
