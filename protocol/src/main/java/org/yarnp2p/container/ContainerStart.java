package org.yarnp2p.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.ipc.IpcDialer;
import org.yarnp2p.ipc.UmbilicalRoute;
import org.yarnp2p.job.Enclosure;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.LaunchEnvironment;
import org.yarnp2p.job.MasterAddresses;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.UmbilicalClient;
import org.yarnp2p.security.JobTokenIdentifier;
import org.yarnp2p.security.JobTokenSelector;

/** Reads what the ApplicationMaster has laid out for a container. */
final class ContainerStart {
  private ContainerStart() {}

  /**
   * The context of a container.
   *
   * @param variables environment of the process
   * @param workingDirectory with job.xml and plan.json, unless the credentials enclose them: then
   *     they are put there
   * @throws IllegalArgumentException when a variable is missing or makes no sense
   * @throws IOException when a file is missing or cannot be read
   */
  static ContainerContext read(Map<String, String> variables, Path workingDirectory)
      throws IOException {
    LaunchEnvironment launch = LaunchEnvironment.from(variables);
    Rank rank = launch.member().rank();
    Credentials credentials = TokenFile.read(variables);
    Enclosure.of(credentials).unpack(workingDirectory);
    Configuration conf = P2pConf.ofJob(workingDirectory.resolve(JobFiles.CONFIGURATION));
    UserGroupInformation.setConfiguration(conf);
    JobPlan plan = plan(workingDirectory);
    if (!plan.jobId().equals(launch.jobId())) {
      throw new IOException(
          workingDirectory.resolve(JobFiles.PLAN)
              + " is of job "
              + plan.jobId()
              + ", but this container was started for job "
              + launch.jobId());
    }
    Token<JobTokenIdentifier> token =
        JobTokenSelector.find(credentials, rank, Rank.APPLICATION_MASTER);
    UserGroupInformation user = user(plan.user(), credentials);
    IpcDialer dialer = new IpcDialer(conf, launch.jobId(), rank);
    return new ContainerContext(
        launch.member(),
        plan,
        conf,
        credentials,
        user,
        dialer,
        umbilical(launch, dialer.route(launch.applicationMaster(), token), conf, user),
        workingDirectory);
  }

  /** Follows the ApplicationMaster over its attempts, where there may be several. */
  private static UmbilicalClient umbilical(
      LaunchEnvironment launch,
      UmbilicalRoute route,
      Configuration conf,
      UserGroupInformation user) {
    org.apache.hadoop.fs.Path staging = launch.stagingDirectory();
    if (staging != null) {
      PrivilegedExceptionAction<Optional<Endpoint>> look =
          () -> MasterAddresses.latest(staging.getFileSystem(conf), staging);
      route.whenUnreached(new MasterSearch(() -> user.doAs(look), route)::begin);
    }
    return route.client();
  }

  /**
   * How long an ApplicationMaster that does not answer is waited for, in ms: longer where another
   * attempt of it may come.
   *
   * @param variables environment of the process
   * @param conf of the job
   */
  static long orphanMillis(Map<String, String> variables, Configuration conf) {
    boolean mayBeFollowed = LaunchEnvironment.from(variables).stagingDirectory() != null;
    return P2pConf.millis(
        conf, mayBeFollowed ? P2pKeys.ABSENCE_TIMEOUT : P2pKeys.HEARTBEAT_TIMEOUT);
  }

  private static JobPlan plan(Path workingDirectory) throws IOException {
    try (InputStream in = Files.newInputStream(workingDirectory.resolve(JobFiles.PLAN))) {
      return JobPlan.read(in);
    }
  }

  /**
   * The job's user. Without Kerberos YARN may run a container as another system user than the
   * job's; with it, tokens stand for the user. What the job made for itself is left out.
   */
  private static UserGroupInformation user(String name, Credentials credentials)
      throws IOException {
    UserGroupInformation login = UserGroupInformation.getLoginUser();
    UserGroupInformation user =
        login.getShortUserName().equals(name) ? login : UserGroupInformation.createRemoteUser(name);
    for (Map.Entry<Text, Token<? extends TokenIdentifier>> entry :
        credentials.getTokenMap().entrySet()) {
      if (!JobTokenSelector.isOfTheJob(entry.getValue())) {
        user.addToken(entry.getKey(), entry.getValue());
      }
    }
    return user;
  }
}
