package org.yarnp2p.client.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.UsageException;

class JobDirectoriesTest {
  @TempDir private Path directory;

  private final Configuration conf = new Configuration(false);

  @BeforeEach
  void directories() throws IOException {
    Files.createDirectories(directory.resolve("in"));
    Files.createDirectories(directory.resolve("old"));
    Files.createFile(directory.resolve("file"));
  }

  private JobDirectories check(String input, String output, boolean overwrite) throws Exception {
    return JobDirectories.check(
        conf, directory.resolve(input).toString(), directory.resolve(output).toString(), overwrite);
  }

  private void refused(String input, String output, boolean overwrite, String message) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> check(input, output, overwrite))
        .withMessageContaining(message);
  }

  @Test
  void newOutputDirectoryIsFine() throws Exception {
    JobDirectories directories = check("in", "out", false);
    assertThat(directories.input()).hasToString("file:" + directory.resolve("in"));
    assertThat(directories.output()).hasToString("file:" + directory.resolve("out"));
    assertThat(directories.outputExists()).isFalse();
  }

  @Test
  void existingOutputDirectoryIsRefusedUnlessItMayBeOverwritten() throws Exception {
    refused("in", "old", false, "old already exists; choose another, or add --overwrite");
    assertThat(check("in", "old", true).outputExists()).isTrue();
  }

  @Test
  void fileIsNoOutputDirectory() {
    refused("in", "file", true, "is a file, expected a directory");
  }

  @Test
  void inputAndOutputMustNotContainEachOther() {
    refused("in", "in", true, "input and output are both");
    refused("in", "in/deep/out", true, "lies inside the input directory");
    refused("old/deep/in", "old", true, "lies inside the output directory");
  }

  @Test
  void outputBelowAFileIsRefused() {
    refused("in", "file/x/y", false, "file is a file, expected a directory; choose another");
  }

  @Test
  void outputThatIsALinkToNothingIsRefused() throws Exception {
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nothing"));
    refused("in", "link", false, "link is a link to nothing");
    refused("in", "link/x", true, "link is a link to nothing");
  }

  @Test
  void outputWhereTheUserMayNotWriteIsRefused() throws Exception {
    conf.setClass("fs.locked.impl", Locked.class, RawLocalFileSystem.class);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> JobDirectories.check(conf, "/in", "locked:" + directory + "/x/y", false))
        .withMessageContainingAll("cannot be written", "access=WRITE", "choose another output");
  }

  @Test
  void linksToTheInputAreFollowed() throws Exception {
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("in"));
    refused("in", "link", true, "input and output are both");
    refused("in", "link/out", false, "lies inside the input directory");
    assertThat(check("in", "old", true).output()).hasToString("file:" + directory.resolve("old"));
  }

  @Test
  void directoriesWithACommonBeginningOfTheirNamesAreFine() throws Exception {
    assertThat(check("in", "in-out", false).outputExists()).isFalse();
  }

  @Test
  void emptyPathIsBadUsage() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> JobDirectories.check(conf, "/in", "", false))
        .withMessage("--output is empty: say which directory");
  }

  @Test
  void unknownFileSystemIsBadUsage() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> JobDirectories.check(conf, "nosuch://x/in", "/out", false))
        .withMessageContaining("--input nosuch://x/in");
  }

  /** Nobody may write. */
  public static final class Locked extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("locked:///");
    }

    @Override
    public void access(org.apache.hadoop.fs.Path path, FsAction mode) throws IOException {
      throw new AccessControlException("Permission denied: access=" + mode);
    }
  }
}
