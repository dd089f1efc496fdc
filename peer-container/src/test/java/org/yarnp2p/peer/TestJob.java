package org.yarnp2p.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.container.ContainerContext;
import org.yarnp2p.ipc.IpcDialer;
import org.yarnp2p.ipc.IpcServer;
import org.yarnp2p.job.Distribution;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.CloseStack;
import org.yarnp2p.peer.store.FarFileSystem;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.TrackerPB;
import org.yarnp2p.protocol.TrackerServerTranslator;
import org.yarnp2p.protocol.UmbilicalPB;
import org.yarnp2p.protocol.UmbilicalServerTranslator;
import org.yarnp2p.security.JobSecret;

/** A job whose peers are real and run in this process; tracker and ApplicationMaster are not. */
final class TestJob implements Closeable {
  static final String JOB = "application_1_0001";

  private static final String LOOPBACK = "127.0.0.1";

  private final Path directory;
  private final Configuration conf = FarFileSystem.addTo(P2pConf.create());
  private final Map<String, PlannedFile> files = new TreeMap<>();
  private final Map<Integer, String> inputs = new TreeMap<>();
  private final JobSecret secret = JobSecret.generate();
  private final CloseStack toClose = new CloseStack();
  private Runnable beforeGate = () -> {};
  private Distribution distribution;
  private FakeTracker tracker;
  private IpcServer trackerServer;
  private JobPlan plan;
  private FakeApplicationMaster master;
  private IpcServer masterServer;
  private boolean localDirs;
  private boolean trackerComes = true;
  private final Map<Integer, Life> lives = new TreeMap<>();
  private final List<Life> begun = new ArrayList<>();

  /**
   * @param directory for inputs, work and outputs
   */
  TestJob(Path directory) {
    this.directory = directory;
  }

  Configuration conf() {
    return conf;
  }

  TestJob inline(String name) {
    return file(name, FileKind.INLINE, 0, null);
  }

  TestJob payload(String name, int segmentSize) {
    return file(name, FileKind.PAYLOAD, segmentSize, null);
  }

  TestJob origin(String name, int segmentSize, Path content) throws IOException {
    Origin origin =
        new Origin(
            FarFileSystem.uri(content).toString(),
            Files.size(content),
            Files.getLastModifiedTime(content).toMillis());
    return file(name, FileKind.PAYLOAD, segmentSize, origin);
  }

  /** All ranks want all files. */
  TestJob distribution(Distribution of) {
    distribution = of;
    of.nodes().forEach(node -> input("0", "0"));
    return this;
  }

  /** The lines of the next rank's input file. */
  TestJob input(String... lines) {
    inputs.put(inputs.size() + 1, String.join("\n", lines) + "\n");
    return this;
  }

  /** The next rank has no input file. */
  TestJob withoutInput() {
    inputs.put(inputs.size() + 1, null);
    return this;
  }

  TestJob beforeGate(Runnable action) {
    beforeGate = action;
    return this;
  }

  FakeTracker tracker() {
    return tracker;
  }

  /** The tracker dies. */
  void stopTracker() {
    trackerServer.close();
  }

  /** Where a collected output is. */
  Path output(int rank, String name) {
    return directory.resolve("out/_temporary").resolve(JOB).resolve("client" + rank + "_" + name);
  }

  Path workDirectory(int rank) {
    return directory.resolve("rank" + rank);
  }

  /**
   * Runs all peers to their end.
   *
   * @return final figures by rank - 1
   * @throws IOException the first that a peer ended with
   */
  List<RankStatus> run() throws Exception {
    List<CompletableFuture<RankStatus>> running = start();
    CompletableFuture<Void> all =
        CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
    running.forEach(
        peer ->
            peer.exceptionally(
                failure -> {
                  all.completeExceptionally(failure);
                  return null;
                }));
    try {
      all.get(); // which the end of a test's time interrupts
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
    return running.stream().map(CompletableFuture::join).toList();
  }

  /** Starts all peers. */
  List<CompletableFuture<RankStatus>> start() throws IOException {
    plan = plan();
    tracker = new FakeTracker(plan, secret, beforeGate, false);
    trackerServer =
        serve(TrackerPB.class, new TrackerServerTranslator(tracker, tracker), Rank.TRACKER);
    master =
        new FakeApplicationMaster(plan, secret, trackerComes ? trackerServer.endpoint() : null);
    masterServer =
        serve(
            UmbilicalPB.class,
            new UmbilicalServerTranslator(master, master),
            Rank.APPLICATION_MASTER);
    List<CompletableFuture<RankStatus>> running = new ArrayList<>();
    for (int rank : inputs.keySet()) {
      running.add(life(rank, 1).end());
    }
    return running;
  }

  /** A peer at work. */
  record Life(PeerService peer, Thread thread, CompletableFuture<RankStatus> end) {}

  /** Starts a life of one peer. */
  Life life(int rank, int incarnation) throws IOException {
    String local = localDirs ? directory.resolve("local" + rank).toString() : null;
    PeerService peer = PeerService.start(context(rank, incarnation), local);
    toClose.push(peer);
    CompletableFuture<RankStatus> end = new CompletableFuture<>();
    Life life = new Life(peer, new Thread(() -> run(peer, end)), end);
    life.thread().start();
    lives.put(rank, life);
    begun.add(life);
    return life;
  }

  /** What a peer has on its disk outlives it. */
  TestJob withLocalDirectories() {
    localDirs = true;
    return this;
  }

  /** Nobody hears of a tracker. */
  TestJob withoutTracker() {
    trackerComes = false;
    return this;
  }

  /** Ends the present life of a peer. */
  void kill(int rank) {
    lives.get(rank).peer().close();
  }

  /**
   * The tracker dies, and has a second life that knows nothing.
   *
   * @param refusing what it refuses once
   */
  void replaceTracker(SegmentRef... refusing) throws IOException {
    trackerServer.close();
    tracker = new FakeTracker(plan, secret, () -> {}, true);
    List.of(refusing).forEach(tracker::refuseOnce);
    trackerServer =
        serve(TrackerPB.class, new TrackerServerTranslator(tracker, tracker), Rank.TRACKER);
    master.trackerIsNow(trackerServer.endpoint());
  }

  /** Ends all lives, and waits until they do nothing any more in the test's directory. */
  @Override
  public void close() {
    toClose.close();
    begun.forEach(life -> life.thread().interrupt());
    begun.forEach(life -> life.end().handle((status, failure) -> null).join());
  }

  private static void run(PeerService peer, CompletableFuture<RankStatus> end) {
    try {
      end.complete(peer.run());
    } catch (Throwable e) {
      end.completeExceptionally(e);
    }
  }

  /** What a life of a peer finds around it; all of it ends with this job. */
  ContainerContext context(int number, int incarnation) throws IOException {
    Rank rank = Rank.peer(number);
    Path working = Files.createDirectories(workDirectory(number));
    if (inputs.get(number) != null) {
      Files.writeString(working.resolve(JobFiles.INPUT), inputs.get(number), UTF_8);
    }
    Credentials credentials = new Credentials();
    secret.serverKey(JOB, rank).addTo(credentials);
    IpcDialer dialer = toClose.push(new IpcDialer(conf, JOB, rank));
    return new ContainerContext(
        new Member(rank, incarnation),
        plan,
        conf,
        credentials,
        UserGroupInformation.getCurrentUser(),
        dialer,
        dialer.umbilical(masterServer.endpoint(), secret.token(JOB, rank, Rank.APPLICATION_MASTER)),
        working);
  }

  private <T> IpcServer serve(Class<T> protocol, T translator, Rank rank) throws IOException {
    return toClose.push(
        IpcServer.start(
            conf, protocol, translator, JOB, rank, secret.serverKey(JOB, rank), LOOPBACK, 4));
  }

  private TestJob file(String name, FileKind kind, int segmentSize, Origin origin) {
    files.put(name, new PlannedFile(0, name, kind, segmentSize, origin));
    return this;
  }

  private JobPlan plan() {
    List<PlannedFile> numbered = new ArrayList<>();
    for (PlannedFile file : files.values()) {
      numbered.add(
          new PlannedFile(
              numbered.size(), file.name(), file.kind(), file.segmentSize(), file.origin()));
    }
    return new JobPlan(
        JobPlan.VERSION,
        JOB,
        "test",
        "user",
        inputs.size(),
        numbered,
        directory.resolve("in").toUri().toString(),
        directory.resolve("out").toUri().toString(),
        false,
        distribution);
  }
}
