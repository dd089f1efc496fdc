package org.yarnp2p.client.yarn;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.exceptions.YarnException;

/**
 * What the client asks of the ResourceManager. Thread-safe. An {@link IOException} means that it
 * could not be reached, a {@link YarnException} that it has refused.
 */
public interface Cluster extends Closeable {
  /**
   * An application that may be submitted.
   *
   * @param context with the new id
   * @param largest what one container may have at most
   */
  record NewApplication(ApplicationSubmissionContext context, Resource largest) {}

  /** Where the ResourceManager is looked for. */
  String address();

  /** Gets a new id. */
  NewApplication newApplication() throws IOException, YarnException;

  /** Returns when the application has been accepted. */
  void submit(ApplicationSubmissionContext context) throws IOException, YarnException;

  /** How the application stands. */
  ApplicationReport report(ApplicationId id) throws IOException, YarnException;

  /** Returns when the application has been killed; without effect on one that has ended. */
  void kill(ApplicationId id) throws IOException, YarnException;

  /** Names of the queues that applications can be submitted to. */
  List<String> queues() throws IOException, YarnException;

  @Override
  void close();
}
