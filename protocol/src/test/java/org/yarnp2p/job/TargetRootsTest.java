package org.yarnp2p.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.conf.P2pKeys;

class TargetRootsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"/etc", "/etc/cron.d", "/data/../usr/lib", "/proc/self", "/", "/dev/shm"})
  void systemIsNobodysTargetUnlessSaid(String target) throws IOException {
    assertThat(roots("").objection(Path.of(target))).isPresent();
    assertThat(roots("").objectionHere(Path.of(target))).isPresent();
    assertThat(roots("/").objection(Path.of(target))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/data", "/etcetera/x", "/data/etc", "/home/me/usr"})
  void restMayBeFilledWhereNoRootsAreSet(String target) {
    assertThat(roots("").objection(Path.of(target))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/data", "/data/x/y", "/data/x/../y", "/mnt/disk1/x"})
  void targetBelowARootIsAllowed(String target) {
    assertThat(roots("/data, /mnt/disk1/").objection(Path.of(target))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/database", "/data/../x", "/mnt", "/mnt/disk10", "/etc"})
  void targetElsewhereIsRefused(String target) {
    assertThat(roots("/data, /mnt/disk1/").objection(Path.of(target)))
        .hasValueSatisfying(
            why -> assertThat(why).contains("[/data, /mnt/disk1]", "p2p.target.roots"));
  }

  @Test
  void linksOfTheTargetAreFollowedOnTheNode() throws IOException {
    Path allowed = Files.createDirectory(directory.resolve("allowed"));
    Path other = Files.createDirectory(directory.resolve("other"));
    Files.createSymbolicLink(allowed.resolve("out"), other);
    Files.createSymbolicLink(other.resolve("back"), allowed);
    TargetRoots roots = roots(allowed.toString());
    assertThat(roots.objectionHere(allowed.resolve("x/y"))).isEmpty();
    assertThat(roots.objectionHere(other.resolve("back/x"))).isEmpty();
    assertThat(roots.objection(allowed.resolve("out/x"))).isEmpty();
    assertThat(roots.objectionHere(allowed.resolve("out/x")))
        .hasValueSatisfying(why -> assertThat(why).contains(other + "/x"));
    assertThat(other).isDirectoryNotContaining("glob:**x");
  }

  @Test
  void linksOfTheRootsAreFollowedOnTheNode() throws IOException {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), disk);
    assertThat(roots(link.toString()).objectionHere(link.resolve("x"))).isEmpty();
    assertThat(roots(link.toString()).objectionHere(disk.resolve("x"))).isEmpty();
  }

  @Test
  void linkToNowhereIsNoWay() throws IOException {
    Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
    assertThatThrownBy(() -> roots(directory.toString()).objectionHere(directory.resolve("link/x")))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("it cannot be seen where", "link");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "./data", "file:///data", "/data,hdfs://nn/x"})
  void rootsAreAbsolutePaths(String roots) {
    assertThatThrownBy(() -> roots(roots))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(P2pKeys.TARGET_ROOTS, "absolute");
  }

  private static TargetRoots roots(String text) {
    Configuration conf = new Configuration(false);
    conf.set(P2pKeys.TARGET_ROOTS, text);
    return TargetRoots.of(conf);
  }
}
