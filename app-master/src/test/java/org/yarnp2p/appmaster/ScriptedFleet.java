package org.yarnp2p.appmaster;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.service.AbstractService;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.yarnp2p.appmaster.fleet.ExitReport;
import org.yarnp2p.appmaster.fleet.Fleet;
import org.yarnp2p.appmaster.fleet.FleetListener;
import org.yarnp2p.appmaster.fleet.LaunchSpec;
import org.yarnp2p.ipc.IpcDialer;
import org.yarnp2p.job.LaunchEnvironment;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.UmbilicalClient;
import org.yarnp2p.security.JobTokenSelector;

/**
 * Containers that are threads of the test: each gets what a real one would get and speaks over the
 * real umbilical, and does what the test's script says.
 */
final class ScriptedFleet extends AbstractService implements Fleet {
  /** What a container does; it ends with the exit status that this returns. */
  interface Script {
    int run(Container container) throws Exception;
  }

  private final FleetListener listener;
  private final Map<Rank, Script> scripts;
  private final Map<Member, Container> containers = new ConcurrentHashMap<>();
  final List<String> concluded = new CopyOnWriteArrayList<>();
  final List<Member> launched = new CopyOnWriteArrayList<>();
  final List<Member> stopped = new CopyOnWriteArrayList<>();
  final List<Inherited> inherited = new CopyOnWriteArrayList<>();
  volatile boolean broken;
  volatile boolean ill;
  volatile boolean superseded;

  ScriptedFleet(FleetListener listener, Map<Rank, Script> scripts) {
    super("scripted fleet");
    this.listener = listener;
    this.scripts = scripts;
  }

  /** One container. */
  static final class Container {
    private final Configuration conf;
    private final Member member;
    private final LaunchSpec spec;
    private final CountDownLatch stopped = new CountDownLatch(1);

    Container(Configuration conf, Member member, LaunchSpec spec) {
      this.conf = conf;
      this.member = member;
      this.spec = spec;
    }

    Member member() {
      return member;
    }

    /** Waits until the fleet is told to stop this container. */
    void awaitStop() throws InterruptedException {
      stopped.await();
    }

    /** Beats until the ApplicationMaster orders to stop. */
    void beatUntilStop(UmbilicalClient umbilical) throws IOException {
      while (umbilical.heartbeat(member, RankStatus.starting()).order() != Order.STOP) {
        Thread.onSpinWait();
      }
    }

    UmbilicalClient connect() throws IOException {
      LaunchEnvironment environment = LaunchEnvironment.from(spec.environment());
      Rank rank = member.rank();
      UmbilicalClient umbilical =
          new IpcDialer(conf, environment.jobId(), rank)
              .umbilical(
                  environment.applicationMaster(),
                  JobTokenSelector.find(spec.credentials(), rank, Rank.APPLICATION_MASTER));
      umbilical.register(member, new Endpoint("127.0.0.1", 1 + rank.value()));
      return umbilical;
    }
  }

  @Override
  protected void serviceStart() throws Exception {
    if (broken) {
      throw new IOException("no cluster answers");
    }
    for (Inherited container : inherited) {
      begin(new Container(getConfig(), container.member(), null));
    }
    super.serviceStart();
  }

  @Override
  public List<Inherited> inherited() {
    return List.copyOf(inherited);
  }

  /** Another attempt may have taken over. */
  void supersede(String why) {
    superseded = true;
    listener.superseded(why);
  }

  @Override
  public void launch(Member member, LaunchSpec spec, String near) {
    if (ill) {
      throw new NoClassDefFoundError("org/Gone");
    }
    Container container = new Container(getConfig(), member, spec);
    launched.add(member);
    if (scripts.containsKey(member.rank())) {
      listener.launched(member, "host" + member.rank().value(), "thread " + member.rank().value());
    }
    begin(container);
  }

  private void begin(Container container) {
    containers.put(container.member(), container);
    Script script = scripts.get(container.member().rank());
    if (script == null) {
      return;
    }
    Thread thread = new Thread(() -> run(container, script));
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Container container, Script script) {
    ExitReport report;
    try {
      report = new ExitReport(script.run(container), "", "");
    } catch (Exception e) {
      report = new ExitReport(1, "", e.toString());
    }
    if (containers.remove(container.member()) != null) {
      listener.ended(container.member(), report);
    }
  }

  @Override
  public void stop(Member member) {
    stopped.add(member);
    Container container = containers.get(member);
    if (container != null) {
      container.stopped.countDown();
      if (!scripts.containsKey(member.rank())) {
        containers.remove(member);
        listener.ended(member, ExitReport.notStarted("taken back"));
      }
    }
  }

  @Override
  public void drain() {}

  @Override
  public void stopAll() {
    containers.keySet().forEach(this::stop);
  }

  @Override
  public void exclude(Set<String> nodes) {}

  @Override
  public int nodes() {
    return 3;
  }

  @Override
  public String resources() {
    return "There is nothing.";
  }

  @Override
  public Map<Member, String> obstacles(List<Member> members) {
    return Map.of();
  }

  @Override
  public String placement() {
    return "as scripted";
  }

  @Override
  public CompletableFuture<Void> commitWindow() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean isSuperseded() {
    return superseded;
  }

  @Override
  public void conclude(FinalApplicationStatus status, String diagnostics) {
    concluded.add(status + ": " + diagnostics);
  }
}
