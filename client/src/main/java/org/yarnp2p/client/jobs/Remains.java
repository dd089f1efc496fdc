package org.yarnp2p.client.jobs;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.run.Leftovers;
import org.yarnp2p.client.submit.Reports;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.OutputLayout;

/** What a job that has not ended in good order leaves in storage. */
final class Remains {
  private static final Logger LOG = LoggerFactory.getLogger(Remains.class);

  private final Configuration conf;
  private final Path staging;
  private final Optional<Path> output;

  /** Why it is not known where the outputs are; null when it is, or there are none. */
  private final IOException unreadable;

  private final Path reports;

  private Remains(
      Configuration conf,
      Path staging,
      Optional<Path> output,
      IOException unreadable,
      Path reports) {
    this.conf = conf;
    this.staging = staging;
    this.output = output;
    this.unreadable = unreadable;
    this.reports = reports;
  }

  /**
   * Of the job with this staging directory; its plan says where the outputs were to go.
   *
   * @param staging STAGING/JOB_ID
   */
  static Remains of(Configuration conf, Path staging) throws IOException {
    Path reports = Reports.root(conf);
    Path plan = JobFiles.plan(staging);
    byte[] bytes;
    try (InputStream in = plan.getFileSystem(conf).open(plan)) {
      bytes = in.readAllBytes();
    } catch (FileNotFoundException e) {
      LOG.debug("{} has no plan", staging, e);
      return new Remains(conf, staging, Optional.empty(), null, reports);
    } catch (IOException e) {
      return new Remains(conf, staging, Optional.empty(), e, reports);
    }
    Optional<Path> output;
    try {
      JobPlan read = JobPlan.read(new ByteArrayInputStream(bytes));
      output = Optional.of(new Path(read.outputDirectory()));
    } catch (IOException | IllegalArgumentException e) {
      // A job that was never described completely has no outputs.
      LOG.debug("{} has no plan that can be understood", staging, e);
      output = Optional.empty();
    }
    return new Remains(conf, staging, output, null, reports);
  }

  /** The directories that {@link #remove} would remove, those that are there. */
  List<Path> paths() throws IOException {
    List<Path> paths = outputs();
    if (staging.getFileSystem(conf).exists(staging)) {
      paths.add(staging);
    }
    return paths;
  }

  /** Those of them that are in the output directory. */
  List<Path> outputs() throws IOException {
    List<Path> paths = new ArrayList<>();
    if (output.isPresent()) {
      Path out = output.get();
      if (out.getFileSystem(conf).exists(temporary(out))) {
        paths.add(temporary(out));
      }
      if (isEmptyReport(out)) {
        paths.add(out);
      }
    }
    return paths;
  }

  /** Whether the directory has been made for a report that has never come. */
  private boolean isEmptyReport(Path out) throws IOException {
    if (!reports.equals(out.getParent())) {
      return false;
    }
    Path temporary = OutputLayout.temporary(out);
    try {
      return Arrays.stream(out.getFileSystem(conf).listStatus(out))
          .allMatch(file -> file.getPath().getName().equals(temporary.getName()));
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private Path temporary(Path out) {
    return OutputLayout.temporary(out, staging.getName());
  }

  /**
   * Removes them, and first what is in the output directory: the staging directory describes it.
   *
   * @throws IOException also when its description cannot be read: then nothing is removed
   */
  void remove() throws IOException {
    if (unreadable != null) {
      throw new IOException(
          "where its outputs were to go is not known: " + Reason.of(unreadable), unreadable);
    }
    if (output.isPresent()) {
      boolean report = reports.equals(output.get().getParent());
      Leftovers.remove(conf, staging, output.get(), report);
    }
    staging.getFileSystem(conf).delete(staging, true);
  }
}
