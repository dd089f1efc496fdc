package org.yarnp2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Containers that start from a class-data archive, which nodes keep. */
@ExtendWith(SharedCluster.class)
class InstallIT {
  private static final List<String> PROGRAMS =
      List.of(
          "org.yarnp2p.appmaster.ApplicationMaster",
          "org.yarnp2p.peer.PeerContainer",
          "org.yarnp2p.peer.PeerContainer",
          "org.yarnp2p.tracker.TrackerContainer");

  private final TestCluster cluster;

  InstallIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void containersStartFromWhatIsInstalled() throws IOException {
    assertThat(cluster.names(cluster.programs()))
        .singleElement()
        .asString()
        .matches("p2p-[0-9a-f]{16}-[0-9]{14}\\.tar\\.gz");

    java.nio.file.Path loads = Files.createDirectories(TestCluster.newLocalFile("loads"));
    SwarmInput input =
        new SwarmInput(2).holds(1, "alpha", SwarmInput.segments("alpha", 20)).wants(2, "alpha");
    Path out = cluster.newPath("out");
    cluster.runs(
        input.writeTo(cluster.fs(), cluster.newPath("installed")),
        out,
        "-D",
        "p2p.container.java.opts=-Xlog:class+load:file=" + loads + "/%p.txt");

    assertThat(Sha256.ofOutputs(cluster.fs(), out)).isEqualTo(input.expectedOutputs());
    assertThat(sharedPrograms(loads)).isEqualTo(PROGRAMS);
    cluster.assertNothingIsLeft();
  }

  /** The main classes that came from an archive, of all processes. */
  private static List<String> sharedPrograms(java.nio.file.Path loads) throws IOException {
    try (Stream<java.nio.file.Path> files = Files.list(loads)) {
      return files
          .flatMap(InstallIT::lines)
          .filter(line -> line.contains(" source: shared objects file"))
          .flatMap(line -> PROGRAMS.stream().distinct().filter(name -> line.contains(name + " ")))
          .sorted()
          .toList();
    }
  }

  private static Stream<String> lines(java.nio.file.Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
