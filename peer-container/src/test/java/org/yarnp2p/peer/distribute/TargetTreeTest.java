package org.yarnp2p.peer.distribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.job.TargetRoots;
import org.yarnp2p.model.Rank;

class TargetTreeTest {
  private static final Rank RANK = Rank.peer(4);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"", "file:", "file://"})
  void targetIsMadeWithOrWithoutAScheme(String scheme) throws IOException {
    TargetTree tree = open(scheme + directory + "/a dir/b", List.of());
    assertThat(tree.root()).isEqualTo(directory.resolve("a dir/b")).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"relative", "hdfs://nn/data", "./x"})
  void targetIsAnAbsolutePathOfTheNode(String target) {
    assertThatThrownBy(() -> open(target, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("rank 4", target, "not an absolute path");
  }

  @Test
  void directoryThatCannotBeMadeIsTheFaultOfTheNode() throws IOException {
    TargetTree tree = open(directory + "/target", List.of());
    String tooLong = "x".repeat(256);
    assertThatThrownBy(() -> tree.file("a/" + tooLong + "/f", false))
        .isInstanceOf(UnfitNodeException.class)
        .hasMessageContainingAll("rank 4", directory + "/target/a/" + tooLong, "too long");
  }

  @Test
  void targetMayBeALinkToADirectory() throws IOException {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), disk);
    TargetTree tree = open(link.toString(), List.of());
    assertThat(tree.file("a/b", false)).isEqualTo(link.resolve("a/b"));
    assertThat(disk.resolve("a")).isDirectory();
  }

  @Test
  void targetOutsideTheAllowedRootsIsRefusedAlsoThroughALink() throws IOException {
    Path allowed = Files.createDirectory(directory.resolve("allowed"));
    Path other = Files.createDirectory(directory.resolve("other"));
    List<String> roots = List.of(directory + "/nowhere", allowed.toString());
    assertThat(open(allowed + "/x", roots).root()).isDirectory();
    assertThatThrownBy(() -> open(other + "/x", roots))
        .hasMessageContainingAll("rank 4", other + "/x", "p2p.target.roots");
    assertThatThrownBy(() -> open(allowed + "/../other", roots))
        .hasMessageContaining("p2p.target.roots");
    assertThat(other.resolve("x")).doesNotExist();
    Files.createSymbolicLink(allowed.resolve("link"), other);
    assertThatThrownBy(() -> open(allowed + "/link", roots))
        .hasMessageContaining("p2p.target.roots");
    assertThatThrownBy(() -> open(allowed + "/link/made", roots))
        .hasMessageContainingAll("rank 4", other + "/made", "p2p.target.roots");
    assertThat(other).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../../x", "/etc/x", "a//b", "", ".", "a/./b", "a\0b", "a/"})
  void nameThatIsNoPlainPathIsRefused(String name) throws IOException {
    TargetTree tree = open(directory + "/target", List.of());
    assertThatThrownBy(() -> tree.file(name, false))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("rank 4", "'" + name + "'", directory + "/target");
    assertThatThrownBy(() -> tree.find(name)).isInstanceOf(IOException.class);
  }

  @Test
  void linkThatLeadsOutIsRefusedOneThatStaysInsideIsFollowed() throws IOException {
    TargetTree tree = open(directory + "/target", List.of());
    Files.createSymbolicLink(tree.root().resolve("out"), directory);
    Files.createDirectory(tree.root().resolve("real"));
    Files.createSymbolicLink(tree.root().resolve("in"), Path.of("real"));
    assertThatThrownBy(() -> tree.file("out/x/y", false))
        .hasMessageContainingAll("out/x/y", "outside the target");
    assertThatThrownBy(() -> tree.find("out/x")).hasMessageContaining("outside the target");
    tree.file("in/x/y", false);
    assertThat(tree.root().resolve("real/x")).isDirectory();
    assertThat(directory.resolve("x")).doesNotExist();
  }

  @Test
  void whatIsInTheWayIsNamed() throws IOException {
    TargetTree tree = open(directory + "/target", List.of());
    Files.createDirectories(tree.root().resolve("a/dir"));
    Files.writeString(tree.root().resolve("a/file"), "");
    assertThatThrownBy(() -> tree.file("a/dir", false))
        .hasMessageContaining("is a directory; remove it");
    assertThatThrownBy(() -> tree.file("a/file/b", false))
        .hasMessageContaining("is not a directory");
  }

  @Test
  void namesOfItsOwnFilesAreRefusedAtTheTopOnly() throws IOException {
    TargetTree tree = open(directory + "/target", List.of());
    assertThatThrownBy(() -> tree.file(KeptManifest.NAME, false))
        .hasMessageContaining("of their own");
    assertThat(tree.file("a/" + KeptManifest.NAME, false))
        .isEqualTo(tree.root().resolve("a").resolve(KeptManifest.NAME));
  }

  @Test
  void lookingForSomethingMakesNothing() throws IOException {
    TargetTree tree = open(directory + "/target", List.of());
    assertThat(tree.find("a/b")).isEmpty();
    assertThat(tree.find("b")).contains(tree.root().resolve("b"));
    assertThat(tree.root()).isEmptyDirectory();
  }

  @Test
  void belowAFileThereIsNothing() throws IOException {
    TargetTree tree = open(directory + "/target", List.of());
    Files.createFile(tree.root().resolve("a"));
    assertThat(tree.find("a/b/c")).isEmpty();
    assertThatThrownBy(() -> tree.file("a/b", false))
        .isInstanceOf(UnfitNodeException.class)
        .hasMessageContaining("a is not a directory; remove it");
  }

  @Test
  void directoriesThatAreReadOnlyAreOpenedToWrite() throws IOException {
    TargetTree tree = open(directory + "/target", List.of());
    Path sealed = Files.createDirectory(tree.root().resolve("a"));
    Files.setPosixFilePermissions(sealed, PosixFilePermissions.fromString("r-xr-x---"));
    boolean mayWriteAllTheSame = Files.isWritable(sealed); // as root may
    tree.find("a/b");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sealed)))
        .isEqualTo("r-xr-x---");
    open(directory + "/target", List.of()).file("a/b", false);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sealed)))
        .isEqualTo(mayWriteAllTheSame ? "r-xr-x---" : "rwxr-x---");
  }

  private static TargetTree open(String target, List<String> roots) throws IOException {
    Configuration conf = new Configuration(false);
    conf.setStrings(P2pKeys.TARGET_ROOTS, roots.toArray(String[]::new));
    return TargetTree.open(RANK, target, TargetRoots.of(conf));
  }
}
