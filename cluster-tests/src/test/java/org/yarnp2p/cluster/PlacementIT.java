package org.yarnp2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.security.PrivilegedExceptionAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.client.api.YarnClientApplication;
import org.apache.hadoop.yarn.security.AMRMTokenIdentifier;
import org.apache.hadoop.yarn.util.MonotonicClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yarnp2p.appmaster.attempt.Attempt;
import org.yarnp2p.appmaster.fleet.ExitReport;
import org.yarnp2p.appmaster.fleet.FleetListener;
import org.yarnp2p.appmaster.fleet.FleetOwner;
import org.yarnp2p.appmaster.fleet.LaunchSpecs;
import org.yarnp2p.appmaster.fleet.Placement;
import org.yarnp2p.appmaster.fleet.StagedJob;
import org.yarnp2p.appmaster.fleet.YarnFleet;
import org.yarnp2p.job.Distribution;
import org.yarnp2p.job.Enclosure;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.security.JobSecret;

/**
 * Where YARN's scheduler puts the peers of a distribution. The cluster's NodeManagers are all on
 * one host, so their ports tell them apart.
 */
@ExtendWith(SharedCluster.class)
@Timeout(120)
class PlacementIT {
  private static final Endpoint MASTER = new Endpoint("localhost", 1);

  private final TestCluster cluster;

  PlacementIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void everyPeerGetsItsOwnNodeAndOneWhoseNodeIsNotThereGetsNone() throws Exception {
    Configuration conf = cluster.configuration();
    conf.set("p2p.ipc.call.timeout", "60s");
    conf.setInt("p2p.peer.memory.mb", 128);
    conf.setInt("p2p.peer.heap.mb", 64);
    try (YarnClient yarn = YarnClient.createYarnClient()) {
      yarn.init(conf);
      yarn.start();
      List<String> running =
          yarn.getNodeReports(NodeState.RUNNING).stream()
              .map(NodeReport::getNodeId)
              .map(Object::toString)
              .sorted()
              .toList();
      // Each node twice, to see that nothing but the request decides.
      List<String> nodes =
          List.of(running.get(1), running.get(0), running.get(2), running.get(0), "nowhere:1");
      Token<AMRMTokenIdentifier> token = register(yarn);
      UserGroupInformation master =
          UserGroupInformation.createRemoteUser(
              UserGroupInformation.getCurrentUser().getShortUserName());
      master.addToken(token);
      JobPlan plan = plan(nodes);
      LaunchSpecs specs = stage(conf, plan);
      News news = new News();
      YarnFleet fleet =
          new YarnFleet(
              new FleetOwner(plan.jobId(), news, () -> MASTER, () -> 0, new MonotonicClock()),
              Placement.of(plan, conf),
              Attempt.ONLY);
      master.doAs(
          (PrivilegedExceptionAction<Void>)
              () -> {
                place(fleet, conf, specs, nodes, news);
                return null;
              });
    }
  }

  private static void place(
      YarnFleet fleet, Configuration conf, LaunchSpecs specs, List<String> nodes, News news)
      throws InterruptedException {
    fleet.init(conf);
    fleet.start();
    try {
      for (int rank = 1; rank <= nodes.size(); rank++) {
        Member member = new Member(Rank.peer(rank), 1);
        fleet.launch(member, specs.of(member), null);
      }
      Map<Rank, String> found = new HashMap<>();
      while (found.size() < nodes.size() - 1) {
        Launched launched = news.launched.poll(60, TimeUnit.SECONDS);
        assertThat(launched).as("after %s", found).isNotNull();
        found.put(launched.rank(), launched.node());
      }
      for (int rank = 1; rank < nodes.size(); rank++) {
        assertThat(found).containsEntry(Rank.peer(rank), nodes.get(rank - 1));
      }
      Member absent = new Member(Rank.peer(nodes.size()), 1);
      assertThat(fleet.obstacles(List.of(absent)))
          .containsEntry(absent, "the ResourceManager knows no such node");
      assertThat(news.launched).isEmpty();
    } finally {
      fleet.stopAll();
      fleet.conclude(FinalApplicationStatus.SUCCEEDED, "seen");
      fleet.stop();
    }
  }

  /** An application whose ApplicationMaster is this test. */
  private static Token<AMRMTokenIdentifier> register(YarnClient yarn) throws Exception {
    YarnClientApplication application = yarn.createApplication();
    ApplicationSubmissionContext context = application.getApplicationSubmissionContext();
    context.setApplicationName("placement");
    context.setUnmanagedAM(true);
    context.setQueue("default");
    context.setAMContainerSpec(
        ContainerLaunchContext.newInstance(
            Map.of(), Map.of(), List.of(), Map.of(), null, Map.of()));
    context.setResource(Resource.newInstance(64, 1));
    ApplicationId id = yarn.submitApplication(context);
    Eventually.isTrue(() -> yarn.getAMRMToken(id) != null);
    return yarn.getAMRMToken(id);
  }

  /** A distribution is staged without inputs. */
  private LaunchSpecs stage(Configuration conf, JobPlan plan) throws IOException {
    Path directory = cluster.newPath("staged");
    try (OutputStream out = cluster.fs().create(new Path(directory, JobFiles.PLAN))) {
      plan.write(out);
    }
    try (OutputStream out = cluster.fs().create(new Path(directory, JobFiles.CONFIGURATION))) {
      new Configuration(false).writeXml(out);
    }
    return new LaunchSpecs(
        conf,
        StagedJob.read(conf, directory, plan.peers(), new Enclosure()),
        JobSecret.generate(),
        plan.jobId(),
        plan.peers(),
        MASTER,
        new Credentials(),
        false);
  }

  private static JobPlan plan(List<String> nodes) {
    Distribution distribution =
        new Distribution(
            "/data",
            nodes,
            1,
            1000,
            Distribution.Verify.SIZE,
            false,
            false,
            0,
            List.of(),
            List.of());
    return new JobPlan(
        JobPlan.VERSION,
        "application_1_0001",
        "placement",
        "user",
        nodes.size(),
        List.of(),
        "in:/",
        "out:/",
        false,
        distribution);
  }

  private record Launched(Rank rank, String node) {}

  /** Keeps what the fleet tells. */
  private static final class News implements FleetListener {
    private final BlockingQueue<Launched> launched = new LinkedBlockingQueue<>();

    @Override
    public void launched(Member member, String host, String containerId) {
      launched.add(new Launched(member.rank(), host));
    }

    @Override
    public void ended(Member member, ExitReport report) {
      // They have no program and end at once.
    }

    @Override
    public void fleetFailed(String diagnostics) {
      throw new AssertionError(diagnostics);
    }
  }
}
