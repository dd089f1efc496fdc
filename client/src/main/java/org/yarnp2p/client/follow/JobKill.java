package org.yarnp2p.client.follow;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.client.yarn.Cluster;
import org.yarnp2p.client.yarn.Pause;
import org.yarnp2p.job.JobReport;

/**
 * Ends a job: asks its ApplicationMaster, which stops the containers in good order and cleans up;
 * after a while tells the ResourceManager to do it.
 */
public final class JobKill {
  /** NodeManagers hear of a killed application with their next heartbeat, usually within 1 s. */
  public static final long LAST_CONTAINERS_MILLIS = 2000;

  private static final Logger LOG = LoggerFactory.getLogger(JobKill.class);
  private static final long LOOK_MILLIS = 200;

  private final Cluster cluster;
  private final JobLink link;
  private final LongSupplier nanoTime;
  private final Pause pause;

  /** Of any job. */
  public JobKill(Cluster cluster, JobLink link, LongSupplier nanoTime, Pause pause) {
    this.cluster = cluster;
    this.link = link;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  /**
   * Returns when the job has ended.
   *
   * @param reason becomes the job's diagnostics
   * @param graceMillis for the ApplicationMaster, before the ResourceManager is told; a
   *     ResourceManager that is away for a moment is waited for as long
   * @return how it has ended by itself, which need not be because of this; empty when the
   *     ResourceManager has killed it
   */
  public Optional<JobEnd> kill(ApplicationId id, String reason, long graceMillis)
      throws IOException, YarnException, InterruptedException {
    long deadline = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(graceMillis);
    if (askMaster(known(id, deadline), reason)) {
      while (nanoTime.getAsLong() - deadline < 0) {
        Optional<JobEnd> end = look(id);
        if (end.isPresent()) {
          return end;
        }
        pause.pause(LOOK_MILLIS);
      }
      LOG.debug("{}: the ApplicationMaster has not ended the job in {} ms", id, graceMillis);
    }
    cluster.kill(id);
    // A master that does not answer may have been about to leave: then nothing was killed.
    return JobEnd.of(cluster.report(id), Optional.empty())
        .filter(end -> end.state() != JobReport.State.KILLED);
  }

  /** Empty while it goes on, or nobody says. */
  private Optional<JobEnd> look(ApplicationId id) throws YarnException {
    try {
      return JobEnd.of(cluster.report(id), Optional.empty());
    } catch (IOException e) {
      LOG.debug("{}: the ResourceManager does not answer", id, e);
      return Optional.empty();
    }
  }

  /** Whether a job has been killed, as {@link #kill} has returned: it may have been quicker. */
  public static boolean isKilled(Optional<JobEnd> end) {
    return end.isEmpty() || end.get().state() == JobReport.State.KILLED;
  }

  /** The same for people. */
  public static String inWords(ApplicationId id, Optional<JobEnd> end) {
    return isKilled(end) ? "Killed " + id : id + " has ended already: " + end.orElseThrow().state();
  }

  /** The application may be on its way to the ResourceManager, and that may be away. */
  private ApplicationReport known(ApplicationId id, long deadline)
      throws IOException, YarnException, InterruptedException {
    while (true) {
      try {
        return cluster.report(id);
      } catch (ApplicationNotFoundException | IOException e) {
        if (nanoTime.getAsLong() - deadline >= 0) {
          throw e;
        }
      }
      pause.pause(LOOK_MILLIS);
    }
  }

  private boolean askMaster(ApplicationReport application, String reason) {
    try {
      link.kill(application, reason);
      return true;
    } catch (IOException e) {
      LOG.debug("{}: not killed by its ApplicationMaster", application.getApplicationId(), e);
      return false;
    }
  }
}
