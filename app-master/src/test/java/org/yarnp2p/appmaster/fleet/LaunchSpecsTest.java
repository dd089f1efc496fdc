package org.yarnp2p.appmaster.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.api.records.LocalResourceType;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.security.AMRMTokenIdentifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.appmaster.JobFixture;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.Enclosure;
import org.yarnp2p.job.LaunchEnvironment;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.security.JobSecret;
import org.yarnp2p.security.JobTokenSelector;
import org.yarnp2p.security.ServerKey;

class LaunchSpecsTest {
  private static final Endpoint MASTER = new Endpoint("master", 4711);
  private static final Text HDFS = new Text("HDFS_DELEGATION_TOKEN");

  @TempDir private Path directory;
  private final Configuration conf = JobFixture.conf();
  private final JobSecret secret = JobSecret.generate();
  private JobFixture job;

  @BeforeEach
  void stage() throws IOException {
    job = JobFixture.stage(directory);
    Files.writeString(job.staged().resolve("p2p.jar"), "jar");
    Files.writeString(job.staged().resolve("input/in0.txt"), "0\n0\n");
  }

  @Test
  void aRankGetsItsEnvironmentAndItsOwnInput() throws IOException {
    LaunchSpec spec = specs(new Credentials()).of(new Member(Rank.peer(2), 3));
    assertThat(LaunchEnvironment.from(spec.environment()))
        .isEqualTo(
            new LaunchEnvironment(new Member(Rank.peer(2), 3), 2, JobFixture.JOB_ID, MASTER, null));
    assertThat(spec.environment()).containsEntry("MALLOC_ARENA_MAX", "4");
    assertThat(spec.files()).containsOnlyKeys("p2p.jar", "job.xml", "plan.json", "input.txt");
    assertThat(spec.files().get("input.txt").getPath().getName()).isEqualTo("in2.txt");
  }

  /** They are passed on by the ApplicationMaster, which has got them in the same way. */
  @Test
  void whatIsEnclosedIsNotFetched() throws IOException {
    Enclosure enclosure = new Enclosure();
    for (String name : List.of("job.xml", "in1.txt", "in2.txt")) {
      enclosure.add(name, name.getBytes(UTF_8));
    }
    StagedJob staged = StagedJob.read(conf, job.stagedPath(), 2, enclosure);
    LaunchSpec master =
        LaunchSpecs.applicationMaster(
            conf,
            staged,
            new MasterEnvironment(JobFixture.JOB_ID, job.stagedPath(), 123),
            new Credentials());
    assertThat(master.files()).containsOnlyKeys("p2p.jar", "plan.json");

    StagedJob passedOn =
        StagedJob.read(conf, job.stagedPath(), 2, Enclosure.of(master.credentials()));
    LaunchSpecs specs =
        new LaunchSpecs(
            conf, passedOn, secret, JobFixture.JOB_ID, 2, MASTER, master.credentials(), false);
    LaunchSpec peer = specs.of(new Member(Rank.peer(2), 1));
    assertThat(peer.files()).containsOnlyKeys("p2p.jar", "plan.json");
    Path container = Files.createDirectory(directory.resolve("container"));
    Enclosure.of(peer.credentials()).unpack(container);
    assertThat(container.resolve("job.xml")).hasContent("job.xml");
    assertThat(container.resolve("input.txt")).hasContent("in2.txt");
    assertThat(container).isDirectoryNotContaining(file -> file.toString().contains("in1"));

    LaunchSpec tracker = specs.of(new Member(Rank.TRACKER, 1));
    assertThat(tracker.files()).containsOnlyKeys("p2p.jar", "plan.json", "input.txt");
  }

  @Test
  void theTrackerGetsTheOrigins() throws IOException {
    LaunchSpec spec = specs(new Credentials()).of(new Member(Rank.TRACKER, 1));
    assertThat(spec.kind()).isEqualTo(ContainerKind.TRACKER);
    assertThat(spec.files().get("input.txt").getPath().getName()).isEqualTo("in0.txt");
  }

  @Test
  void aPeerGetsTheKeyOfItsServerAndATokenForTheUmbilicalButNotTheSecret() throws IOException {
    Credentials credentials =
        specs(new Credentials()).of(new Member(Rank.peer(2), 1)).credentials();
    assertThat(ServerKey.from(credentials)).isNotNull();
    assertThat(JobTokenSelector.find(credentials, Rank.peer(2), Rank.APPLICATION_MASTER))
        .isNotNull();
    assertThat(JobSecret.isIn(credentials)).isFalse();
    assertThat(credentials.numberOfSecretKeys()).isEqualTo(1);
  }

  @Test
  void theTrackerKnowsTheSecret() throws IOException {
    assertThat(
            JobSecret.isIn(specs(new Credentials()).of(new Member(Rank.TRACKER, 1)).credentials()))
        .isTrue();
  }

  @Test
  void onlyTokensForStorageArePassedOn() throws IOException {
    Credentials own = new Credentials();
    own.addToken(new Text("rm"), token(AMRMTokenIdentifier.KIND_NAME));
    own.addToken(new Text("nn"), token(HDFS));
    own.addSecretKey(new Text("mine"), new byte[] {1});
    Credentials credentials = specs(own).of(new Member(Rank.peer(1), 1)).credentials();
    assertThat(credentials.getToken(new Text("nn"))).isNotNull();
    assertThat(credentials.getAllTokens())
        .extracting(Token::getKind)
        .doesNotContain(AMRMTokenIdentifier.KIND_NAME);
    assertThat(credentials.getSecretKey(new Text("mine"))).isNull();
  }

  @Test
  void yarnGetsFilesTokensAndAClassPathThatBeginsWithTheProgram() throws IOException {
    conf.unset(YarnConfiguration.YARN_APPLICATION_CLASSPATH);
    LaunchSpec spec = specs(new Credentials()).of(new Member(Rank.peer(2), 1));
    ContainerLaunchContext context = YarnLaunch.context(spec, conf);
    assertThat(context.getEnvironment().get("CLASSPATH"))
        .startsWith("{{PWD}}/p2p.jar<CPS>{{HADOOP_CONF_DIR}}<CPS>{{HADOOP_COMMON_HOME}}/");
    assertThat(context.getCommands()).containsExactly(spec.command().shellLine());
    LocalResource input = context.getLocalResources().get("input.txt");
    Path file = job.staged().resolve("input/in2.txt");
    assertThat(input.getSize()).isEqualTo(Files.size(file));
    assertThat(input.getTimestamp()).isEqualTo(Files.getLastModifiedTime(file).toMillis());
    assertThat(input.getResource().getFile()).isEqualTo(file.toString());
    assertThat(
            JobTokenSelector.find(read(context.getTokens()), Rank.peer(2), Rank.APPLICATION_MASTER))
        .isNotNull();
    assertThat(YarnLaunch.resource(spec).getMemorySize()).isEqualTo(spec.memoryMb());
  }

  @Test
  void everyContainerNamesFilesInUtf8AndHearsOfDisksInEnglishWhateverTheNodesLocale()
      throws IOException {
    for (Rank rank : List.of(Rank.TRACKER, Rank.peer(2))) {
      LaunchSpec spec = specs(new Credentials()).of(new Member(rank, 1));
      assertThat(YarnLaunch.context(spec, conf).getEnvironment())
          .containsEntry("LC_ALL", "C.UTF-8")
          .containsEntry("LANGUAGE", "C");
    }
  }

  @Test
  void theClustersOwnClassPathIsUsedWhenThereIsOne() throws IOException {
    conf.set(YarnConfiguration.YARN_APPLICATION_CLASSPATH, "$HADOOP_CONF_DIR, /opt/hadoop/*");
    LaunchSpec spec = specs(new Credentials()).of(new Member(Rank.peer(2), 1));
    assertThat(YarnLaunch.context(spec, conf).getEnvironment().get("CLASSPATH"))
        .isEqualTo(
            "{{PWD}}/p2p.jar<CPS>{{HADOOP_CONF_DIR}}<CPS>$HADOOP_CONF_DIR<CPS>/opt/hadoop/*");
  }

  @Test
  void anInstalledProgramIsKeptByTheNode() throws IOException {
    Path program = Files.createFile(job.staged().resolve("p2p-1-2.tar.gz"));
    conf.set(P2pKeys.PROGRAM, program.toUri().toString());
    LaunchSpec spec = specs(new Credentials()).of(new Member(Rank.peer(2), 1));
    ContainerLaunchContext context = YarnLaunch.context(spec, conf);
    assertThat(context.getEnvironment().get("CLASSPATH"))
        .startsWith("program/p2p.jar<CPS>{{HADOOP_CONF_DIR}}<CPS>");
    LocalResource resource = context.getLocalResources().get("program");
    assertThat(resource.getResource().getFile()).isEqualTo(program.toString());
    assertThat(resource.getType()).isEqualTo(LocalResourceType.ARCHIVE);
    assertThat(resource.getVisibility()).isEqualTo(LocalResourceVisibility.PRIVATE);
  }

  @Test
  void theMastersContainerIsMadeOfTheSameStuff() throws IOException {
    Credentials credentials = new Credentials();
    secret.addTo(credentials);
    MasterEnvironment environment = new MasterEnvironment(JobFixture.JOB_ID, job.stagedPath(), 123);
    LaunchSpec spec =
        LaunchSpecs.applicationMaster(
            conf,
            StagedJob.read(conf, job.stagedPath(), 2, new Enclosure()),
            environment,
            credentials);
    assertThat(MasterEnvironment.from(spec.environment())).isEqualTo(environment);
    assertThat(spec.files()).containsOnlyKeys("p2p.jar", "job.xml", "plan.json");
    assertThat(spec.command().shellLine()).contains("org.yarnp2p.appmaster.ApplicationMaster");
    assertThat(JobSecret.isIn(spec.credentials())).isTrue();
  }

  @Test
  void aStagedFileThatIsMissingIsNamed() throws IOException {
    Files.delete(job.staged().resolve("input/in2.txt"));
    assertThatThrownBy(() -> StagedJob.read(conf, job.stagedPath(), 2, new Enclosure()))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("in2.txt");
  }

  private LaunchSpecs specs(Credentials own) throws IOException {
    return specs(own, false);
  }

  private LaunchSpecs specs(Credentials own, boolean mayBeFollowed) throws IOException {
    return new LaunchSpecs(
        conf,
        StagedJob.read(conf, job.stagedPath(), 2, new Enclosure()),
        secret,
        JobFixture.JOB_ID,
        2,
        MASTER,
        own,
        mayBeFollowed);
  }

  private static Token<TokenIdentifier> token(Text kind) {
    return new Token<>(new byte[] {1}, new byte[] {2}, kind, new Text("service"));
  }

  private static Credentials read(ByteBuffer tokens) throws IOException {
    byte[] bytes = new byte[tokens.remaining()];
    tokens.duplicate().get(bytes);
    Credentials credentials = new Credentials();
    credentials.readTokenStorageStream(new DataInputStream(new ByteArrayInputStream(bytes)));
    return credentials;
  }
}
