package org.yarnp2p.appmaster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.hadoop.yarn.YarnUncaughtExceptionHandler;
import org.apache.hadoop.yarn.api.ApplicationConstants;
import org.apache.hadoop.yarn.api.ApplicationConstants.Environment;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.appmaster.attempt.Attempt;
import org.yarnp2p.appmaster.fleet.Causes;
import org.yarnp2p.appmaster.fleet.MasterEnvironment;
import org.yarnp2p.appmaster.fleet.Placement;
import org.yarnp2p.appmaster.fleet.YarnFleet;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.container.ClassList;
import org.yarnp2p.container.TokenFile;
import org.yarnp2p.job.Enclosure;
import org.yarnp2p.job.ExitCode;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.security.JobSecret;

/** The program of the ApplicationMaster's container on a YARN cluster. */
public final class ApplicationMaster {
  private static final Logger LOG = LoggerFactory.getLogger(ApplicationMaster.class);

  /** A NodeManager kills 250 ms after it has asked a process to end. */
  private static final long ABANDON_SECONDS = 1;

  private ApplicationMaster() {}

  /** Ends the process: status 0 when the job has succeeded, else 1 and the reason on stderr. */
  public static void main(String[] args) {
    Thread.setDefaultUncaughtExceptionHandler(new YarnUncaughtExceptionHandler());
    Outcome outcome;
    try {
      outcome = run(System.getenv(), Path.of("").toAbsolutePath());
    } catch (IOException | RuntimeException e) {
      LOG.info("The ApplicationMaster cannot start", e);
      outcome = Outcome.failed("the ApplicationMaster cannot start: " + Causes.sentence(e));
    } catch (InterruptedException e) {
      LOG.info("Nobody interrupts the main thread", e);
      outcome = Outcome.failed("interrupted");
    }
    if (!outcome.isSuccess()) {
      System.err.println(outcome.diagnostics());
    }
    System.exit((outcome.isSuccess() ? ExitCode.DONE : ExitCode.JOB_FAILED).code());
  }

  private static Outcome run(Map<String, String> variables, Path workingDirectory)
      throws IOException, InterruptedException {
    MasterEnvironment environment = MasterEnvironment.from(variables);
    Enclosure.of(TokenFile.read(variables)).unpack(workingDirectory);
    Configuration conf = P2pConf.ofJob(workingDirectory.resolve(JobFiles.CONFIGURATION));
    UserGroupInformation.setConfiguration(conf);
    JobPlan plan = plan(workingDirectory);
    if (!plan.jobId().equals(environment.jobId())) {
      throw new IOException(
          JobFiles.PLAN
              + " is of job "
              + plan.jobId()
              + ", but this process was started for job "
              + environment.jobId());
    }
    Credentials credentials = UserGroupInformation.getLoginUser().getCredentials();
    JobContext job =
        new JobContext(
            plan,
            conf,
            environment.stagingDirectory(),
            JobSecret.from(credentials),
            credentials,
            Instant.ofEpochMilli(environment.startedAt()),
            submittedAt(variables, environment),
            "0.0.0.0",
            attempt(variables, conf),
            P2pConf.flag(conf, P2pKeys.WEB));
    return user(plan.user(), credentials)
        .doAs(
            (PrivilegedExceptionAction<Outcome>)
                () -> {
                  Outcome outcome = run(job);
                  ClassList.leave(conf, workingDirectory, "master");
                  return outcome;
                });
  }

  private static Outcome run(JobContext job) throws IOException {
    Placement placement = Placement.of(job.plan(), job.conf());
    JobMaster master = new JobMaster(job, owner -> new YarnFleet(owner, placement, job.attempt()));
    if (job.attempt().last()) {
      // Any other leaves all as it is, also when it has come to an end but YARN does not know that.
      ShutdownHookManager.get()
          .addShutdownHook(
              master::abandon,
              FileSystem.SHUTDOWN_HOOK_PRIORITY + 1,
              ABANDON_SECONDS,
              TimeUnit.SECONDS);
    }
    return master.run();
  }

  /** By the ResourceManager's clock; the client's time where YARN does not say. */
  private static Instant submittedAt(Map<String, String> variables, MasterEnvironment environment) {
    String accepted = variables.get(ApplicationConstants.APP_SUBMIT_TIME_ENV);
    return Instant.ofEpochMilli(
        accepted == null ? environment.startedAt() : Long.parseLong(accepted));
  }

  private static JobPlan plan(Path workingDirectory) throws IOException {
    try (InputStream in = Files.newInputStream(workingDirectory.resolve(JobFiles.PLAN))) {
      return JobPlan.read(in);
    }
  }

  /** Without Kerberos, YARN may run a container as another system user than the job's. */
  private static UserGroupInformation user(String name, Credentials credentials)
      throws IOException {
    UserGroupInformation login = UserGroupInformation.getLoginUser();
    if (login.getShortUserName().equals(name)) {
      return login;
    }
    UserGroupInformation user = UserGroupInformation.createRemoteUser(name);
    user.addCredentials(credentials);
    return user;
  }

  private static Attempt attempt(Map<String, String> variables, Configuration conf) {
    String container = variables.get(Environment.CONTAINER_ID.key());
    return container == null
        ? Attempt.ONLY
        : Attempt.of(
            ContainerId.fromString(container).getApplicationAttemptId().getAttemptId(), conf);
  }
}
