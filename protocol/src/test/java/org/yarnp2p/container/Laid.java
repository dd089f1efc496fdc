package org.yarnp2p.container;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.LaunchEnvironment;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.security.JobSecret;

/** What an ApplicationMaster lays out for the container of rank 3, and its environment. */
record Laid(Path directory, Map<String, String> variables) {
  static final String JOB = "application_1700000000000_0003";
  static final Member MEMBER = new Member(Rank.peer(3), 2);

  static Laid out(Path directory, JobSecret secret, Endpoint master, Configuration conf)
      throws IOException {
    try (OutputStream file = Files.newOutputStream(directory.resolve(JobFiles.CONFIGURATION))) {
      conf.writeXml(file);
    }
    plan(directory, JOB);
    Credentials credentials = new Credentials();
    secret.serverKey(JOB, MEMBER.rank()).addTo(credentials);
    credentials.addToken(
        new Text("umbilical"), secret.token(JOB, MEMBER.rank(), Rank.APPLICATION_MASTER));
    credentials.addToken(new Text("hdfs"), clusterToken());
    Path tokens = directory.resolve("tokens");
    credentials.writeTokenStorageFile(
        new org.apache.hadoop.fs.Path(tokens.toUri()), new Configuration());
    Map<String, String> variables =
        new LaunchEnvironment(MEMBER, 5, JOB, master, null).toVariables();
    variables.put(UserGroupInformation.HADOOP_TOKEN_FILE_LOCATION, tokens.toString());
    variables.put("NM_HOST", "host7");
    return new Laid(directory, variables);
  }

  static void plan(Path directory, String jobId) throws IOException {
    try (OutputStream file = Files.newOutputStream(directory.resolve(JobFiles.PLAN))) {
      new JobPlan(
              JobPlan.VERSION,
              jobId,
              "test",
              "alice",
              5,
              List.of(),
              "file:/in",
              "file:/out",
              false,
              null)
          .write(file);
    }
  }

  static Token<TokenIdentifier> clusterToken() {
    return new Token<>(
        new byte[] {1}, new byte[] {2}, new Text("HDFS_DELEGATION_TOKEN"), new Text("nn:8020"));
  }
}
