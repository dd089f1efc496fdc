package org.yarnp2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.job.JobReport;

/** On a cluster with Kerberos jobs run with delegation tokens of the person who submits them. */
@Tag("kerberos")
@Timeout(300)
class KerberosIT {
  private static final int MIB = 1 << 20;

  private static KerberosCluster cluster;
  private static UserGroupInformation alice;

  @BeforeAll
  static void start() throws Exception {
    cluster = KerberosCluster.start();
    alice = cluster.person("alice");
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void jobReadsAndWritesInItsOwnersName() throws Exception {
    SwarmInput input =
        as(
            fs -> {
              Payload payload = Payload.write(fs, home("payload"), 3 * MIB + 1, 1);
              SwarmInput made =
                  new SwarmInput(3)
                      .holds(1, "inline", SwarmInput.segments("inline", 20))
                      .holds(2, "payload", payload)
                      .wants(2, "inline")
                      .wants(3, "inline", "payload");
              made.writeTo(fs, home("in"));
              return made;
            });

    Outcome outcome = cluster.p2p(alice, "run", "--input", "in", "--output", "out");

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    for (Map.Entry<String, String> output : input.expectedOutputs().entrySet()) {
      String found = as(fs -> sha256(fs, "out/" + output.getKey()));
      assertThat(found).as(output.getKey()).isEqualTo(output.getValue());
    }
    String owner = as(fs -> fs.getFileStatus(home("out/report.json")).getOwner());
    assertThat(owner).isEqualTo("alice");
    JobReport report = as(fs -> JobReport.parse(text(fs, "out/report.json")));
    assertThat(report.phases().committed())
        .as("its tokens have been renewed")
        .isGreaterThan(KerberosCluster.RENEWAL_MILLIS);
    assertThat(cluster.names("/user/alice/.p2p")).noneMatch(name -> name.startsWith("application"));
  }

  @Test
  void distributionReachesEveryNode() throws Exception {
    Payload payload = as(fs -> Payload.write(fs, home("model"), 5 * MIB, 2));
    Path nodes = KerberosCluster.newLocalDirectory("nodes");

    Outcome outcome =
        cluster.p2p(
            alice,
            "distribute",
            "--source",
            "model",
            "--target",
            nodes + "/{rank}",
            "--nodes",
            "2");

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    for (String rank : new String[] {"1", "2"}) {
      byte[] arrived = Files.readAllBytes(nodes.resolve(rank).resolve("model"));
      assertThat(Sha256.of(arrived)).isEqualTo(payload.sha256());
    }
  }

  @Test
  void doctorKnowsHowLongAJobMayTake() throws Exception {
    Outcome outcome = cluster.p2p(alice, "doctor");

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(outcome.out())
        .containsPattern("ok +user +alice@EXAMPLE.COM, with Kerberos")
        .containsPattern("ok +delegation tokens +a job that starts now .* until 20\\d\\d-");
  }

  @Test
  void whoeverHasNoTicketIsToldSo() throws Exception {
    UserGroupInformation nobody = UserGroupInformation.createRemoteUser("nobody");

    Outcome outcome = cluster.p2p(nobody, "run", "--input", "/in", "--output", "/out");

    assertThat(outcome.exitCode()).as("%s", outcome).isNotZero();
    assertThat(outcome.err()).contains("kinit");
  }

  private interface Work<T> {
    T on(FileSystem fs) throws Exception;
  }

  private static <T> T as(Work<T> work) throws Exception {
    return alice.doAs(
        (PrivilegedExceptionAction<T>) () -> work.on(FileSystem.get(cluster.configuration())));
  }

  private static org.apache.hadoop.fs.Path home(String name) {
    return new org.apache.hadoop.fs.Path("/user/alice", name);
  }

  private static String sha256(FileSystem fs, String name) throws Exception {
    return Sha256.of(bytes(fs, name));
  }

  private static String text(FileSystem fs, String name) throws Exception {
    return new String(bytes(fs, name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(FileSystem fs, String name) throws Exception {
    try (InputStream in = fs.open(home(name))) {
      return in.readAllBytes();
    }
  }
}
