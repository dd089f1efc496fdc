package org.yarnp2p.client.yarn;

import java.io.IOException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.ipc.Client;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.QueueACL;
import org.apache.hadoop.yarn.api.records.QueueInfo;
import org.apache.hadoop.yarn.api.records.QueueState;
import org.apache.hadoop.yarn.api.records.QueueStatistics;
import org.apache.hadoop.yarn.api.records.QueueUserACLInfo;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.client.api.YarnClientApplication;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.yarnp2p.appmaster.fleet.QueueShare;

/** {@link Cluster} over Hadoop's {@link YarnClient}. */
public final class YarnCluster implements Cluster {
  /**
   * Hadoop's client tries for 15 minutes without a word. Here it tries for seconds, and {@link
   * PatientCluster} goes on trying and says so.
   */
  private static final int TRY_MILLIS = 2000;

  private static final int RETRY_INTERVAL_MILLIS = 1000;
  private static final int CONNECT_RETRIES = 1;

  /** For an answer of one that has been reached; Hadoop waits for two minutes, three times. */
  private static final int ANSWER_MILLIS = 10_000;

  private static final double PERCENT = 100;

  private static final String ROOT = "root";

  /** As queues name theirs. */
  private static final String FAIR_SCHEDULER = "FairScheduler";

  private static final String CAPACITY_SCHEDULER = "CapacityScheduler";

  private static final EnumSet<YarnApplicationState> ENDED =
      EnumSet.of(
          YarnApplicationState.FINISHED, YarnApplicationState.FAILED, YarnApplicationState.KILLED);

  private final YarnClient yarn;
  private final String address;
  private final boolean portInName;

  /** Connects at the first question. */
  public YarnCluster(Configuration conf) {
    yarn = YarnClient.createYarnClient();
    yarn.init(impatient(conf));
    yarn.start();
    portInName =
        conf.getBoolean(
            YarnConfiguration.RM_SCHEDULER_INCLUDE_PORT_IN_NODE_NAME,
            YarnConfiguration.DEFAULT_RM_SCHEDULER_USE_PORT_FOR_NODE_NAME);
    address = HomeCluster.of(conf).toString();
  }

  static Configuration impatient(Configuration conf) {
    Configuration impatient = new YarnConfiguration(conf);
    impatient.setInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, TRY_MILLIS);
    impatient.setInt(
        YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, RETRY_INTERVAL_MILLIS);
    impatient.setInt("ipc.client.connect.max.retries", CONNECT_RETRIES);
    impatient.setInt("ipc.client.connect.max.retries.on.timeouts", CONNECT_RETRIES);
    int answer = Client.getRpcTimeout(conf);
    if (answer <= 0 || answer > ANSWER_MILLIS) {
      impatient.setInt(CommonConfigurationKeys.IPC_CLIENT_RPC_TIMEOUT_KEY, ANSWER_MILLIS);
    }
    return impatient;
  }

  @Override
  public List<Node> nodes() throws IOException, YarnException {
    return Registrations.nodes(yarn.getNodeReports(), portInName);
  }

  @Override
  public Optional<Queue> queue(String name, Optional<String> label)
      throws IOException, YarnException {
    QueueInfo found = yarn.getQueueInfo(name);
    return found == null ? Optional.empty() : Optional.of(queue(found, isParent(name), label));
  }

  /** Before the first application the Fair Scheduler may have no queue but root. */
  private boolean isParent(String name) throws IOException, YarnException {
    return name.equals(ROOT) || !yarn.getChildQueueInfos(name).isEmpty();
  }

  @Override
  public Optional<String> substitute(String name) throws IOException, YarnException {
    String scheduler = yarn.getQueueInfo(ROOT).getSchedulerType();
    if (FAIR_SCHEDULER.equals(scheduler)) {
      return Optional.of(
          "the Fair Scheduler makes it for the first job, unless"
              + " yarn.scheduler.fair.allow-undeclared-pools is false");
    }
    if (!CAPACITY_SCHEDULER.equals(scheduler)) {
      return Optional.empty();
    }
    if (name.equals(YarnConfiguration.DEFAULT_QUEUE_NAME)) {
      return Optional.of(
          "the Capacity Scheduler takes the job all the same if its queue-mappings have a queue for"
              + " you");
    }
    return nearestAbove(name)
        .map(
            above ->
                "the Capacity Scheduler makes it for the first job if "
                    + above
                    + " has auto-queue-creation-v2.enabled");
  }

  /** The first queue on the way up that is there; a name without a path is below none. */
  private Optional<String> nearestAbove(String name) throws IOException, YarnException {
    for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
      String above = name.substring(0, dot);
      if (yarn.getQueueInfo(above) != null) {
        return Optional.of(above);
      }
    }
    return Optional.empty();
  }

  static Queue queue(QueueInfo queue, boolean parent, Optional<String> label) {
    QueueShare share =
        label.isPresent() ? QueueShare.ofLabel(queue, label.get()) : QueueShare.of(queue);
    // Its share is that of its applications, and of none it has none.
    boolean idle = isFair(queue) && share.capacity() == 0;
    return new Queue(
        queue.getQueueName(),
        Objects.requireNonNullElse(queue.getQueuePath(), queue.getQueueName()),
        queue.getQueueState() == QueueState.RUNNING,
        parent,
        idle ? OptionalDouble.empty() : percent(share.capacity()),
        percent(share.most()),
        idle ? OptionalDouble.empty() : percent(share.used()),
        label.isPresent() ? OptionalLong.empty() : freeMemoryMb(queue));
  }

  private static boolean isFair(QueueInfo queue) {
    return FAIR_SCHEDULER.equals(queue.getSchedulerType());
  }

  private static OptionalDouble percent(double share) {
    return Double.isNaN(share) ? OptionalDouble.empty() : OptionalDouble.of(PERCENT * share);
  }

  /** The Fair Scheduler says 0 for what is available in any queue but root. */
  private static OptionalLong freeMemoryMb(QueueInfo queue) {
    QueueStatistics statistics = queue.getQueueStatistics();
    if (statistics == null) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        isFair(queue)
            ? Math.max(0, queue.getMaxResourceMemory() - statistics.getAllocatedMemoryMB())
            : statistics.getAvailableMemoryMB());
  }

  @Override
  public boolean mayUse(Queue queue) throws IOException, YarnException {
    List<QueueUserACLInfo> all = yarn.getQueueAclsInfo();
    if (all == null) {
      return true; // a scheduler that does not say is asked by submitting
    }
    return mayUse(queue, all);
  }

  /** A queue that YARN says nothing of is asked by submitting too. */
  static boolean mayUse(Queue queue, List<QueueUserACLInfo> all) {
    List<QueueUserACLInfo> its = all.stream().filter(info -> isOf(info, queue)).toList();
    return its.isEmpty()
        || its.stream().anyMatch(info -> info.getUserAcls().contains(QueueACL.SUBMIT_APPLICATIONS));
  }

  /** Schedulers that do not say the path have one queue of a name. */
  private static boolean isOf(QueueUserACLInfo info, Queue queue) {
    String name = info.getQueueName();
    return name.equals(queue.path()) || (name.indexOf('.') < 0 && name.equals(leaf(queue.path())));
  }

  private static String leaf(String queue) {
    return queue.substring(queue.lastIndexOf('.') + 1);
  }

  @Override
  public List<ApplicationReport> applications(String type, boolean ended)
      throws IOException, YarnException {
    EnumSet<YarnApplicationState> states =
        ended ? EnumSet.allOf(YarnApplicationState.class) : EnumSet.complementOf(ENDED);
    return yarn.getApplications(Set.of(type), states).stream()
        .sorted(Comparator.comparing(ApplicationReport::getApplicationId).reversed())
        .toList();
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public NewApplication newApplication() throws IOException, YarnException {
    YarnClientApplication made = yarn.createApplication();
    return new NewApplication(
        made.getApplicationSubmissionContext(),
        made.getNewApplicationResponse().getMaximumResourceCapability());
  }

  @Override
  public void submit(ApplicationSubmissionContext context) throws IOException, YarnException {
    yarn.submitApplication(context);
  }

  @Override
  public ApplicationReport report(ApplicationId id) throws IOException, YarnException {
    return yarn.getApplicationReport(id);
  }

  @Override
  public void kill(ApplicationId id) throws IOException, YarnException {
    yarn.killApplication(id);
  }

  @Override
  public List<String> queues() throws IOException, YarnException {
    return names(yarn.getAllQueues());
  }

  /** Where two have the same name, applications have to give the whole path. */
  static List<String> names(List<QueueInfo> queues) {
    Map<String, Long> queuesOfName =
        queues.stream()
            .collect(Collectors.groupingBy(QueueInfo::getQueueName, Collectors.counting()));
    return queues.stream()
        .filter(queue -> queue.getChildQueues() == null || queue.getChildQueues().isEmpty())
        .map(
            queue ->
                queuesOfName.get(queue.getQueueName()) > 1
                    ? queue.getQueuePath()
                    : queue.getQueueName())
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    yarn.stop();
  }
}
