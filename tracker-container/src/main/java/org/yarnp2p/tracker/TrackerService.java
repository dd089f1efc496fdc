package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.container.ContainerContext;
import org.yarnp2p.container.RankService;
import org.yarnp2p.ipc.IpcServer;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.TrackerPB;
import org.yarnp2p.protocol.TrackerServerTranslator;
import org.yarnp2p.security.JobSecret;

/** Rank 0 of a job: the tracker's IPC server, and its way from the gate to the drain. */
public final class TrackerService implements RankService {
  private static final Logger LOG = LoggerFactory.getLogger(TrackerService.class);

  private final SharedTracker tracker;
  private final IpcServer server;
  private final Racks racks;
  private final OriginPlaces places;
  private final boolean elastic;
  private final boolean again;
  private final TimeLimit gathering;
  private final TimeLimit returning;
  private final TimeLimit meeting;
  private final TimeLimit stall;
  private final TimeLimit draining;

  /** As last told; the thread of the heartbeat only. */
  private Set<Rank> gone = Set.of();

  /** Likewise. */
  private Set<Member> lost = Set.of();

  private Set<Member> leaving = Set.of();

  private TrackerService(
      SharedTracker tracker,
      IpcServer server,
      Racks racks,
      OriginPlaces places,
      boolean elastic,
      boolean again,
      TimeLimit gathering,
      TimeLimit returning,
      TimeLimit meeting,
      TimeLimit stall,
      TimeLimit draining) {
    this.tracker = tracker;
    this.server = server;
    this.racks = racks;
    this.places = places;
    this.elastic = elastic;
    this.again = again;
    this.gathering = gathering;
    this.returning = returning;
    this.meeting = meeting;
    this.stall = stall;
    this.draining = draining;
  }

  /**
   * Starts the server.
   *
   * @throws IOException when it cannot listen, or the credentials lack the job's secret
   */
  public static TrackerService start(ContainerContext context) throws IOException {
    JobPlan plan = context.plan();
    Configuration conf = context.conf();
    TimeLimit gathering = TimeLimit.of(conf, P2pKeys.GATE_TIMEOUT);
    TimeLimit returning = TimeLimit.of(conf, P2pKeys.RETURN_TIMEOUT);
    TimeLimit meeting = TimeLimit.of(conf, P2pKeys.MEETING_TIMEOUT);
    TimeLimit stall = TimeLimit.of(conf, P2pKeys.STALL_TIMEOUT);
    TimeLimit draining = TimeLimit.of(conf, P2pKeys.DRAIN_TIMEOUT);
    Racks racks = Racks.of(plan.racks(), conf, TimeLimit.of(conf, P2pKeys.TOPOLOGY_TIMEOUT));
    JobSecret secret = JobSecret.from(context.credentials());
    boolean again = context.member().incarnation() > 1;
    boolean partial = P2pConf.flag(conf, P2pKeys.PARTIAL);
    TrackerState state = state(plan, TrackerSettings.from(conf), again, partial);
    state.racks(racks::rackOfSeveral);
    OriginPlaces places =
        new OriginPlaces(
            plan.files(),
            plan.distribution() == null ? List.of() : plan.distribution().stored(),
            racks);
    places.placePlanned(state::place);
    SharedTracker tracker =
        new SharedTracker(
            state,
            new SwarmViews(plan.jobId(), secret, racks),
            racks,
            P2pConf.millis(conf, P2pKeys.LONG_POLL_TIMEOUT),
            System::nanoTime);
    places.ask(context.user(), conf, tracker::place);
    IpcServer server;
    try {
      server =
          IpcServer.start(
              conf,
              TrackerPB.class,
              new TrackerServerTranslator(tracker, tracker),
              plan.jobId(),
              Rank.TRACKER,
              secret.serverKey(plan.jobId(), Rank.TRACKER),
              "0.0.0.0",
              P2pConf.integer(conf, P2pKeys.TRACKER_HANDLERS));
    } catch (IOException | RuntimeException e) {
      places.close();
      throw e;
    }
    return new TrackerService(
        tracker,
        server,
        racks,
        places,
        plan.distribution() != null,
        again,
        gathering,
        returning,
        meeting,
        stall,
        draining);
  }

  private static TrackerState state(
      JobPlan plan, TrackerSettings settings, boolean again, boolean partial) {
    SplittableRandom random = new SplittableRandom(plan.jobId().hashCode());
    SwarmKind files = partial ? SwarmKind.PARTIAL : SwarmKind.TOGETHER;
    SwarmKind kind = plan.distribution() == null ? files : SwarmKind.ELASTIC;
    return new TrackerState(plan.peers(), plan.files(), settings, random, kind, again);
  }

  @Override
  public Endpoint endpoint() {
    return server.endpoint();
  }

  @Override
  public RankStatus status() {
    return tracker.status();
  }

  /** Says every time all that holds, so that no single answer matters. */
  @Override
  public void told(HeartbeatAnswer answer) {
    giveUp(answer.gone());
    lives(answer.lost(), answer.leaving());
  }

  private void lives(Set<Member> over, Set<Member> askedBack) {
    if (over.equals(lost) && askedBack.equals(leaving)) {
      return;
    }
    try {
      tracker.lives(over, askedBack);
      LOG.warn("Lost, and expected again: {}; asked back by YARN: {}", over, askedBack);
      lost = over;
      leaving = askedBack;
    } catch (IOException e) {
      LOG.error("The ApplicationMaster has lost ranks that are none of this job's", e);
    }
  }

  private void giveUp(Set<Rank> peers) {
    if (peers.equals(gone)) {
      return;
    }
    try {
      tracker.giveUp(peers);
      LOG.warn("The job goes on without {}", peers);
      gone = peers;
    } catch (IOException e) {
      LOG.error("The ApplicationMaster has given up ranks that are none of this job's", e);
    }
  }

  /**
   * Waits for all peers to join (in a distribution for the first), then to be ready, to be
   * complete, to leave.
   *
   * @throws SwarmFailedException when the swarm fails; its message is for the job's diagnostics
   */
  @Override
  public RankStatus run() throws IOException, InterruptedException {
    if (!elastic) {
      gather();
    } else if (again) {
      gatherAgain();
    } else {
      tracker.awaitFirst();
    }
    LOG.info("the start gate is open");
    tracker.awaitDrain(stall);
    LOG.info("all peers are complete: draining");
    BitSet staying = tracker.awaitLeave(draining);
    if (!staying.isEmpty()) {
      LOG.warn(
          "{} did not leave within {}; the tracker ends without them",
          RankList.of(staying),
          draining);
    }
    RankStatus last = tracker.status();
    return RankStatus.ofTracker(
        RankPhase.LEFT,
        last.joined(),
        last.gateOpenedAgoMillis(),
        last.swarmDoneAgoMillis(),
        last.originBytes(),
        last.trouble());
  }

  private void gather() throws IOException, InterruptedException {
    tracker.awaitAll(gathering);
    LOG.info("all peers have joined");
    BitSet unready = tracker.awaitGate(meeting);
    if (!unready.isEmpty()) {
      LOG.warn(
          "{} did not meet all neighbours within {}; the start gate opens all the same",
          RankList.of(unready),
          meeting);
    }
  }

  private void gatherAgain() throws IOException, InterruptedException {
    BitSet missing = tracker.awaitReturn(returning);
    if (!missing.isEmpty()) {
      LOG.warn(
          "{} did not join again within {}; the exchange goes on all the same",
          RankList.of(missing),
          returning);
    }
  }

  @Override
  public void close() {
    tracker.close();
    server.close();
    places.close();
    racks.close();
  }
}
