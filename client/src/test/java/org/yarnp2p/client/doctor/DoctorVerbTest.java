package org.yarnp2p.client.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hadoop.fs.ClusterStorageCapacityExceededException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.Screen;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.submit.InstalledProgram;
import org.yarnp2p.client.submit.JobFixture;
import org.yarnp2p.client.submit.JobJar;
import org.yarnp2p.client.yarn.Cluster.Node;
import org.yarnp2p.client.yarn.FakeCluster;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine;

class DoctorVerbTest {
  @TempDir private Path directory;

  private final Screen screen = new Screen();
  private final FakeCluster cluster = new FakeCluster().node("node1", NodeState.RUNNING);
  private JobFixture job;

  @BeforeEach
  void fixture() throws Exception {
    job = new JobFixture(directory);
  }

  private ExitCode doctor(String... args) {
    DoctorVerb verb = new DoctorVerb();
    new CommandLine(verb).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
    return verb.run(new Session(job.conf(), screen.console()), cluster);
  }

  @Test
  void clusterThatIsReadyIsExitCodeZero() {
    assertThat(doctor()).isEqualTo(ExitCode.DONE);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("ok +ResourceManager +rm.example.org:8032 answers"))
        .anyMatch(line -> line.matches("ok +nodes +1 of 1 NodeManagers are RUNNING"))
        .anyMatch(line -> line.matches("ok +staging directory .*"))
        .anyMatch(line -> line.matches("warn +default file system +file:.*"))
        .anyMatch(line -> line.matches("warn +target roots +p2p.target.roots is empty.*"))
        .anyMatch(line -> line.matches("unchecked +Java on the nodes .*"));
    assertThat(job.staging()).doesNotExist();
  }

  @Test
  void clusterWithoutNodesCannotRunJobs() {
    FakeCluster empty = new FakeCluster().node("node2", NodeState.UNHEALTHY);
    DoctorVerb verb = new DoctorVerb();
    new CommandLine(verb).parseArgs();
    assertThat(verb.run(new Session(job.conf(), screen.console()), empty))
        .isEqualTo(ExitCode.JOB_FAILED);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("fail +nodes +0 of 1 .*"))
        .anyMatch(line -> line.matches("warn +room for a peer +no node is RUNNING"));
  }

  @Test
  void nodeThatIsLostIsAWarning() {
    cluster.node("node2", NodeState.LOST);
    assertThat(doctor()).isEqualTo(ExitCode.DONE);
    assertThat(screen.out()).anyMatch(line -> line.matches("warn +nodes .*node2 is LOST"));
  }

  @Test
  void racksAreCountedWhereThereAreSeveral() {
    assertThat(doctor()).isEqualTo(ExitCode.DONE);
    assertThat(screen.out()).noneMatch(line -> line.contains("rack"));
    cluster.node(inRack("node2", "/other"));
    assertThat(doctor()).isEqualTo(ExitCode.DONE);
    assertThat(screen.out()).anyMatch(line -> line.matches("ok +racks +2 racks of 1 node"));
  }

  @Test
  void nodesOfWhichNoRackIsKnownAreAWarning() {
    cluster.node(inRack("node2", "/default-rack")).node(inRack("node3", "/default-rack"));
    assertThat(doctor()).isEqualTo(ExitCode.DONE);
    assertThat(screen.out())
        .anyMatch(
            line ->
                line.matches(
                    "warn +racks +2 racks of 1 to 2 nodes; one of them is /default-rack, such as"
                        + " for node2"));
  }

  private static Node inRack(String host, String rack) {
    return new Node(host, host, rack, NodeState.RUNNING, Set.of(), 8192, 4, 8192, 4);
  }

  @Test
  void containersThatAreTooLargeAreNamedWithTheRemedy() {
    cluster.largest(512, 1);
    assertThat(doctor()).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("fail +largest container .*p2p.am.memory.mb.*"))
        .anyMatch(line -> line.contains("raise yarn.scheduler.maximum-allocation-mb"));
  }

  @Test
  void queueThatDoesNotExistIsNamed() {
    assertThat(doctor("--queue", "nowhere")).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("fail +queue +YARN has no queue 'nowhere'"));
  }

  @Test
  void queueThatWouldBeMadeIsAWarning() {
    cluster.makeQueues("the scheduler makes it if it may");
    assertThat(doctor("--queue", "nowhere")).isEqualTo(ExitCode.DONE);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("warn +queue +YARN has no queue 'nowhere' yet"))
        .contains(
            "queue: the scheduler makes it if it may; else set p2p.queue to one of batch,"
                + " default");
  }

  @Test
  void queueThatHasQueuesOfItsOwnIsNamed() {
    assertThat(doctor("--queue", "root")).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("fail +queue +root has queues of its own, .*"))
        .contains("queue: set p2p.queue to one of batch, default");
  }

  @Test
  void queueThatTakesNothingFromThisPersonIsNamed() {
    cluster.closeQueues();
    assertThat(doctor()).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("fail +queue +default .* may not submit applications to it"))
        .anyMatch(line -> line.matches("queue: .*acl_submit_applications.*"));
  }

  @Test
  void stagingDirectoryThatCannotBeMadeIsNamed() throws Exception {
    Files.writeString(job.staging(), "a file");
    assertThat(doctor()).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(screen.out())
        .anyMatch(line -> line.startsWith("fail") && line.contains("staging directory"))
        .anyMatch(line -> line.contains("set p2p.staging.dir"));
  }

  @Test
  void fileSystemThatIsAwayIsNoReasonForAnotherDirectory() {
    job.conf().setClass("fs.away.impl", Away.class, FileSystem.class);
    job.conf().set(P2pKeys.STAGING_DIR, "away:///staging");
    job.conf().set(P2pKeys.PROGRAMS, "away:///programs");
    assertThat(doctor()).isEqualTo(ExitCode.JOB_FAILED);
    String remedy = "its file system cannot be reached: look after that, then run this again";
    assertThat(screen.out())
        .contains("staging directory: " + remedy, "installed program: " + remedy);
  }

  @Test
  void fileSystemThatMakesDirectoriesButNoFilesServesNoJob() {
    String quota = "The DiskSpace quota of /user/ada is exceeded";
    staging(() -> new ClusterStorageCapacityExceededException(quota));
    assertThat(doctor()).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("fail +staging directory +" + quota))
        .anyMatch(line -> line.startsWith("staging directory: raise its quota"));
    assertThat(job.staging()).doesNotExist();

    staging(() -> new IOException("File /user/ada/.p2p could only be written to 0 of the 1 ..."));
    assertThat(doctor()).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("staging directory: .* has no DataNode to write to: .*"));
  }

  @Test
  void stagingDirectoryWithRoomForAFewNamesIsAWarning() {
    job.conf().setClass("fs.few.impl", Few.class, FileSystem.class);
    job.conf().set(P2pKeys.STAGING_DIR, "few://" + job.staging());
    assertThat(doctor()).isEqualTo(ExitCode.DONE);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("warn +staging directory .* has room for 7 names only.*"))
        .anyMatch(line -> line.matches("staging directory: .*-setQuota.*"));
    assertThat(job.staging()).doesNotExist();
  }

  /** Below it no file can be written. */
  private void staging(Supplier<IOException> refusal) {
    Full.refusal = refusal;
    job.conf().setClass("fs.full.impl", Full.class, FileSystem.class);
    job.conf().set(P2pKeys.STAGING_DIR, "full://" + job.staging());
  }

  @Test
  void rootsOfTargetsAreShown() {
    job.conf().set("p2p.target.roots", "/data");
    assertThat(doctor()).isEqualTo(ExitCode.DONE);
    assertThat(screen.out()).anyMatch(line -> line.matches("ok +target roots +/data"));
    job.conf().set("p2p.target.roots", "data");
    assertThat(doctor()).isEqualTo(ExitCode.JOB_FAILED);
  }

  @Test
  void installedProgramIsShown() throws Exception {
    assertThat(doctor()).isEqualTo(ExitCode.DONE);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("ok +installed program +none: jobs bring p2p.jar; .*"));

    Path programs = Files.createDirectory(directory.resolve("programs"));
    job.conf().set(P2pKeys.PROGRAMS, programs.toString());
    assertThat(doctor()).isEqualTo(ExitCode.DONE);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("warn +installed program +none of this p2p.jar in .*"))
        .contains("installed program: run 'p2p install'");

    String name = InstalledProgram.name(JobJar.find(job.conf()), Instant.EPOCH);
    Files.createFile(programs.resolve(name));
    assertThat(doctor()).isEqualTo(ExitCode.DONE);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("ok +installed program +file:.*/" + name));
  }

  @Test
  void oldJavaIsRefused() {
    assertThat(ClientChecks.java(11).verdict()).isEqualTo(Finding.Verdict.FAIL);
    assertThat(ClientChecks.java(17).verdict()).isEqualTo(Finding.Verdict.OK);
  }

  @Test
  void scriptsGetJson() {
    doctor("--format", "json", "--quiet");
    assertThat(String.join("\n", screen.out())).contains("\"verdict\" : \"UNCHECKED\"");
  }

  /** Has room for directories only. */
  public static final class Full extends RawLocalFileSystem {
    private static volatile Supplier<IOException> refusal;

    @Override
    public URI getUri() {
      return URI.create("full:///");
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path file,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      throw refusal.get();
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path file,
        FsPermission permission,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      throw refusal.get();
    }
  }

  /** Has room for a directory, a file in it, and five more names. */
  public static final class Few extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("few:///");
    }

    @Override
    public boolean mkdirs(org.apache.hadoop.fs.Path path, FsPermission permission)
        throws IOException {
      if (path.getName().equals("name-5")) {
        throw new ClusterStorageCapacityExceededException(
            "The NameSpace quota (directories and files) of directory /user/ada is exceeded");
      }
      return super.mkdirs(path, permission);
    }
  }

  /** Nobody listens where its name server should be. */
  public static final class Away extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("away:///");
    }

    @Override
    public FileStatus getFileStatus(org.apache.hadoop.fs.Path path) throws IOException {
      throw new ConnectException("Connection refused");
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
      throw new ConnectException("Connection refused");
    }

    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      throw new ConnectException("Connection refused");
    }
  }
}
