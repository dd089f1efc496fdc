package org.yarnp2p.client.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.DataInputByteBuffer;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.api.records.LocalResourceType;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.yarn.Cluster.Node;
import org.yarnp2p.client.yarn.FakeCluster;
import org.yarnp2p.client.yarn.FakeTime;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.Enclosure;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.security.JobSecret;

class JobSubmissionTest {
  @TempDir private Path directory;

  private final FakeCluster cluster = new FakeCluster();
  private final FakeTime time = new FakeTime();
  private JobFixture job;

  @BeforeEach
  void fixture() throws Exception {
    job = new JobFixture(directory);
  }

  private JobSubmission submission() throws UsageException {
    return new JobSubmission(job.conf(), new PatientCluster(cluster, 1000, why -> {}, time, time));
  }

  private NewJob submit() throws Exception {
    JobSubmission submission = submission();
    NewJob made = submission.prepare();
    submission.submit(made, job.request());
    return made;
  }

  private void assertNothingIsLeft() throws Exception {
    assertThat(job.output()).doesNotExist();
    if (Files.exists(job.staging())) {
      try (Stream<Path> left = Files.list(job.staging())) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void applicationIsDescribedToYarn() throws Exception {
    job.conf().set("p2p.queue", "batch");
    job.conf().set("p2p.am.memory.mb", "900");
    NewJob made = submit();
    ApplicationSubmissionContext context = cluster.submitted();
    assertThat(context.getApplicationId()).isEqualTo(FakeCluster.ID);
    assertThat(context.getApplicationName()).isEqualTo("in");
    assertThat(context.getApplicationType()).isEqualTo("p2p");
    assertThat(context.getApplicationTags()).containsExactly("p2p");
    assertThat(context.getQueue()).isEqualTo("batch");
    assertThat(context.getMaxAppAttempts()).isEqualTo(2);
    assertThat(context.getKeepContainersAcrossApplicationAttempts()).isTrue();
    assertThat(context.getAttemptFailuresValidityInterval()).isEqualTo(30 * 60_000);
    assertThat(context.getResource().getMemorySize()).isEqualTo(900);
    assertThat(made.staging().directory().toUri().getPath())
        .isEqualTo(job.staging().resolve(FakeCluster.ID.toString()).toString());
    assertThat(context.getAMContainerSpec().getLocalResources())
        .as("the others are enclosed")
        .containsOnlyKeys("p2p.jar");
    assertThat(context.getAMContainerSpec().getEnvironment())
        .containsEntry("P2P_JOB_ID", made.id())
        .containsEntry("P2P_STAGING_DIR", made.staging().directory().toString())
        .containsEntry("P2P_SUBMIT_TIME", Long.toString(made.startedAt()));
  }

  @Test
  void ranksAreToldTheRacksOfTheNodesWhereThereAreSeveral() throws Exception {
    cluster.node(node("node1", "/east", NodeState.RUNNING));
    cluster.node(node("node2", "/west", NodeState.LOST));
    assertThat(plan(submit()).racks()).isEmpty();

    cluster.node(node("node3", "/west", NodeState.RUNNING));
    assertThat(plan(submit()).racks())
        .containsOnly(Map.entry("node1", "/east"), Map.entry("node3", "/west"));
  }

  private static Node node(String host, String rack, NodeState state) {
    return new Node(host, host, rack, state, Set.of(), 8192, 4, 8192, 4);
  }

  private static JobPlan plan(NewJob made) throws IOException {
    Path staged = Path.of(made.staging().directory().toUri());
    try (InputStream in = Files.newInputStream(staged.resolve("plan.json"))) {
      return JobPlan.read(in);
    }
  }

  @Test
  void programThatIsInstalledTakesThePlaceOfTheJar() throws Exception {
    Path programs = Files.createDirectory(directory.resolve("programs"));
    Path program =
        Files.createFile(
            programs.resolve(InstalledProgram.name(directory.resolve("p2p.jar"), Instant.EPOCH)));
    job.conf().set(P2pKeys.PROGRAMS, programs.toString());
    NewJob made = submit();
    var master = cluster.submitted().getAMContainerSpec();
    assertThat(master.getLocalResources()).containsOnlyKeys("program");
    LocalResource resource = master.getLocalResources().get("program");
    assertThat(resource.getType()).isEqualTo(LocalResourceType.ARCHIVE);
    assertThat(resource.getVisibility()).isEqualTo(LocalResourceVisibility.PRIVATE);
    assertThat(resource.getResource().getFile()).isEqualTo(program.toString());
    assertThat(master.getEnvironment().get("CLASSPATH")).startsWith("program/p2p.jar<CPS>");
    assertThat(master.getCommands().get(0)).contains(" $(sh program/options) org.yarnp2p.");
    Path staged = Path.of(made.staging().directory().toUri());
    assertThat(staged.resolve("p2p.jar")).doesNotExist();
    Configuration frozen = new Configuration(false);
    frozen.addResource(staged.resolve("job.xml").toUri().toURL());
    assertThat(frozen.get(P2pKeys.PROGRAM)).isEqualTo("file:" + program);
  }

  @Test
  void secretAndSmallFilesTravelInTheCredentials() throws Exception {
    submit();
    var spec = cluster.submitted().getAMContainerSpec();
    DataInputByteBuffer in = new DataInputByteBuffer();
    in.reset(spec.getTokens().duplicate());
    Credentials credentials = new Credentials();
    credentials.readTokenStorageStream(in);
    assertThat(JobSecret.isIn(credentials)).isTrue();
    assertThat(List.of("job.xml", "plan.json", "in1.txt", "in2.txt", "in3.txt"))
        .allMatch(Enclosure.of(credentials)::has);
  }

  @Test
  void containersThatAreTooLargeForTheClusterAreRefused() throws Exception {
    cluster.largest(512, 1);
    job.conf().set("p2p.tracker.memory.mb", "512");
    job.conf().set("p2p.peer.vcores", "2");
    JobSubmission submission = submission();
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(submission::prepare)
        .satisfies(
            e ->
                assertThat(e.lines())
                    .containsExactly(
                        "p2p.am.memory.mb: found 768 MiB, but the cluster gives a container 512"
                            + " MiB at most; ask for less",
                        "p2p.peer.memory.mb: found 768 MiB, but the cluster gives a container 512"
                            + " MiB at most; ask for less",
                        "p2p.peer.vcores: found 2, but the cluster gives a container 1 at most;"
                            + " ask for less"));
    assertThat(cluster.calls()).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void heapThatDoesNotFitIsRefusedBeforeTheClusterIsAsked() {
    job.conf().set("p2p.peer.memory.mb", "512");
    job.conf().set("p2p.peer.heap.mb", "600");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(this::submission)
        .withMessageContaining("p2p.peer.heap.mb (600) must be below p2p.peer.memory.mb (512)");
  }

  @Test
  void unknownQueueIsRefusedWithTheNamesOfTheOthers() throws Exception {
    cluster.refuse("Application submitted to unknown queue: nowhere");
    job.conf().set("p2p.queue", "root.nowhere");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(this::submit)
        .withMessage("YARN has no queue 'root.nowhere'; set --queue to one of batch, default");
    assertNothingIsLeft();
  }

  @Test
  void queueIsNotTakenForAnotherOfItsName() throws Exception {
    cluster.queues("root.a.night", "root.b.night").refuse("Application submitted to unknown queue");
    for (String queue : List.of("night", "root.c.night")) {
      job.conf().set("p2p.queue", queue);
      assertThatExceptionOfType(UsageException.class)
          .isThrownBy(this::submit)
          .withMessage(
              "YARN has no queue '"
                  + queue
                  + "'; set --queue to one of root.a.night, root.b.night");
    }
    assertNothingIsLeft();
  }

  @Test
  void whyAQueueWasNotMadeIsPassedOn() throws Exception {
    cluster.makeQueues("if it may").refuse("ada may not submit to root.ada.nightly");
    job.conf().set("p2p.queue", "root.ada.nightly");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(this::submit)
        .withMessage(
            "YARN has no queue 'root.ada.nightly' and has not made it (ada may not submit to"
                + " root.ada.nightly); set --queue to one of batch, default");
    assertNothingIsLeft();
  }

  @Test
  void queueThatHasQueuesOfItsOwnIsRefusedWithTheirNames() throws Exception {
    cluster.refuse("root is not a leaf queue");
    job.conf().set("p2p.queue", "root");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(this::submit)
        .withMessage(
            "queue 'root' has queues of its own, and applications go to these only; set --queue to"
                + " one of batch, default");
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Application application_1_0001 submitted by user : ada to non-leaf queue : batch",
        "batch is not a leaf queue"
      })
  void parentWhoseQueuesAreNotThereYetIsToldFromALeafByTheRefusal(String refusal) throws Exception {
    cluster.refuse(refusal);
    job.conf().set("p2p.queue", "batch");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(this::submit)
        .withMessage(
            "queue 'batch' is a parent whose queues are not there yet, and applications go to"
                + " these only; set --queue to one of default");
    assertNothingIsLeft();
  }

  @Test
  void otherRefusalIsPassedOnAndNothingIsLeft() throws Exception {
    cluster.refuse("queue default is stopped");
    assertThatExceptionOfType(YarnException.class)
        .isThrownBy(this::submit)
        .withMessage("queue default is stopped");
    assertThat(cluster.calls()).containsExactly("submit");
    assertNothingIsLeft();
  }

  @Test
  void queueThatTheFairSchedulerNamesByItsPathIsNotCalledUnknown() throws Exception {
    cluster.queues("root.batch", "root.default").refuse("ada may not submit to root.default");
    assertThatExceptionOfType(YarnException.class)
        .isThrownBy(this::submit)
        .withMessage("ada may not submit to root.default");
    assertNothingIsLeft();
  }

  @Test
  void refusalIsToldThoughTheQueuesCannotBeAskedFor() throws Exception {
    cluster.refuseAndGoDown("queue default is stopped");
    assertThatExceptionOfType(YarnException.class)
        .isThrownBy(this::submit)
        .withMessage("queue default is stopped");
    assertNothingIsLeft();
  }

  @Test
  void cancelledJobIsNotSubmitted() throws Exception {
    JobRequest request = job.request();
    JobSubmission submission = submission();
    NewJob made = submission.prepare();
    assertThat(made.cancel()).isTrue();
    assertThatIOException().isThrownBy(() -> submission.submit(made, request));
    assertThat(cluster.calls()).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void submittedJobCannotBeCancelled() throws Exception {
    assertThat(submit().cancel()).isFalse();
  }

  @Test
  void inputThatVanishesMeanwhileLeavesNothing() throws Exception {
    JobRequest request = job.request();
    Files.delete(job.input().resolve("in3.txt"));
    JobSubmission submission = submission();
    NewJob made = submission.prepare();
    assertThatIOException().isThrownBy(() -> submission.submit(made, request));
    assertThat(cluster.submitted()).isNull();
    assertNothingIsLeft();
  }
}
