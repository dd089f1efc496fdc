package org.yarnp2p.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Complaint;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.protocol.SwarmView;
import org.yarnp2p.protocol.SwarmWatch;
import org.yarnp2p.protocol.TooEarlyException;
import org.yarnp2p.protocol.TrackerProtocol;
import org.yarnp2p.security.JobSecret;

/** Just enough of a tracker: everybody is everybody's neighbour, and little is checked. */
final class FakeTracker implements TrackerProtocol, SwarmWatch {
  private static final long POLL_SECONDS = 5;

  private final JobPlan plan;
  private final JobSecret secret;
  private final Runnable beforeGate;

  /** Whether this is not the first life of the tracker. */
  private final boolean again;

  private final Map<Rank, JoinRequest> joined = new TreeMap<>();
  private final Map<Integer, FileShape> shapes = new HashMap<>();
  private final Map<SegmentRef, Digest> digests = new TreeMap<>();
  private final Map<Integer, BitSet> taken = new HashMap<>();
  private final Set<SegmentRef> refusing = new HashSet<>();
  private final List<Complaint> complaints = new ArrayList<>();
  private final Map<Rank, Set<SegmentRef>> doubted = new HashMap<>();
  private final List<SegmentRef> withdrawn = new ArrayList<>();
  private final Set<Rank> ready = new HashSet<>();
  private final BitSet complete = new BitSet();
  private final BitSet left = new BitSet();
  private final Map<Member, CompletableFuture<SwarmView>> watching = new HashMap<>();
  private SwarmPhase phase = SwarmPhase.GATHERING;
  private String failure;
  private final CompletableFuture<Void> enoughReported = new CompletableFuture<>();
  private boolean held;
  private boolean drains = true;
  private Rank unknown;
  private int enough = Integer.MAX_VALUE;
  private int hashed;
  private int enoughHashed = Integer.MAX_VALUE;
  private final CompletableFuture<Void> allComplete = new CompletableFuture<>();
  private final BitSet everComplete = new BitSet();
  private final CompletableFuture<Void> completeAgain = new CompletableFuture<>();
  private final CompletableFuture<Void> allHashed = new CompletableFuture<>();
  private final CompletableFuture<SegmentRef> anyWithdrawn = new CompletableFuture<>();
  private int reported;
  private int claims;

  /** What a rank was given to read and has not reported. */
  private final Map<Rank, Set<SegmentRef>> given = new HashMap<>();

  private Runnable onReady = () -> {};
  private long version = 1;

  /**
   * @param beforeGate run when all have joined, before anybody is told
   * @param again whether the peers have been in the exchange already
   */
  FakeTracker(JobPlan plan, JobSecret secret, Runnable beforeGate, boolean again) {
    this.again = again;
    this.plan = plan;
    this.secret = secret;
    this.beforeGate = beforeGate;
    for (PlannedFile file : plan.files()) {
      taken.put(file.id(), new BitSet());
      if (file.origin() != null) {
        shapes.put(file.id(), FileShape.payload(file.origin().length(), file.segmentSize()));
      }
    }
  }

  synchronized List<Complaint> complaints() {
    return List.copyOf(complaints);
  }

  /** Completes when so many segments have been reported by ranks that want something. */
  synchronized CompletableFuture<Void> reported(int segments) {
    enough = segments;
    return enoughReported;
  }

  /** Completes when all ranks have said that they have all. */
  CompletableFuture<Void> allComplete() {
    return allComplete;
  }

  /** Completes when a rank has said once more that it has all. */
  CompletableFuture<Void> completeAgain() {
    return completeAgain;
  }

  /** Completes when so many segments have been reported by ranks that only hold. */
  synchronized CompletableFuture<Void> hashed(int segments) {
    enoughHashed = segments;
    lookIfAllIsHashed();
    return allHashed;
  }

  private void lookIfAllIsHashed() {
    if (hashed >= enoughHashed) {
      allHashed.complete(null);
    }
  }

  /** How often peers were given segments of origins to read. */
  synchronized int claims() {
    return claims;
  }

  /** How the ranks have joined. */
  synchronized Map<Rank, JoinRequest> joined() {
    return Map.copyOf(joined);
  }

  synchronized int left() {
    return left.cardinality();
  }

  synchronized void fail(String message) {
    failure = message;
    enter(SwarmPhase.FAILED);
  }

  /** Nobody hears of this rank, nor it of anybody, before the first complaint. */
  synchronized void introduceAfterComplaint(Rank rank) {
    unknown = rank;
  }

  /** Keeps the gate closed. */
  synchronized void hold() {
    held = true;
  }

  /** The exchange goes on though all are complete: the end is for the next life to tell. */
  synchronized void neverDrain() {
    drains = false;
  }

  /** Opens the gate if all have joined. */
  synchronized void release() {
    held = false;
    if (joined.size() == plan.peers() && phase == SwarmPhase.GATHERING) {
      enter(SwarmPhase.MEETING);
    }
  }

  /** The next report of a segment is answered with a refusal. */
  synchronized void refuseOnce(SegmentRef segment) {
    refusing.add(segment);
  }

  @Override
  public synchronized void join(JoinRequest request) {
    boolean first = joined.put(request.member().rank(), request) == null;
    shapes.putAll(request.shapes());
    request.claimed().forEach(ref -> taken.get(ref.file()).set(ref.segment()));
    for (HeldFile held : request.held()) {
      shapes.merge(
          held.file(), held.shape(), (a, b) -> a.segmentCount() >= b.segmentCount() ? a : b);
      held.digests()
          .forEach((i, digest) -> digests.putIfAbsent(new SegmentRef(held.file(), i), digest));
      hashed += first && request.wanted().isEmpty() ? held.digests().size() : 0;
      taken.get(held.file()).set(0, held.shape().segmentCount());
    }
    request.acquired().forEach(acquired -> taken.get(acquired.file()).or(acquired.segments()));
    if (joined.size() == plan.peers() && phase == SwarmPhase.GATHERING) {
      beforeGate.run();
      if (phase == SwarmPhase.GATHERING && !held) {
        enter(again ? SwarmPhase.EXCHANGE : SwarmPhase.MEETING);
      }
    } else if (phase != SwarmPhase.GATHERING) {
      enter(phase); // the others hear of the next life
    }
  }

  private void requireAll() throws TooEarlyException {
    if (again && phase == SwarmPhase.GATHERING) {
      throw new TooEarlyException("not all have joined");
    }
  }

  @Override
  public synchronized CompletableFuture<SwarmView> watch(Member member, long knownVersion) {
    if (knownVersion < version) {
      return CompletableFuture.completedFuture(view(member));
    }
    watching.values().removeIf(CompletableFuture::isDone);
    return watching.computeIfAbsent(
        member,
        m ->
            new CompletableFuture<SwarmView>()
                .completeOnTimeout(view(member), POLL_SECONDS, TimeUnit.SECONDS));
  }

  /** Run with each call that says that a peer is ready. */
  synchronized void onReady(Runnable action) {
    onReady = action;
  }

  @Override
  public synchronized void ready(Member member) {
    onReady.run();
    ready.add(member.rank());
    if (ready.size() == plan.peers() && phase == SwarmPhase.MEETING) {
      enter(SwarmPhase.EXCHANGE);
    }
  }

  @Override
  public synchronized List<DescribedFile> describe(Member member) throws IOException {
    requireAll();
    List<DescribedFile> described = new ArrayList<>();
    for (Map.Entry<Integer, FileShape> file : shapes.entrySet()) {
      Map<Integer, Digest> known = new HashMap<>();
      digests.forEach(
          (segment, digest) -> {
            if (segment.file() == file.getKey()) {
              known.put(segment.segment(), digest);
            }
          });
      described.add(new DescribedFile(file.getKey(), file.getValue(), known));
    }
    return described;
  }

  @Override
  public synchronized List<SegmentRef> report(Member member, Report report) throws IOException {
    requireAll();
    List<SegmentRef> refused = new ArrayList<>();
    Set<SegmentRef> outstanding = given.getOrDefault(member.rank(), new HashSet<>());
    report.unread().forEach(ref -> taken.get(ref.file()).clear(ref.segment()));
    report.unread().forEach(outstanding::remove);
    report.acquired().forEach(acquired -> outstanding.remove(acquired.segment()));
    for (Acquired acquired : report.acquired()) {
      if (refusing.remove(acquired.segment())) {
        refused.add(acquired.segment());
        taken.get(acquired.segment().file()).clear(acquired.segment().segment());
        continue;
      }
      taken.get(acquired.segment().file()).set(acquired.segment().segment());
      Digest known = digests.putIfAbsent(acquired.segment(), acquired.digest());
      if (known != null && !known.equals(acquired.digest())) {
        refused.add(acquired.segment());
      }
    }
    complaints.addAll(report.complaints());
    unknown = complaints.isEmpty() ? unknown : null;
    report.complaints().forEach(one -> doubt(one.about().rank(), one.segment()));
    recheck(member, report);
    if (report.hopeless() != null) {
      fail(report.hopeless());
    }
    if (joined.get(member.rank()).wanted().isEmpty()) {
      hashed += report.acquired().size();
      lookIfAllIsHashed();
    } else {
      reported += report.acquired().size();
    }
    if (reported >= enough) {
      enoughReported.complete(null);
    }
    if (report.complete() && refused.isEmpty()) {
      if (everComplete.get(member.rank().value())) {
        completeAgain.complete(null);
      }
      everComplete.set(member.rank().value());
      complete.set(member.rank().value());
      if (complete.cardinality() == plan.peers()) {
        allComplete.complete(null);
        if (drains) {
          enter(SwarmPhase.DRAIN);
        }
      }
    }
    return refused;
  }

  /** Completes when a peer has withdrawn something. */
  CompletableFuture<SegmentRef> anyWithdrawn() {
    return anyWithdrawn;
  }

  /** What peers have withdrawn. */
  synchronized List<SegmentRef> withdrawn() {
    return List.copyOf(withdrawn);
  }

  private void doubt(Rank rank, SegmentRef segment) {
    doubted.computeIfAbsent(rank, r -> new LinkedHashSet<>()).add(segment);
    enter(phase);
  }

  private void recheck(Member member, Report report) {
    Set<SegmentRef> open = doubted.getOrDefault(member.rank(), new HashSet<>());
    report.checked().forEach(open::remove);
    withdrawn.addAll(report.withdrawn());
    report.withdrawn().stream().findFirst().ifPresent(anyWithdrawn::complete);
    List<Integer> wanted = joined.get(member.rank()).wanted();
    if (report.withdrawn().stream().anyMatch(segment -> wanted.contains(segment.file()))) {
      complete.clear(member.rank().value());
    }
  }

  @Override
  public List<SegmentRef> claimAnew(
      Member member, int first, int most, long mostBytes, List<SegmentRef> open)
      throws IOException {
    return claim(member, first, most, mostBytes);
  }

  /** When nothing is left, what the rank was given before: it may not have heard of it. */
  @Override
  public synchronized List<SegmentRef> claim(Member member, int first, int most, long mostBytes)
      throws IOException {
    requireAll();
    List<SegmentRef> granted = new ArrayList<>();
    long bytes = 0;
    for (int file : shapes.keySet()) {
      BitSet all = taken.get(file);
      for (int i = all.nextClearBit(0);
          i < shapes.get(file).segmentCount()
              && granted.size() < most
              && (granted.isEmpty() || bytes + shapes.get(file).segmentLength(i) <= mostBytes);
          i = all.nextClearBit(i + 1)) {
        granted.add(new SegmentRef(file, i));
        all.set(i);
        bytes += shapes.get(file).segmentLength(i);
      }
    }
    claims += granted.isEmpty() ? 0 : 1;
    Set<SegmentRef> outstanding = given.computeIfAbsent(member.rank(), r -> new LinkedHashSet<>());
    if (granted.isEmpty()) {
      return outstanding.stream().limit(most).toList();
    }
    outstanding.addAll(granted);
    return granted;
  }

  @Override
  public synchronized void leave(Member member) {
    left.set(member.rank().value());
  }

  @Override
  public String fileMap(String name) {
    throw new UnsupportedOperationException();
  }

  private void enter(SwarmPhase next) {
    phase = next;
    version++;
    watching.forEach((member, future) -> future.complete(view(member)));
    watching.clear();
  }

  private SwarmView view(Member member) {
    List<Contact> neighbours = new ArrayList<>();
    if (phase != SwarmPhase.GATHERING && phase != SwarmPhase.FAILED) {
      for (JoinRequest other : joined.values()) {
        Rank rank = other.member().rank();
        if (!rank.equals(member.rank())
            && !rank.equals(unknown)
            && !member.rank().equals(unknown)) {
          neighbours.add(
              new Contact(
                  other.member(),
                  other.endpoint(),
                  secret.token(plan.jobId(), member.rank(), rank)));
        }
      }
    }
    List<SegmentRef> doubts = List.copyOf(doubted.getOrDefault(member.rank(), Set.of()));
    return new SwarmView(version, phase, neighbours, failure, doubts, List.of());
  }
}
