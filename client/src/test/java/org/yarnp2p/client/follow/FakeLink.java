package org.yarnp2p.client.follow;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.yarnp2p.job.JobReport;

/** An ApplicationMaster that answers what a test has written down, then no more. */
public final class FakeLink implements JobLink {
  private final Deque<Optional<JobReport>> answers = new ArrayDeque<>();
  private final boolean kills;
  private String killedFor = "";

  /** Null stands for no answer. */
  public FakeLink(boolean kills, JobReport... reports) {
    this.kills = kills;
    Arrays.stream(reports).map(Optional::ofNullable).forEach(answers::add);
  }

  /** Why the job was killed; empty when it was not. */
  public String killedFor() {
    return killedFor;
  }

  @Override
  public Optional<JobReport> status(ApplicationReport application) {
    return answers.isEmpty() ? Optional.empty() : answers.remove();
  }

  @Override
  public void kill(ApplicationReport application, String reason) throws IOException {
    if (!kills) {
      throw new IOException("no answer");
    }
    killedFor = reason;
  }

  @Override
  public void close() {}
}
