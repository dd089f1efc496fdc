package org.yarnp2p.appmaster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileKind;

/**
 * A staged job of two peers: rank 1 holds file1 inline; rank 2 wants it, collected, and once more a
 * file with a target of its own.
 */
public final class JobFixture {
  public static final String JOB_ID = "application_1700000000000_0001";

  private final Path directory;
  private final JobPlan plan;

  private JobFixture(Path directory, JobPlan plan) {
    this.directory = directory;
    this.plan = plan;
  }

  /** Stages the job below a directory, as a client does. */
  public static JobFixture stage(Path directory) throws IOException {
    JobPlan plan =
        new JobPlan(
            JobPlan.VERSION,
            JOB_ID,
            "test",
            System.getProperty("user.name"),
            2,
            List.of(
                new PlannedFile(0, "file1", FileKind.INLINE, 0, null),
                new PlannedFile(1, "file2", FileKind.INLINE, 0, null)),
            directory.resolve("in").toUri().toString(),
            directory.resolve("out").toUri().toString(),
            false,
            null);
    JobFixture fixture = new JobFixture(directory, plan);
    Path inputs = fixture.staged().resolve("input");
    Files.createDirectories(inputs);
    Files.writeString(inputs.resolve("in1.txt"), "2\nfile1 1\nhello\nfile2 1\nworld\n0\n");
    Files.writeString(inputs.resolve("in2.txt"), "0\n2\nfile1\nfile2 file:///data/\n");
    try (OutputStream out = Files.newOutputStream(fixture.staged().resolve("plan.json"))) {
      plan.write(out);
    }
    try (OutputStream out = Files.newOutputStream(fixture.staged().resolve("job.xml"))) {
      new Configuration(false).writeXml(out);
    }
    return fixture;
  }

  /** Deadlines that suit a test. */
  public static Configuration conf() {
    Configuration conf = P2pConf.create();
    conf.set("p2p.am.heartbeat.interval", "20ms");
    conf.set("p2p.am.exit.timeout", "2s");
    conf.set("p2p.am.stop.timeout", "2s");
    conf.set("p2p.am.failure.grace", "300ms");
    conf.set("p2p.rank.max-failures", "1");
    conf.set("p2p.am.rm.heartbeat.interval", "20ms");
    conf.set("p2p.am.rm.heartbeat.fast-interval", "5ms");
    return conf;
  }

  public JobPlan plan() {
    return plan;
  }

  /** STAGING/JOB_ID. */
  public Path staged() {
    return directory.resolve("staging").resolve(JOB_ID);
  }

  /** The same for Hadoop. */
  public org.apache.hadoop.fs.Path stagedPath() {
    return new org.apache.hadoop.fs.Path(staged().toUri());
  }

  /** The output directory. */
  public Path out() {
    return directory.resolve("out");
  }

  /** Where the peers write. */
  public Path temporary() {
    return out().resolve("_temporary").resolve(JOB_ID);
  }
}
