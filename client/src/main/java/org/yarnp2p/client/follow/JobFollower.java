package org.yarnp2p.client.follow;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.yarnp2p.client.view.JobProgress;
import org.yarnp2p.client.view.ProgressView;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.client.yarn.Pause;
import org.yarnp2p.job.JobReport;

/** Looks at a job again and again until it has ended. */
public final class JobFollower {
  private final PatientCluster cluster;
  private final JobLink link;
  private final ProgressView view;
  private final Pause pause;
  private final long intervalMillis;

  /**
   * Of any job.
   *
   * @param intervalMillis between two looks
   */
  public JobFollower(
      PatientCluster cluster, JobLink link, ProgressView view, Pause pause, long intervalMillis) {
    this.cluster = cluster;
    this.link = link;
    this.view = view;
    this.pause = pause;
    this.intervalMillis = intervalMillis;
  }

  /**
   * Returns when the application has ended.
   *
   * @throws IOException when the ResourceManager does not answer any more
   * @throws YarnException when it does not know the application (any more)
   */
  public JobEnd follow(ApplicationId id) throws IOException, YarnException, InterruptedException {
    Optional<JobReport> last = Optional.empty();
    while (true) {
      ApplicationReport application = cluster.ask(c -> c.report(id));
      Optional<JobEnd> end = JobEnd.of(application, last);
      if (end.isPresent()) {
        return end.get();
      }
      last = look(application, last);
      pause.pause(intervalMillis);
    }
  }

  private Optional<JobReport> look(ApplicationReport application, Optional<JobReport> last) {
    YarnApplicationState state = application.getYarnApplicationState();
    if (state != YarnApplicationState.RUNNING) {
      view.show(
          last.map(JobProgress::of)
              .map(so -> so.but("another ApplicationMaster is being started"))
              .orElseGet(
                  () ->
                      JobProgress.waiting(state.name(), waitingFor(application.getDiagnostics()))));
      return last;
    }
    Optional<JobReport> now = link.status(application);
    JobProgress progress =
        now.or(() -> last)
            .map(JobProgress::of)
            .orElseGet(() -> JobProgress.waiting(state.name(), ""));
    now.ifPresent(report -> view.ranks(report.ranks()));
    view.show(now.isPresent() ? progress : progress.but("the ApplicationMaster does not answer"));
    return now.or(() -> last);
  }

  /** The scheduler's first sentences: the time before them and the figures after them are long. */
  private static String waitingFor(String diagnostics) {
    return diagnostics == null
        ? ""
        : diagnostics
            .replaceFirst("^\\[[^\\]]*\\] *", "")
            .replaceFirst("(?s)\\s+(Last Node which|Details :).*", "");
  }
}
