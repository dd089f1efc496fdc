package org.yarnp2p.client.submit;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.yarnp2p.security.JobSecret;

/**
 * A job that has an id. Once, either its submission begins or it is cancelled; these two may come
 * from different threads.
 */
public final class NewJob {
  private enum State {
    NEW,
    SUBMITTED,
    CANCELLED
  }

  private final ApplicationSubmissionContext context;
  private final JobSecret secret;
  private final Staging staging;
  private final long startedAt;
  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

  /**
   * Nothing has been written or submitted yet.
   *
   * @param context to submit
   * @param staging where its files will be
   * @param startedAt when its submission began, ms since the epoch
   */
  NewJob(ApplicationSubmissionContext context, JobSecret secret, Staging staging, long startedAt) {
    this.context = context;
    this.secret = secret;
    this.staging = staging;
    this.startedAt = startedAt;
  }

  /** YARN's id. */
  public ApplicationId applicationId() {
    return context.getApplicationId();
  }

  /** The id as text: the job's name among its processes. */
  public String id() {
    return applicationId().toString();
  }

  /** The queue that it goes to; null before it has been described to YARN. */
  public String queue() {
    return context.getQueue();
  }

  /** The secret of the job. */
  public JobSecret secret() {
    return secret;
  }

  /** Where its files are. */
  public Staging staging() {
    return staging;
  }

  ApplicationSubmissionContext context() {
    return context;
  }

  long startedAt() {
    return startedAt;
  }

  /** Whether it may be submitted; if so, it can no longer be cancelled. */
  boolean begin() {
    return state.compareAndSet(State.NEW, State.SUBMITTED);
  }

  /** Whether it has not been submitted and never will be. */
  public boolean cancel() {
    return state.compareAndSet(State.NEW, State.CANCELLED);
  }
}
