package org.yarnp2p.peer;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

/** Knows where the tracker is, in its first life or the second, and nothing else. */
final class FakeApplicationMaster implements UmbilicalProtocol, TrackerLocator {
  private static final long POLL_MILLIS = 100;

  private final JobPlan plan;
  private final JobSecret secret;
  private final CompletableFuture<Contactable> later = new CompletableFuture<>();
  private final Contactable first;

  /** A life of the tracker. */
  private record Contactable(int incarnation, Endpoint endpoint) {}

  /**
   * @param tracker null when it does not come
   */
  FakeApplicationMaster(JobPlan plan, JobSecret secret, Endpoint tracker) {
    this.plan = plan;
    this.secret = secret;
    first = tracker == null ? null : new Contactable(1, tracker);
  }

  /** The tracker has a second life. */
  void trackerIsNow(Endpoint endpoint) {
    later.complete(new Contactable(2, endpoint));
  }

  @Override
  public CompletableFuture<Optional<Contact>> awaitTracker(Member member, int newerThan) {
    if (newerThan == 0 && first != null) {
      return CompletableFuture.completedFuture(Optional.of(contact(member, later.getNow(first))));
    }
    return later
        .thenApply(tracker -> Optional.of(contact(member, tracker)))
        .completeOnTimeout(Optional.empty(), POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private Contact contact(Member member, Contactable tracker) {
    return new Contact(
        new Member(Rank.TRACKER, tracker.incarnation()),
        tracker.endpoint(),
        secret.token(plan.jobId(), member.rank(), Rank.TRACKER));
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
