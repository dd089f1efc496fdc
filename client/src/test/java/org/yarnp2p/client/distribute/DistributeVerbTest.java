package org.yarnp2p.client.distribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.client.P2p;
import org.yarnp2p.client.Screen;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.yarn.FakeCluster;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.conf.P2pConf;
import picocli.CommandLine;

/** What {@code p2p distribute} refuses before a job is made, and what a dry run says. */
class DistributeVerbTest {
  @TempDir private Path directory;

  private final Screen screen = new Screen();
  private final Configuration conf = new YarnConfiguration(P2pConf.create());
  private Path source;

  @BeforeEach
  void files() throws Exception {
    conf.set("fs.defaultFS", "file:///");
    conf.set("p2p.staging.dir", directory.resolve("staging").toString());
    source = Files.writeString(directory.resolve("model.bin"), "12345");
  }

  private int distribute(String... more) {
    List<String> args = new ArrayList<>(List.of("distribute", "--local"));
    args.addAll(List.of(more));
    return P2p.run(conf, screen.console(), args.toArray(String[]::new));
  }

  private int complete(String... more) {
    List<String> args = new ArrayList<>(List.of("--source", source.toString()));
    args.addAll(List.of("--target", "/data/{rank}"));
    args.addAll(List.of(more));
    return distribute(args.toArray(String[]::new));
  }

  private void assertRefused(int code, String line) {
    assertThat(code).isEqualTo(2);
    assertThat(screen.err()).first().asString().startsWith("p2p distribute: " + line);
    assertThat(directory.resolve("staging")).doesNotExist();
  }

  @Test
  void clusterThatDoesNotAnswerIsMissedWithWhatPeopleForget() throws Exception {
    FakeCluster cluster = new FakeCluster().at("0.0.0.0:8032");
    cluster.down();
    conf.set("p2p.client.rm.timeout", "1ms");
    DistributeVerb verb = new DistributeVerb();
    new CommandLine(verb).parseArgs("--source", source.toString(), "--target", "/data");
    Session session = new Session(conf, screen.console());
    PatientCluster patient = PatientCluster.of(cluster, Settings.of(conf), session.console());
    assertThatIOException()
        .isThrownBy(() -> verb.run(session, patient))
        .withMessageContainingAll("Connection refused", "HADOOP_CONF_DIR", "--local");
  }

  @Test
  void placeWhereNoReportCanGoIsRefusedBeforeThereIsAJob() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    conf.set("p2p.staging.dir", file + "/staging");
    assertRefused(
        complete(),
        "output file:"
            + file
            + "/staging/reports: "
            + file
            + " is a file, expected a directory; choose another output");
  }

  @Test
  void sourceIsNeeded() {
    assertRefused(distribute("--target", "/data"), "--source is missing");
  }

  @Test
  void targetIsNeeded() {
    assertRefused(distribute("--source", source.toString()), "--target is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "data/models, expected an absolute path",
    "file:///data, expected an absolute path",
    "/, expected a directory below /",
    "/data/..  , expected a directory below /",
    "/data/{node}, 'found {node}, expected {host} or {rank}'"
  })
  void targetMustBeADirectoryOfTheNodes(String target, String why) {
    assertRefused(
        distribute("--source", source.toString(), "--target", target), "--target: found ");
    assertThat(screen.err().get(0)).contains(why);
  }

  @Test
  void severalRanksOfOneHostNeedDirectoriesOfTheirOwn() {
    assertRefused(
        distribute("--source", source.toString(), "--target", "/data", "--nodes", "3"),
        "--target /data: several ranks would write there");
    assertThat(screen.err().get(0)).contains("/data/{rank}");
  }

  @ParameterizedTest
  @CsvSource({
    "--nodes, none, --nodes: found 'none'",
    "--min-nodes, 2, '--min-nodes: found 2, expected 1 to 1'",
    "--rate, fast, --rate: found 'fast'",
    "--rate, 0, --rate: found '0'",
    "--reserve, much, --reserve: found 'much'",
    "--slots, 0, --slots: found 0",
    "--node-wait, soon, --node-wait: found 'soon'",
    "--node-wait, 60, --node-wait: found '60'",
    "--node-wait, 0, --node-wait: found '0'",
    "--segment-size, 65m, --segment-size: found '65m'",
    "--queue, batch, --queue is a cluster's",
    "--exclude, x, --exclude is about a cluster's nodes",
    "--link-rate, quick, --link-rate: found 'quick'"
  })
  void valueWithoutSenseIsRefused(String option, String value, String line) {
    assertRefused(complete(option, value, "--dry-run"), line);
  }

  @Test
  void quietAndVerboseContradict() {
    assertRefused(complete("--quiet", "--verbose"), "--quiet and --verbose contradict");
  }

  @Test
  void dryRunSaysWhatWouldMoveAndMakesNothing() {
    assertThat(complete("--nodes", "4", "--dry-run", "--link-rate", "100mbit")).isZero();
    assertThat(screen.out().get(0)).isEqualTo("Plan of model.bin; nothing has been submitted");
    assertThat(screen.out()).anyMatch(line -> line.matches("bytes to move +20 B"));
    assertThat(screen.out()).anyMatch(line -> line.startsWith("bound at 100mbit"));
    assertThat(directory.resolve("staging")).doesNotExist();
  }

  @Test
  void linksToNothingAreToldOf() throws Exception {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Files.writeString(tree.resolve("f"), "1");
    Files.createSymbolicLink(tree.resolve("gone"), directory.resolve("nothing"));
    int code = distribute("--source", tree + "", "--target", "/data", "--dry-run");
    assertThat(code).isZero();
    assertThat(screen.out()).asString().contains(tree + "/gone is left out, a link to nothing");
  }

  @Test
  void targetInsideASourceIsRefused() throws Exception {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Files.writeString(tree.resolve("f"), "1");
    Path link = Files.createSymbolicLink(directory.resolve("link"), tree);
    assertRefused(
        distribute("--source", tree + "", "--target", link + "/{rank}"),
        "--target " + link + "/{rank} lies inside the source file:" + tree);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tree", "link/reports"})
  void outputInsideASourceIsRefused(String name) throws Exception {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Files.writeString(tree.resolve("f"), "1");
    Files.createSymbolicLink(directory.resolve("link"), tree);
    Path output = directory.resolve(name);
    assertRefused(
        distribute("--source", tree + "", "--target", "/data", "--output", output + ""),
        "output file:" + output + " lies inside the source file:" + tree);
  }

  @Test
  void dryRunCanBeReadByAScript() {
    assertThat(complete("--dry-run", "--format", "json", "--quiet")).isZero();
    assertThat(String.join("", screen.out()))
        .contains("\"starts\" : true")
        .contains("\"bytes\" : 5");
    assertThat(screen.err()).isEmpty();
  }

  @Test
  void sourcesMayBeGivenTogetherOrApart() throws Exception {
    Path other = Files.writeString(directory.resolve("other.bin"), "123");
    Path third = Files.writeString(directory.resolve("third.bin"), "123");
    int code =
        distribute(
            "--source",
            source.toString(),
            other.toString(),
            "--source",
            third.toString(),
            "--target",
            "/data",
            "--dry-run");
    assertThat(code).isZero();
    assertThat(screen.out()).anyMatch(line -> line.matches("files +3"));
  }
}
