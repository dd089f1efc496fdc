package org.yarnp2p.client.distribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.yarn.Cluster.Node;

@Timeout(60)
class NodeWishTest {
  private static final List<Node> KNOWN =
      List.of(
          node("node1", NodeState.RUNNING, 1000),
          node("node2", NodeState.RUNNING, 3000, "gpu"),
          node("node3", NodeState.LOST, 9000, "gpu"),
          node("node4", NodeState.RUNNING, 2000));

  @TempDir private Path directory;

  private static Node node(String host, NodeState state, long free, String... labels) {
    return new Node(host, host, "/rack", state, Set.of(labels), 9000, 4, free, 4);
  }

  private NodeChoice choose(String what, String... excluded) throws Exception {
    Path exclude = Files.write(directory.resolve("exclude"), List.of(excluded));
    return NodeWish.of(what, exclude.toString(), null).among(KNOWN);
  }

  private static List<String> names(NodeChoice choice) {
    return choice.nodes().stream().map(Node::name).toList();
  }

  private String file(String... lines) throws Exception {
    return Files.write(directory.resolve("hosts"), List.of(lines)).toString();
  }

  @Test
  void allAreThoseThatRun() throws Exception {
    assertThat(names(choose("all"))).containsExactly("node1", "node2", "node4");
  }

  @Test
  void excludedOnesGetNothing() throws Exception {
    assertThat(names(choose("all", "node2  # slow", "", "node9")))
        .containsExactly("node1", "node4");
  }

  @Test
  void excludedOnesGetNothingHoweverTheirNamesAreWritten() throws Exception {
    assertThat(names(choose("all", "NODE2", "Node4"))).containsExactly("node1");
    assertThat(choose(file("node1", "node7"), "Node7").absent()).isEmpty();
  }

  @Test
  void hostThatIsExcludedInVainIsNamed() throws Exception {
    NodeChoice choice = choose("all", "node1", "node2.example.org", "node3", "node9");
    assertThat(names(choice)).containsExactly("node2", "node4");
    assertThat(choice.caution().orElseThrow())
        .isEqualTo(
            "--exclude: YARN knows no node2.example.org (%s:2), node9 (%1$s:4); 'yarn node -list"
                    .formatted(directory.resolve("exclude"))
                + " -all' has the names that count");
    assertThat(choose("all", "node1").caution()).isEmpty();
  }

  @Test
  void numberMeansThoseWithTheMostFreeMemory() throws Exception {
    assertThat(names(choose("2"))).containsExactly("node2", "node4");
  }

  @Test
  void moreThanRunAreRefused() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> choose("4"))
        .withMessage(
            "--nodes: found 4, expected 1 to 3, which is how many nodes are RUNNING; or say"
                + " with --min-nodes how many are enough");
  }

  @Test
  void numberThatIsNoCountIsNotTakenForALabel() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> choose("12345678901"))
        .withMessage(
            "--nodes: found 12345678901, which is too large for a number of nodes, and no file or"
                + " node label either");
  }

  @Test
  void fewerThanTheNumberAreTakenWhereTheyAreEnough() throws Exception {
    NodeChoice choice = NodeWish.of("4", null, 2).among(KNOWN);
    assertThat(names(choice)).containsExactly("node2", "node4", "node1");
    assertThat(choice.asked()).isEqualTo(4);
    assertThat(choice.without()).containsExactly("1 of the 4 nodes: only 3 can take part");
    assertThat(NodeWish.of("2", null, 1).among(KNOWN).without()).isEmpty();
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> NodeWish.of("5", null, 4).among(KNOWN))
        .withMessage("--nodes: found 5, expected 1 to 3, which is how many nodes are RUNNING");
  }

  @Test
  void labelMeansTheRunningNodesThatHaveIt() throws Exception {
    NodeChoice choice = choose("gpu");
    assertThat(names(choice)).containsExactly("node2");
    assertThat(choice.label()).hasValue("gpu");
  }

  @Test
  void whatIsNoneOfTheseIsRefusedWithTheLabelsThereAre() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> choose("gpus"))
        .withMessage(
            "--nodes: found 'gpus', expected all, a number, a file with a host to a line, or a node"
                + " label (gpu)");
  }

  @Test
  void fileNamesHostsInTheOrderOfTheRanks() throws Exception {
    NodeChoice choice = choose(file("# mine", "NODE4", "node1", "node4"));
    assertThat(names(choice)).containsExactly("node4", "node1");
    assertThat(choice.absent()).isEmpty();
  }

  /** As a shell makes it of {@code <(command)}: what has been read of it is gone. */
  @Test
  void fileMayBeAPipe() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(whatComesFrom(pipe, "node4", () -> choose(pipe.toString())).nodes())
        .extracting(Node::name)
        .containsExactly("node4");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(
            () -> whatComesFrom(pipe, "node4", () -> choose(pipe.toString(), "node4", "node5")))
        .withMessageContaining("--exclude leaves none; there would be 1");
  }

  /** The caller of all verbs explains it: such a name is no label either. */
  @Test
  void fileWhoseNameTheLocaleHasNoLettersForIsNotTakenForALabel() {
    assertThatExceptionOfType(InvalidPathException.class).isThrownBy(() -> choose("hosts\0"));
  }

  private static NodeChoice whatComesFrom(Path pipe, String line, Callable<NodeChoice> reader)
      throws Exception {
    Thread writer = new Thread(() -> write(pipe, line), "writer");
    writer.setDaemon(true);
    writer.start();
    try {
      return reader.call();
    } finally {
      writer.join();
    }
  }

  private static void write(Path pipe, String line) {
    try {
      Files.write(pipe, List.of(line), StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void hostsOfAFileThatCannotTakePartAreNamed() throws Exception {
    String hosts = file("node1", "node3", "node7");
    NodeChoice choice = choose(hosts);
    assertThat(names(choice)).containsExactly("node1");
    assertThat(choice.absent().toString())
        .isEqualTo("[node3: it is LOST, node7: YARN does not know it (" + hosts + ":3)]");
    assertThat(choice.asked()).isEqualTo(3);
  }

  @Test
  void lineWithTwoNamesIsRefusedWithItsNumber() throws Exception {
    String hosts = file("node1", "node2 node3");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> choose(hosts))
        .withMessage(hosts + ":2: found 'node2 node3', expected the name of one host");
  }

  @Test
  void noNodeThatRunsIsRefusedWithTheStatesOfAll() {
    List<Node> lost =
        List.of(
            node("node1", NodeState.LOST, 1),
            node("node2", NodeState.UNHEALTHY, 1),
            node("node3", NodeState.LOST, 1));
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> NodeWish.of("1", null, null).among(lost))
        .withMessage("--nodes 1: no node can take a container; YARN has 1 UNHEALTHY, 2 LOST");
  }

  @Test
  void exclusionOfAllIsSaidToBeTheReason() throws Exception {
    String hosts = file("node1", "node4");
    for (String what : List.of("all", "2", hosts)) {
      assertThatExceptionOfType(UsageException.class)
          .isThrownBy(() -> choose(what, "node1", "node2", "node4"))
          .withMessageStartingWith("--nodes " + what + ": --exclude leaves none; there would be ");
    }
  }

  @Test
  void fileWithoutHostsIsRefused() throws Exception {
    String hosts = file("# none yet", "");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> choose(hosts))
        .withMessage("--nodes: " + hosts + " names no host");
  }

  @Test
  void exclusionsThatAreNotThereAreRefused() {
    String none = directory.resolve("none").toString();
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> NodeWish.of("all", none, null))
        .withMessage("--exclude: " + none + " does not exist");
  }

  @ParameterizedTest
  @CsvSource({
    "all, 0, '--min-nodes: found 0, expected 1 or more'",
    "3, 4, '--min-nodes: found 4, expected 1 to 3'",
    "0, 1, '--nodes: found 0, expected a number from 1'",
  })
  void whatNoClusterCanHaveIsRefusedWithoutOne(String what, int enough, String message) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> NodeWish.of(what, null, enough))
        .withMessage(message);
  }
}
