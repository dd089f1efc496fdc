package org.yarnp2p.peer;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.TrackerLocator;
import org.yarnp2p.protocol.UmbilicalProtocol;
import org.yarnp2p.security.JobSecret;

/** Knows where the tracker is, and nothing else. */
final class FakeApplicationMaster implements UmbilicalProtocol, TrackerLocator {
  private final JobPlan plan;
  private final JobSecret secret;
  private final Endpoint tracker;

  FakeApplicationMaster(JobPlan plan, JobSecret secret, Endpoint tracker) {
    this.plan = plan;
    this.secret = secret;
    this.tracker = tracker;
  }

  @Override
  public CompletableFuture<Optional<Contact>> awaitTracker(Member member, int newerThan) {
    return CompletableFuture.completedFuture(
        Optional.of(
            new Contact(
                new Member(Rank.TRACKER, 1),
                tracker,
                secret.token(plan.jobId(), member.rank(), Rank.TRACKER))));
  }

  @Override
  public void register(Member member, Endpoint endpoint) {}

  @Override
  public HeartbeatAnswer heartbeat(Member member, RankStatus status) {
    return HeartbeatAnswer.of(Order.CONTINUE);
  }

  @Override
  public void done(Member member, RankStatus status) {}

  @Override
  public void failed(Member member, String message, Cure cure) {}

  @Override
  public String jobStatus() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void kill(String reason) {
    throw new UnsupportedOperationException();
  }
}
