package org.yarnp2p.client.yarn;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.util.Records;

/** A cluster that does what a test has written down. */
public final class FakeCluster implements Cluster {
  /** Of the only application. */
  public static final ApplicationId ID = ApplicationId.newInstance(1700000000000L, 7);

  private String address = "rm.example.org:8032";
  private boolean down;
  private boolean closedQueue;
  private String substitute;
  private double labelPercent = 80;
  private final Deque<Object> reports = new ArrayDeque<>();
  private final List<String> calls = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<ApplicationReport> listed = new ArrayList<>();
  private List<String> queues = List.of("batch", "default");
  private Object last;
  private ApplicationSubmissionContext submitted;
  private YarnException refusal;
  private boolean lastAnswer;
  private Resource largest = Resource.newInstance(8192L, 4);

  /** One more NodeManager, with 8 GiB and 4 cores, of which nothing is in use. */
  public FakeCluster node(String host, NodeState state, String... labels) {
    return node(new Node(host, host, "/rack", state, Set.of(labels), 8192, 4, 8192, 4));
  }

  /** One more NodeManager. */
  public FakeCluster node(Node node) {
    nodes.add(node);
    return this;
  }

  /** One more application, as {@link #applications} lists it. */
  public FakeCluster lists(ApplicationReport application) {
    listed.add(application);
    return this;
  }

  /** Where it is looked for. */
  public FakeCluster at(String hostAndPort) {
    address = hostAndPort;
    return this;
  }

  /** What containers may have. */
  public FakeCluster largest(long memoryMb, int vcores) {
    largest = Resource.newInstance(memoryMb, vcores);
    return this;
  }

  /** The next answer to {@link #report}; the last one is repeated. */
  public FakeCluster then(YarnApplicationState state, FinalApplicationStatus end, String why) {
    reports.add(application(state, end, why));
    return this;
  }

  /** The only answer to {@link #report} from now on. */
  public FakeCluster only(YarnApplicationState state, FinalApplicationStatus end, String why) {
    reports.clear();
    return then(state, end, why);
  }

  /** The next answer to {@link #report}; the last one is repeated. */
  public FakeCluster then(ApplicationReport report) {
    reports.add(report);
    return this;
  }

  /** The next answer to {@link #report} is a failure. */
  public FakeCluster then(Exception failure) {
    reports.add(failure);
    return this;
  }

  /** This person may not submit to any queue. */
  public FakeCluster closeQueues() {
    closedQueue = true;
    return this;
  }

  /** Queues that are not there may be made. */
  public FakeCluster makeQueues(String how) {
    substitute = how;
    return this;
  }

  /** What queues have of the nodes with any label. */
  public FakeCluster shareOfLabels(double percent) {
    labelPercent = percent;
    return this;
  }

  /** The only queues, as the scheduler names them. */
  public FakeCluster queues(String... names) {
    queues = List.of(names);
    return this;
  }

  /** Submissions are refused. */
  public FakeCluster refuse(String why) {
    refusal = new YarnException(why);
    return this;
  }

  /** As {@link #refuse}, and that is the last that it says. */
  public void refuseAndGoDown(String why) {
    refuse(why);
    lastAnswer = true;
  }

  /** A report as the ResourceManager would give it. */
  public static ApplicationReport application(
      YarnApplicationState state, FinalApplicationStatus end, String why) {
    ApplicationReport report = Records.newRecord(ApplicationReport.class);
    report.setApplicationId(ID);
    report.setYarnApplicationState(state);
    report.setFinalApplicationStatus(end);
    report.setDiagnostics(why);
    report.setHost("am.example.org");
    report.setRpcPort(4711);
    report.setApplicationType("p2p");
    report.setName("in");
    report.setUser("ada");
    report.setQueue("default");
    report.setTrackingUrl("http://rm.example.org:8088/proxy/" + ID);
    return report;
  }

  /** From now on it does not say which nodes there are. */
  public void down() {
    down = true;
  }

  /** Names of the calls that change something. */
  public List<String> calls() {
    return calls;
  }

  /** What was submitted, or null. */
  public ApplicationSubmissionContext submitted() {
    return submitted;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public NewApplication newApplication() {
    ApplicationSubmissionContext context = Records.newRecord(ApplicationSubmissionContext.class);
    context.setApplicationId(ID);
    return new NewApplication(context, largest);
  }

  @Override
  public void submit(ApplicationSubmissionContext context) throws YarnException {
    calls.add("submit");
    if (refusal != null) {
      down = lastAnswer;
      throw refusal;
    }
    submitted = context;
  }

  @Override
  public ApplicationReport report(ApplicationId id) throws IOException, YarnException {
    last = reports.isEmpty() ? last : reports.remove();
    if (last instanceof IOException failure) {
      throw failure;
    }
    if (last instanceof YarnException failure) {
      throw failure;
    }
    if (last instanceof RuntimeException failure) {
      throw failure;
    }
    return (ApplicationReport) last;
  }

  @Override
  public void kill(ApplicationId id) {
    calls.add("kill");
  }

  @Override
  public List<String> queues() throws IOException {
    if (down) {
      throw new ConnectException("Connection refused");
    }
    return queues;
  }

  @Override
  public List<Node> nodes() throws IOException {
    if (down) {
      throw new ConnectException("Connection refused");
    }
    return List.copyOf(nodes);
  }

  @Override
  public Optional<String> substitute(String name) {
    return Optional.ofNullable(substitute);
  }

  @Override
  public boolean mayUse(Queue queue) {
    return !closedQueue;
  }

  @Override
  public Optional<Queue> queue(String name, Optional<String> label) throws IOException {
    boolean parent = name.equals("root");
    long ofThatName = queues().stream().filter(known -> known.endsWith("." + name)).count();
    if (!parent && !queues().contains(name) && ofThatName != 1) {
      return Optional.empty();
    }
    return Optional.of(
        label.isPresent()
            ? new Queue(
                name,
                name,
                true,
                parent,
                OptionalDouble.of(labelPercent),
                OptionalDouble.of(labelPercent),
                OptionalDouble.empty(),
                OptionalLong.empty())
            : new Queue(
                name,
                name,
                true,
                parent,
                OptionalDouble.of(50),
                OptionalDouble.of(100),
                OptionalDouble.of(10),
                OptionalLong.of(16384)));
  }

  @Override
  public List<ApplicationReport> applications(String type, boolean ended) {
    return listed.stream()
        .filter(application -> type.equals(application.getApplicationType()))
        .filter(
            application ->
                ended
                    || application.getFinalApplicationStatus() == FinalApplicationStatus.UNDEFINED)
        .toList();
  }

  @Override
  public void close() {
    calls.add("close");
  }
}
