package org.yarnp2p.client.yarn;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.QueueInfo;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.client.api.YarnClientApplication;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;

/** {@link Cluster} over Hadoop's {@link YarnClient}. */
public final class YarnCluster implements Cluster {
  /**
   * Hadoop's client tries for 15 minutes without a word. Here it tries for seconds, and {@link
   * PatientCluster} goes on trying and says so.
   */
  private static final int TRY_MILLIS = 2000;

  private static final int RETRY_INTERVAL_MILLIS = 1000;
  private static final int CONNECT_RETRIES = 1;

  private final YarnClient yarn;
  private final String address;

  /** Connects at the first question. */
  public YarnCluster(Configuration conf) {
    Configuration impatient = new YarnConfiguration(conf);
    impatient.setInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, TRY_MILLIS);
    impatient.setInt(
        YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, RETRY_INTERVAL_MILLIS);
    impatient.setInt("ipc.client.connect.max.retries", CONNECT_RETRIES);
    impatient.setInt("ipc.client.connect.max.retries.on.timeouts", CONNECT_RETRIES);
    yarn = YarnClient.createYarnClient();
    yarn.init(impatient);
    yarn.start();
    address = conf.get(YarnConfiguration.RM_ADDRESS, YarnConfiguration.DEFAULT_RM_ADDRESS);
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
    return yarn.getAllQueues().stream()
        .filter(queue -> queue.getChildQueues() == null || queue.getChildQueues().isEmpty())
        .map(QueueInfo::getQueueName)
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    yarn.stop();
  }
}
