package org.yarnp2p.client.follow;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.ipc.IpcDialer;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.UmbilicalClient;
import org.yarnp2p.security.JobSecret;
import org.yarnp2p.security.JobTokenIdentifier;

/** {@link JobLink} over the umbilical, with the token of the job's client. */
public final class UmbilicalLink implements JobLink {
  private static final Logger LOG = LoggerFactory.getLogger(UmbilicalLink.class);

  private final String jobId;
  private final Token<JobTokenIdentifier> token;
  private final IpcDialer dialer;
  private Endpoint endpoint;
  private UmbilicalClient client;

  /** Connects at the first question. */
  public UmbilicalLink(Configuration conf, String jobId, JobSecret secret) {
    this(conf, jobId, secret.token(jobId, Rank.CLIENT, Rank.APPLICATION_MASTER));
  }

  /** The same with a token that {@link Rank#CLIENT} calls the ApplicationMaster with. */
  public UmbilicalLink(Configuration conf, String jobId, Token<JobTokenIdentifier> token) {
    this.jobId = jobId;
    this.token = token;
    this.dialer = new IpcDialer(conf, jobId, Rank.CLIENT);
  }

  @Override
  public Optional<JobReport> status(ApplicationReport application) {
    try {
      UmbilicalClient am = connect(application);
      return am == null ? Optional.empty() : Optional.of(JobReport.parse(am.jobStatus()));
    } catch (IOException e) {
      LOG.debug("{}: no status from the ApplicationMaster", jobId, e);
      disconnect();
      return Optional.empty();
    }
  }

  @Override
  public void kill(ApplicationReport application, String reason) throws IOException {
    UmbilicalClient am = connect(application);
    if (am == null) {
      throw new IOException("the ApplicationMaster has not registered yet");
    }
    am.kill(reason);
  }

  /** A second attempt of the ApplicationMaster has another address. */
  private synchronized UmbilicalClient connect(ApplicationReport application) throws IOException {
    String host = application.getHost();
    int port = application.getRpcPort();
    if (host == null || host.isBlank() || port < 1) {
      return null;
    }
    Endpoint current = new Endpoint(host, port);
    if (!current.equals(endpoint)) {
      disconnect();
      client = dialer.umbilical(current, token);
      endpoint = current;
    }
    return client;
  }

  private synchronized void disconnect() {
    UmbilicalClient old = client;
    client = null;
    endpoint = null;
    closeQuietly(old);
  }

  private void closeQuietly(Closeable what) {
    if (what == null) {
      return;
    }
    try {
      what.close();
    } catch (IOException e) {
      LOG.debug("{}: closing the link to the ApplicationMaster", jobId, e);
    }
  }

  @Override
  public void close() {
    disconnect();
    closeQuietly(dialer);
  }
}
