package org.yarnp2p.client.yarn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.junit.jupiter.api.Test;
import org.yarnp2p.client.yarn.PatientCluster.NoAnswerException;

class PatientClusterTest {
  private static final long TIMEOUT_MILLIS = 60_000;

  private final FakeCluster cluster = new FakeCluster();
  private final FakeTime time = new FakeTime();
  private final List<String> notes = new ArrayList<>();
  private final PatientCluster patient =
      new PatientCluster(cluster, TIMEOUT_MILLIS, notes::add, time, time);

  private ApplicationReport ask() throws IOException, YarnException, InterruptedException {
    return patient.ask(c -> c.report(FakeCluster.ID));
  }

  @Test
  void restartOfTheResourceManagerIsWaitedForAndSaid() throws Exception {
    cluster
        .then(new ConnectException("Connection refused"))
        .then(new IOException(new ConnectException("Connection refused")))
        .then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "");
    assertThat(ask().getYarnApplicationState()).isEqualTo(YarnApplicationState.RUNNING);
    assertThat(notes).hasSize(2);
    assertThat(notes.get(0)).contains("rm.example.org:8032").contains("trying again");
  }

  @Test
  void patienceEnds() {
    cluster.then(new ConnectException("Connection refused"));
    assertThatExceptionOfType(NoAnswerException.class)
        .isThrownBy(this::ask)
        .withMessageContaining("rm.example.org:8032 has not answered for 60 s")
        .withMessageContaining("Connection refused");
    assertThat(time.passedMillis()).isBetween(TIMEOUT_MILLIS, TIMEOUT_MILLIS + 1000);
  }

  @Test
  void configurationThatWasNotFoundIsSuspectedAtOnce() {
    cluster.at("0.0.0.0:8032").then(new ConnectException("Connection refused"));
    String hint = PatientCluster.hint("0.0.0.0:8032", System.getenv("HADOOP_CONF_DIR"));
    assertThatExceptionOfType(NoAnswerException.class)
        .isThrownBy(this::ask)
        .withMessageEndingWith(hint);
    assertThat(notes).first().asString().endsWith("trying again" + hint);
    cluster.at("rm.example.org:8032");
    assertThatExceptionOfType(NoAnswerException.class)
        .isThrownBy(this::ask)
        .withMessageEndingWith("(Connection refused)");
  }

  @Test
  void whereTheConfigurationWasLookedForIsSaid() {
    assertThat(PatientCluster.hint("0.0.0.0:8032", null))
        .isEqualTo("; no configuration names another, set HADOOP_CONF_DIR");
    assertThat(PatientCluster.hint("0.0.0.0:8032", "/etc"))
        .isEqualTo("; no yarn-site.xml names another in HADOOP_CONF_DIR, which is /etc");
    assertThat(PatientCluster.hint("rm.example.org:8032", "/etc")).isEmpty();
  }

  @Test
  void refusalIsNotAskedAgain() {
    cluster.then(new ApplicationNotFoundException("no such application"));
    assertThatExceptionOfType(ApplicationNotFoundException.class).isThrownBy(this::ask);
    assertThat(notes).isEmpty();
  }

  @Test
  void lackOfPermissionIsNotAskedAgain() {
    cluster.then(new AccessControlException("not you"));
    assertThatExceptionOfType(AccessControlException.class).isThrownBy(this::ask);
    assertThat(notes).isEmpty();
  }
}
