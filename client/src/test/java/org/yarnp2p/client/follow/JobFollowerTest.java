package org.yarnp2p.client.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.junit.jupiter.api.Test;
import org.yarnp2p.client.view.JobProgress;
import org.yarnp2p.client.view.ProgressView;
import org.yarnp2p.client.view.Reports;
import org.yarnp2p.client.yarn.FakeCluster;
import org.yarnp2p.client.yarn.FakeTime;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.job.JobReport;

class JobFollowerTest {
  private static final FinalApplicationStatus NO_END = FinalApplicationStatus.UNDEFINED;

  private final FakeCluster cluster = new FakeCluster();
  private final FakeTime time = new FakeTime();
  private final List<String> shown = new ArrayList<>();
  private final ProgressView view =
      new ProgressView() {
        @Override
        public void show(JobProgress progress) {
          shown.add(progress.state() + "|" + progress.waitingFor());
        }

        @Override
        public void note(String line) {}

        @Override
        public void close() {}
      };

  private JobEnd follow(JobLink link) throws Exception {
    PatientCluster patient =
        new PatientCluster(
            cluster, 5000, why -> view.show(JobProgress.waiting("WAITING", why)), time, time);
    return new JobFollower(patient, link, view, time, 500).follow(FakeCluster.ID);
  }

  @Test
  void jobIsShownFromItsAcceptanceToItsEnd() throws Exception {
    cluster
        .then(YarnApplicationState.ACCEPTED, NO_END, "waiting for AM container")
        .then(YarnApplicationState.RUNNING, NO_END, "")
        .then(YarnApplicationState.FINISHED, FinalApplicationStatus.SUCCEEDED, "all is well");
    JobReport live = Reports.succeeded();
    assertThat(follow(new FakeLink(false, live)))
        .isEqualTo(new JobEnd(JobReport.State.SUCCEEDED, true, "all is well", Optional.of(live)));
    assertThat(shown).containsExactly("ACCEPTED|waiting for AM container", "SUCCEEDED|");
    assertThat(time.passedMillis()).isEqualTo(1000);
  }

  @Test
  void schedulersReasonIsShownWithoutItsFigures() throws Exception {
    cluster
        .then(
            YarnApplicationState.ACCEPTED,
            NO_END,
            "[Sun Nov 22 13:46:21 +0000 2026] Application is not yet activated. Queue's AM resource"
                + " limit exceeded.  Details : AM Partition = <DEFAULT_PARTITION>;")
        .then(YarnApplicationState.KILLED, FinalApplicationStatus.KILLED, "");
    follow(new FakeLink(false));
    assertThat(shown)
        .containsExactly(
            "ACCEPTED|Application is not yet activated. Queue's AM resource limit exceeded.");
  }

  @Test
  void whenTheMasterDoesNotAnswerTheLastFiguresStay() throws Exception {
    cluster
        .then(YarnApplicationState.RUNNING, NO_END, "")
        .then(YarnApplicationState.RUNNING, NO_END, "")
        .then(YarnApplicationState.FAILED, FinalApplicationStatus.FAILED, "AM exited");
    JobReport live = Reports.succeeded();
    JobEnd end = follow(new FakeLink(false, live, null));
    assertThat(end.lastReport()).contains(live);
    assertThat(shown)
        .containsExactly("SUCCEEDED|", "SUCCEEDED|the ApplicationMaster does not answer");
  }

  @Test
  void jobIsFollowedFromOneMasterToTheNext() throws Exception {
    cluster
        .then(YarnApplicationState.RUNNING, NO_END, "")
        .then(YarnApplicationState.ACCEPTED, NO_END, "AM container exited with 137")
        .then(YarnApplicationState.RUNNING, NO_END, "")
        .then(YarnApplicationState.FINISHED, FinalApplicationStatus.SUCCEEDED, "all is well");
    JobReport live = Reports.succeeded();
    JobEnd end = follow(new FakeLink(false, live, live));
    assertThat(end.state()).isEqualTo(JobReport.State.SUCCEEDED);
    assertThat(shown)
        .containsExactly(
            "SUCCEEDED|", "SUCCEEDED|another ApplicationMaster is being started", "SUCCEEDED|");
  }

  @Test
  void resourceManagerThatRestartsIsWaitedFor() throws Exception {
    cluster
        .then(new ConnectException("refused"))
        .then(YarnApplicationState.KILLED, FinalApplicationStatus.KILLED, "by its owner");
    assertThat(follow(new FakeLink(false)).state()).isEqualTo(JobReport.State.KILLED);
    assertThat(shown).singleElement().asString().startsWith("WAITING|");
  }

  @Test
  void jobThatTheResourceManagerHasForgottenIsAnError() {
    cluster.then(new ApplicationNotFoundException("gone"));
    assertThatExceptionOfType(ApplicationNotFoundException.class)
        .isThrownBy(() -> follow(new FakeLink(false)));
  }
}
