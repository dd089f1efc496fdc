package org.yarnp2p.client.jobs;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.follow.JobLink;
import org.yarnp2p.client.follow.UmbilicalLink;
import org.yarnp2p.client.submit.JobDirectories;
import org.yarnp2p.client.submit.JobSubmission;
import org.yarnp2p.client.submit.Reports;
import org.yarnp2p.client.submit.Staging;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.OutputLayout;
import org.yarnp2p.security.JobTokenIdentifier;

/** A job that somebody names by its id. */
final class KnownJob {
  private static final Logger LOG = LoggerFactory.getLogger(KnownJob.class);

  private final Configuration conf;
  private final ApplicationId id;

  private KnownJob(Configuration conf, ApplicationId id) {
    this.conf = conf;
    this.id = id;
  }

  /**
   * That with an id.
   *
   * @throws UsageException when it is no id
   */
  static KnownJob of(Configuration conf, String text) throws UsageException {
    try {
      return new KnownJob(conf, ApplicationId.fromString(text.strip()));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "found '"
              + text
              + "', expected an application id such as application_1700000000000_0001");
    }
  }

  /** YARN's id. */
  ApplicationId id() {
    return id;
  }

  /**
   * How the ResourceManager sees it.
   *
   * @return empty when it does not know the application (any more)
   * @throws UsageException when it is an application of another kind
   */
  Optional<ApplicationReport> find(PatientCluster cluster)
      throws IOException, YarnException, InterruptedException, UsageException {
    ApplicationReport found;
    try {
      found = cluster.ask(c -> c.report(id));
    } catch (ApplicationNotFoundException e) {
      LOG.debug("{} is not known", id, e);
      return Optional.empty();
    }
    String type = found.getApplicationType();
    if (type != null && !type.equals(JobSubmission.APPLICATION_TYPE)) {
      throw new UsageException(
          id + " is an application of type " + type + ", not a job of p2p; use 'yarn application'");
    }
    return Optional.of(found);
  }

  /** Its staging directory, if this person has submitted it with the same settings. */
  Staging staging() throws IOException {
    return Staging.of(conf, id.toString());
  }

  /**
   * The link to its ApplicationMaster; empty for those who have not submitted the job.
   *
   * @throws IOException when storage does not tell, soon
   */
  Optional<JobLink> link() throws IOException, UsageException {
    Optional<Token<JobTokenIdentifier>> token;
    try {
      token = Glance.at(conf, hasty -> Staging.of(hasty, id.toString()).clientToken());
    } catch (IOException e) {
      throw new IOException("the token of its client cannot be read: " + Reason.of(e), e);
    }
    return token.map(t -> new UmbilicalLink(conf, id.toString(), t));
  }

  /**
   * What a running job says of itself.
   *
   * @throws IOException when nobody can ask it, since storage does not tell
   */
  Optional<JobReport> ask(ApplicationReport application) throws IOException, UsageException {
    try (JobLink link = link().orElse(null)) {
      return link == null ? Optional.empty() : link.status(application);
    }
  }

  /**
   * Whether all that the job was to do is done: its report is there before that.
   *
   * @param output as for {@link #read}
   */
  boolean isCommitted(String output) throws IOException, UsageException {
    return isCommitted(conf, output);
  }

  private boolean isCommitted(Configuration storage, String output)
      throws IOException, UsageException {
    Path success = OutputLayout.success(outputDirectory(storage, output));
    return JobDirectories.status(storage, success) != null;
  }

  private Path outputDirectory(Configuration storage, String output)
      throws IOException, UsageException {
    return output == null
        ? new Path(Reports.root(storage), id.toString())
        : JobDirectories.qualified(storage, "--output", output);
  }

  /**
   * What an ended job has left.
   *
   * @param report empty when there is none
   * @param committed whether its {@code _SUCCESS} is there
   */
  record Legacy(Optional<JobReport> report, boolean committed) {}

  /**
   * The same as {@link #read} and {@link #isCommitted}, for those who can do without.
   *
   * @throws IOException when storage does not tell, soon
   */
  Legacy glance(String output) throws IOException, UsageException {
    return Glance.at(
        conf,
        hasty -> {
          Optional<JobReport> report = read(hasty, output);
          return new Legacy(report, report.isPresent() && isCommitted(hasty, output));
        });
  }

  /**
   * The report that an ended job has left.
   *
   * @param output the job's output directory as on a command line; null for the place where reports
   *     go when nobody says otherwise
   */
  Optional<JobReport> read(String output) throws IOException, UsageException {
    return read(conf, output);
  }

  private Optional<JobReport> read(Configuration storage, String output)
      throws IOException, UsageException {
    Path file = OutputLayout.report(outputDirectory(storage, output));
    if (JobDirectories.status(storage, file) == null) {
      return Optional.empty();
    }
    JobReport report;
    try (InputStream in = file.getFileSystem(storage).open(file)) {
      report = JobReport.read(in);
    } catch (JacksonException e) {
      throw new IOException(
          file + " is not the report of a job, or is damaged: " + e.getOriginalMessage(), e);
    }
    if (report.version() > JobReport.VERSION) {
      throw new IOException(
          file
              + " has version "
              + report.version()
              + ", this program reads up to "
              + JobReport.VERSION
              + "; use the p2p that has run the job");
    }
    if (!id.toString().equals(report.jobId())) {
      throw new UsageException(file + " is the report of " + report.jobId() + ", not of " + id);
    }
    return Optional.of(report);
  }
}
