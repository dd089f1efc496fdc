package org.yarnp2p.client.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yarnp2p.client.Screen;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.submit.JobFixture;
import org.yarnp2p.client.submit.Staging;
import org.yarnp2p.client.view.Reports;
import org.yarnp2p.client.yarn.FakeCluster;
import org.yarnp2p.job.ExitCode;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.RankReport;
import picocli.CommandLine;

/** A cluster, the files of its jobs, and verbs to call. */
final class JobsFixture {
  static final String ID = FakeCluster.ID.toString();

  final FakeCluster cluster = new FakeCluster();
  final Screen screen = new Screen();
  final JobFixture job;
  private final Path directory;

  JobsFixture(Path directory) throws IOException {
    this.directory = directory;
    this.job = new JobFixture(directory);
    job.conf().set("p2p.client.kill.timeout", "2s");
    job.conf().set("p2p.client.rm.timeout", "1s");
    job.conf().set("hadoop.tmp.dir", directory.resolve("tmp").toString());
  }

  /** From now on nobody answers where jobs are staged and reports are. */
  void loseStorage() {
    job.conf().set("p2p.staging.dir", "hdfs://127.0.0.1:1/staging");
    job.conf().setInt("ipc.client.connect.retry.interval", 1);
  }

  ExitCode run(ClusterVerb verb, String... args) throws Exception {
    new CommandLine(verb).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
    return verb.run(new Session(job.conf(), screen.console()), cluster);
  }

  String out() {
    return String.join("\n", screen.out());
  }

  /** The report of the job whose id the cluster knows. */
  JobReport report() {
    return report(Reports.succeeded().ranks());
  }

  private static JobReport report(List<RankReport> ranks) {
    JobReport of = Reports.succeeded();
    return new JobReport(
        of.version(),
        ID,
        of.name(),
        of.state(),
        of.diagnostics(),
        of.inputDirectory(),
        of.outputDirectory(),
        of.startedAt(),
        of.phases(),
        of.swarmMillis(),
        of.peers(),
        of.ranksUp(),
        of.wantedBytes(),
        of.acquiredBytes(),
        ranks,
        of.files());
  }

  /** Writes the report where it goes when nobody has said otherwise. */
  Path writeReport() throws IOException {
    return writeReport(job.staging().resolve("reports").resolve(ID));
  }

  /** The same, with other ranks. */
  Path writeReport(List<RankReport> ranks) throws IOException {
    Path file = writeReport();
    return Files.writeString(file, report(ranks).toJson());
  }

  Path writeReport(Path output) throws IOException {
    Files.createDirectories(output);
    Files.write(output.resolve("_SUCCESS"), new byte[0]);
    return Files.writeString(output.resolve("report.json"), report().toJson());
  }

  /** Stages a job and lets its peers begin to write. */
  Path stage(String id) throws Exception {
    Staging.of(job.conf(), id)
        .fill(java.util.Optional.of(directory.resolve("p2p.jar")), job.request(), Map.of());
    Files.createDirectories(job.output().resolve("_temporary").resolve(id));
    return job.staging().resolve(id);
  }
}
