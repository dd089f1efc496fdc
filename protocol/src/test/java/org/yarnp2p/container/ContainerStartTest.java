package org.yarnp2p.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.Enclosure;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.job.LaunchEnvironment;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.security.JobSecret;
import org.yarnp2p.security.ServerKey;

class ContainerStartTest {
  @TempDir private Path directory;
  private Laid laid;

  @BeforeEach
  void layOut() throws IOException {
    Configuration conf = P2pConf.create();
    conf.set(P2pKeys.UPLOAD_SLOTS, "7");
    laid = Laid.out(directory, JobSecret.generate(), new Endpoint("127.0.0.1", 4001), conf);
  }

  @Test
  void contextHoldsWhatWasLaidOut() throws IOException {
    ContainerContext context = ContainerStart.read(laid.variables(), directory);

    assertThat(context.member()).isEqualTo(Laid.MEMBER);
    assertThat(context.plan().jobId()).isEqualTo(Laid.JOB);
    assertThat(context.workingDirectory()).isEqualTo(directory);
    assertThat(context.conf().get(P2pKeys.UPLOAD_SLOTS)).isEqualTo("7");
    assertThat(context.conf().get(P2pKeys.DOWNLOAD_SLOTS)).isEqualTo("4");
    assertThat(ServerKey.from(context.credentials())).isNotNull();
    assertThat(context.umbilical()).isNotNull();
    context.dialer().close();
  }

  @Test
  void filesAreUsedInTheNameOfTheJobsUserWithTheClustersTokensOnly() throws IOException {
    ContainerContext context = ContainerStart.read(laid.variables(), directory);

    UserGroupInformation user = context.user();
    assertThat(user.getUserName()).isEqualTo("alice");
    assertThat(user.getTokens()).hasSize(1);
    assertThat(user.getTokens().iterator().next()).isEqualTo(Laid.clusterToken());
    assertThat(user.getCredentials().numberOfSecretKeys()).isZero();
    context.dialer().close();
  }

  @Test
  void aMasterThatMayBeFollowedIsWaitedForLonger() {
    Configuration conf = P2pConf.create();
    assertThat(ContainerStart.orphanMillis(laid.variables(), conf)).isEqualTo(30_000);
    laid.variables().put(LaunchEnvironment.STAGING_DIR, "hdfs://nn/staging/job");
    assertThat(ContainerStart.orphanMillis(laid.variables(), conf)).isEqualTo(15 * 60_000);
  }

  @Test
  void planOfAnotherJobIsRefused() throws IOException {
    Laid.plan(directory, "another");

    assertThatThrownBy(() -> ContainerStart.read(laid.variables(), directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("plan.json is of job another")
        .hasMessageContaining("started for job " + Laid.JOB);
  }

  @Test
  void missingFileIsNamed() throws IOException {
    Files.delete(directory.resolve(JobFiles.CONFIGURATION));

    assertThatThrownBy(() -> ContainerStart.read(laid.variables(), directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("job.xml is missing");
  }

  @Test
  void filesMayBeEnclosedInTheCredentials() throws IOException {
    Enclosure enclosure = new Enclosure();
    for (String name : List.of(JobFiles.CONFIGURATION, JobFiles.PLAN)) {
      Path file = directory.resolve(name);
      enclosure.add(name, Files.readAllBytes(file));
      Files.delete(file);
    }
    Path tokens = directory.resolve("tokens");
    Credentials credentials =
        Credentials.readTokenStorageFile(tokens.toFile(), new Configuration(false));
    enclosure.addTo(credentials);
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(tokens))) {
      credentials.writeTokenStorageToStream(out);
    }

    ContainerContext context = ContainerStart.read(laid.variables(), directory);

    assertThat(context.plan().jobId()).isEqualTo(Laid.JOB);
    assertThat(context.conf().get(P2pKeys.UPLOAD_SLOTS)).isEqualTo("7");
    context.dialer().close();
  }

  @Test
  void missingVariableIsNamed() {
    laid.variables().remove(UserGroupInformation.HADOOP_TOKEN_FILE_LOCATION);

    assertThatThrownBy(() -> ContainerStart.read(laid.variables(), directory))
        .hasMessageContaining("HADOOP_TOKEN_FILE_LOCATION is not set");
    laid.variables().remove(LaunchEnvironment.RANK);
    assertThatThrownBy(() -> ContainerStart.read(laid.variables(), directory))
        .hasMessageContaining("P2P_RANK is not set");
  }

  @Test
  void tokenOfAnotherRankIsNoToken() {
    laid.variables().put(LaunchEnvironment.RANK, "4");

    assertThatThrownBy(() -> ContainerStart.read(laid.variables(), directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no token with which rank 4 can call the application master");
  }
}
