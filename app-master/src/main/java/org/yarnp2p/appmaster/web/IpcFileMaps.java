package org.yarnp2p.appmaster.web;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.ipc.IpcDialer;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.PeerClient;
import org.yarnp2p.protocol.TrackerClient;
import org.yarnp2p.security.JobSecret;

/** Asks over Hadoop IPC, with a connection for each question: people ask seldom. */
final class IpcFileMaps implements FileMaps {
  private final String jobId;
  private final JobSecret secret;
  private final Roster roster;
  private final IpcDialer dialer;

  IpcFileMaps(Configuration conf, String jobId, JobSecret secret, Roster roster) {
    this.jobId = jobId;
    this.secret = secret;
    this.roster = roster;
    dialer = new IpcDialer(conf, jobId, Rank.APPLICATION_MASTER);
  }

  @Override
  public String ofTracker(String name) throws IOException {
    try (TrackerClient tracker = dialer.tracker(contact(Rank.TRACKER))) {
      return tracker.fileMap(name);
    }
  }

  @Override
  public String ofPeer(Rank peer, String name) throws IOException {
    try (PeerClient client = dialer.peer(contact(peer))) {
      return client.fileMap(name);
    }
  }

  private Contact contact(Rank whom) throws IOException {
    RankSnapshot rank = roster.rank(whom);
    if (!rank.isUp()) {
      throw new IOException(whom + " does not run at the moment");
    }
    return new Contact(
        rank.member(), rank.endpoint(), secret.token(jobId, Rank.APPLICATION_MASTER, whom));
  }

  @Override
  public void close() {
    dialer.close();
  }
}
