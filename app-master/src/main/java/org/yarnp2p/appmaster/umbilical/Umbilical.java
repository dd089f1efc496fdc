package org.yarnp2p.appmaster.umbilical;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.service.AbstractService;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.ipc.IpcServer;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.TrackerLocator;
import org.yarnp2p.protocol.UmbilicalPB;
import org.yarnp2p.protocol.UmbilicalProtocol;
import org.yarnp2p.protocol.UmbilicalServerTranslator;
import org.yarnp2p.security.JobSecret;

/**
 * The umbilical's server, as a service: listens when started. Notes in the roster what containers
 * say, which refuses the words of a life that is over, and passes it on. Callers have been checked
 * by the time they get here.
 */
public final class Umbilical extends AbstractService implements UmbilicalProtocol, TrackerLocator {
  private final String jobId;
  private final JobSecret secret;
  private final String bindHost;
  private final Roster roster;
  private final UmbilicalListener listener;
  private final Supplier<JobReport> report;
  private long longPollMillis;
  private IpcServer server;

  /** The tracker that registered last; null before the first. Under this object's lock. */
  private Listening tracker;

  /** Those that wait for a newer tracker to register. Under this object's lock. */
  private final Set<Poll> polls = new HashSet<>();

  /** A call that waits for a tracker. No two are equal. */
  private static final class Poll {
    final CompletableFuture<Listening> found;

    Poll(CompletableFuture<Listening> found) {
      this.found = found;
    }
  }

  private record Listening(Member member, Endpoint endpoint) {
    int incarnation() {
      return member.incarnation();
    }
  }

  /**
   * @param bindHost address to listen on; {@code 0.0.0.0} for all
   * @param report of the job as it stands
   */
  public Umbilical(
      String jobId,
      JobSecret secret,
      String bindHost,
      Roster roster,
      UmbilicalListener listener,
      Supplier<JobReport> report) {
    super(Umbilical.class.getSimpleName());
    this.jobId = jobId;
    this.secret = secret;
    this.bindHost = bindHost;
    this.roster = roster;
    this.listener = listener;
    this.report = report;
  }

  @Override
  protected void serviceInit(Configuration conf) throws Exception {
    longPollMillis = P2pConf.millis(conf, P2pKeys.LONG_POLL_TIMEOUT);
    super.serviceInit(conf);
  }

  @Override
  protected void serviceStart() throws Exception {
    server =
        IpcServer.start(
            getConfig(),
            UmbilicalPB.class,
            new UmbilicalServerTranslator(this, this),
            jobId,
            Rank.APPLICATION_MASTER,
            secret.serverKey(jobId, Rank.APPLICATION_MASTER),
            bindHost,
            P2pConf.integer(getConfig(), P2pKeys.AM_HANDLERS));
    super.serviceStart();
  }

  @Override
  protected void serviceStop() throws Exception {
    if (server != null) {
      server.close();
    }
    super.serviceStop();
  }

  /**
   * Where containers and the client reach this server.
   *
   * @throws IllegalStateException before this service has started
   */
  public Endpoint endpoint() {
    if (server == null) {
      throw new IllegalStateException("the umbilical does not listen yet");
    }
    return server.endpoint();
  }

  @Override
  public void register(Member member, Endpoint endpoint) throws IOException {
    roster.registered(member, endpoint);
    if (member.rank().equals(Rank.TRACKER)) {
      trackerIsUp(new Listening(member, endpoint));
    }
    listener.registered(member);
  }

  @Override
  public HeartbeatAnswer heartbeat(Member member, RankStatus status) throws IOException {
    roster.heard(member, status);
    HeartbeatAnswer answer = listener.heard(member, status);
    return answer.order() == Order.CONTINUE && !roster.hasRegistered(member)
        ? answer.with(Order.REGISTER)
        : answer;
  }

  @Override
  public void done(Member member, RankStatus status) throws IOException {
    roster.done(member, status);
    listener.done(member, status);
  }

  @Override
  public void failed(Member member, String message, Cure cure) throws IOException {
    roster.failed(member);
    listener.failed(member, message, cure);
  }

  @Override
  public CompletableFuture<Optional<Contact>> awaitTracker(Member member, int newerThan)
      throws IOException {
    roster.admit(member);
    Poll poll = trackerNewerThan(newerThan);
    return poll.found
        .completeOnTimeout(null, longPollMillis, TimeUnit.MILLISECONDS)
        .whenComplete((found, failure) -> over(poll))
        .thenApply(found -> Optional.ofNullable(found).map(there -> contact(member, there)));
  }

  private void trackerIsUp(Listening found) {
    List<Poll> awaiting;
    synchronized (this) {
      if (tracker != null && tracker.incarnation() >= found.incarnation()) {
        return;
      }
      tracker = found;
      awaiting = List.copyOf(polls);
    }
    awaiting.forEach(poll -> poll.found.complete(found));
  }

  /** A tracker that has been replaced is not worth calling, whether its caller knows it or not. */
  private synchronized Poll trackerNewerThan(int incarnation) {
    if (tracker != null
        && tracker.incarnation() > incarnation
        && tracker.incarnation() == roster.rank(Rank.TRACKER).incarnation()) {
      return new Poll(CompletableFuture.completedFuture(tracker));
    }
    Poll poll = new Poll(new CompletableFuture<>());
    polls.add(poll);
    return poll;
  }

  /** How many calls wait for a tracker. */
  synchronized int waiting() {
    return polls.size();
  }

  private synchronized void over(Poll poll) {
    polls.remove(poll);
  }

  private Contact contact(Member caller, Listening found) {
    return new Contact(
        found.member(),
        found.endpoint(),
        secret.token(jobId, caller.rank(), found.member().rank()));
  }

  @Override
  public String jobStatus() {
    return report.get().brief().toJson();
  }

  @Override
  public void kill(String reason) {
    listener.killed(reason);
  }
}
