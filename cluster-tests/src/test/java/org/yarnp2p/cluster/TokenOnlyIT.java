package org.yarnp2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.ProtobufRpcEngine2;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yarnp2p.protocol.PeerPB;
import org.yarnp2p.protocol.TrackerPB;
import org.yarnp2p.protocol.UmbilicalPB;
import org.yarnp2p.protocol.proto.CommonProtos.EmptyProto;
import org.yarnp2p.protocol.proto.CommonProtos.FileMapRequestProto;

/** A live job, on a cluster without Kerberos, does not talk to a caller without its token. */
@ExtendWith(SharedCluster.class)
class TokenOnlyIT {
  private static final int TRACKER = 0;

  private final TestCluster cluster;

  TokenOnlyIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  private static final String NO_TOKEN = "SIMPLE authentication is not enabled";

  private interface Call {
    Object on(InetSocketAddress address) throws Exception;
  }

  @Test
  void callerWithoutTokenIsRefusedAtEveryPortOfTheJob() throws Exception {
    try (StandingJob job = new StandingJob(cluster)) {
      job.start();
      ApplicationReport report = cluster.yarn().getApplicationReport(job.applicationId());
      InetSocketAddress umbilical = new InetSocketAddress(report.getHost(), report.getRpcPort());
      assertRefused(umbilical, this::jobStatus);
      for (InetSocketAddress tracker : listening(TRACKER)) {
        assertRefused(tracker, this::trackerMap);
      }
      for (InetSocketAddress peer : listening(StandingJob.READER)) {
        assertRefused(peer, this::peerMap);
      }
      cluster.yarn().killApplication(job.applicationId());
      job.end();
    }
    cluster.assertNothingIsLeft();
  }

  private List<InetSocketAddress> listening(int rank) throws Exception {
    ContainerProcess process = ContainerProcess.of(cluster, rank);
    Eventually.isTrue(() -> !process.listeningPorts().isEmpty());
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (int port : process.listeningPorts()) {
      addresses.add(new InetSocketAddress("localhost", port));
    }
    return addresses;
  }

  /** An IPC port says why; a peer's other port, for streams, closes the connection. */
  private static void assertRefused(InetSocketAddress address, Call call) {
    assertThatThrownBy(() -> call.on(address))
        .as("%s", address)
        .rootCause()
        .satisfiesAnyOf(
            refused -> assertThat(refused).hasMessageContaining(NO_TOKEN),
            closed -> assertThat(closed).isInstanceOf(EOFException.class));
  }

  private Object jobStatus(InetSocketAddress address) throws Exception {
    return proxy(UmbilicalPB.class, address).jobStatus(null, EmptyProto.getDefaultInstance());
  }

  private Object trackerMap(InetSocketAddress address) throws Exception {
    return proxy(TrackerPB.class, address).fileMap(null, FileMapRequestProto.getDefaultInstance());
  }

  private Object peerMap(InetSocketAddress address) throws Exception {
    return proxy(PeerPB.class, address).fileMap(null, FileMapRequestProto.getDefaultInstance());
  }

  private <T> T proxy(Class<T> protocol, InetSocketAddress address) throws Exception {
    Configuration conf = cluster.configuration();
    RPC.setProtocolEngine(conf, protocol, ProtobufRpcEngine2.class);
    return RPC.getProxy(protocol, RPC.getProtocolVersion(protocol), address, conf);
  }
}
