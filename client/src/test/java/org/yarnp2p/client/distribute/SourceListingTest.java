package org.yarnp2p.client.distribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.distribute.SourceTree.SourceFile;
import org.yarnp2p.job.Distribution.Directory;

class SourceListingTest {
  @TempDir private Path directory;
  private final List<String> notes = new ArrayList<>();
  private long nanos;

  @BeforeEach
  void files() throws Exception {
    Files.createDirectories(directory.resolve("models/deep/er"));
    Files.createDirectories(directory.resolve("models/empty"));
    Files.writeString(directory.resolve("models/a.bin"), "12345");
    Files.writeString(directory.resolve("models/deep/er/b c%20.bin"), "123");
    Files.createDirectories(directory.resolve("other/models"));
    Files.writeString(directory.resolve("other/models/z.bin"), "1");
    Files.writeString(directory.resolve("other/a.bin"), "1");
  }

  private SourceTree list(String... sources) throws UsageException, IOException {
    return SourceListing.of(
        new Configuration(),
        Arrays.stream(sources).map(s -> directory + "/" + s).toList(),
        notes(1_000_000));
  }

  /** On a clock that goes on by 5 ms whenever somebody looks at it. */
  private ListingNotes notes(long intervalMillis) {
    return new ListingNotes(notes::add, intervalMillis, () -> nanos += 5_000_000);
  }

  private static List<String> names(SourceTree tree) {
    return tree.files().stream().map(SourceFile::name).toList();
  }

  private List<String> refused(String... sources) {
    List<String> lines = new ArrayList<>();
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> list(sources))
        .satisfies(e -> lines.addAll(e.lines()));
    return lines;
  }

  @Test
  void fileArrivesUnderItsName() throws Exception {
    SourceTree tree = list("models/a.bin");
    assertThat(names(tree)).containsExactly("a.bin");
    assertThat(tree.directories()).isEmpty();
    assertThat(tree.bytes()).isEqualTo(5);
  }

  @Test
  void directoryArrivesUnderItsNameWithEmptyDirectories() throws Exception {
    SourceTree tree = list("models");
    assertThat(names(tree)).containsExactly("models/a.bin", "models/deep/er/b c%20.bin");
    assertThat(tree.directories())
        .extracting(Directory::path)
        .containsExactly("models", "models/deep", "models/deep/er", "models/empty");
  }

  @Test
  void slashAtTheEndMeansTheContents() throws Exception {
    SourceTree tree = list("models/");
    assertThat(names(tree)).containsExactly("a.bin", "deep/er/b c%20.bin");
    assertThat(tree.directories())
        .extracting(Directory::path)
        .containsExactly("deep", "deep/er", "empty");
  }

  @Test
  void pathsAreKeptAsTheyAre() throws Exception {
    SourceFile odd = list("models/").files().get(1);
    assertThat(odd.path().toString()).isEqualTo("file:" + directory + "/models/deep/er/b c%20.bin");
  }

  @Test
  void attributesAreThoseOfTheSource() throws Exception {
    Path file = directory.resolve("models/a.bin");
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-x---"));
    Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(86_400_000));
    SourceFile listed = list("models/a.bin").files().get(0);
    assertThat(listed.attributes().permission()).isEqualTo(0750);
    assertThat(listed.attributes().modificationTime()).isEqualTo(86_400_000);
  }

  @Test
  void permissionOfALinkIsThatOfTheFileItLeadsTo() throws Exception {
    Path file = directory.resolve("models/a.bin");
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("r--r-----"));
    Files.createSymbolicLink(directory.resolve("link.bin"), file);
    assertThat(list("link.bin").files().get(0).attributes().permission()).isEqualTo(0440);
  }

  @Test
  void patternsAreExpanded() throws Exception {
    assertThat(names(list("models/a.bi?", "models/de*"))).hasSize(2);
  }

  @Test
  void directoriesOfTheSameNameAreMerged() throws Exception {
    assertThat(names(list("models", "other/models")))
        .containsExactly("models/a.bin", "models/deep/er/b c%20.bin", "models/z.bin");
  }

  @Test
  void filesOfTheSameNameAreRefusedWithBothPaths() {
    assertThat(refused("models/a.bin", "other/a.bin"))
        .containsExactly(
            "a.bin: both file:"
                + directory
                + "/models/a.bin and file:"
                + directory
                + "/other/a.bin would arrive there; distribute them to different targets");
  }

  @Test
  void sourceThatIsThereTwiceIsSaidToBe() {
    String models = "file:" + directory + "/models";
    assertThat(refused("models", "models/a.bin", "models", "models/*.bin"))
        .containsExactly(
            "--source " + directory + "/models: " + models + " is a source already; say it once",
            "--source "
                + directory
                + "/models/*.bin: "
                + models
                + "/a.bin is a source already; say it once");
    assertThat(refused("models/", "models/a.bin"))
        .containsExactly(
            "a.bin: " + models + "/a.bin is in two of the sources; leave one of them out");
  }

  @Test
  void fileWhereAnotherSourceHasADirectoryIsRefused() throws Exception {
    Files.writeString(directory.resolve("other/deep"), "1");
    assertThat(refused("models/", "other/deep").get(0))
        .startsWith("deep: a file of one source")
        .contains("other/deep");
  }

  @Test
  void everyMissingSourceIsNamed() {
    assertThat(refused("nothing", "models/a.bin", "no*"))
        .containsExactly(
            "--source " + directory + "/nothing: there is no file:" + directory + "/nothing",
            "--source " + directory + "/no*: there is no file:" + directory + "/no*");
  }

  @Test
  void emptyContentsAreNothingToDistribute() {
    assertThat(refused("models/empty/").get(0)).contains("nothing to distribute");
  }

  @Test
  void listingThatTakesLongSaysHowFarItIs() throws Exception {
    String root = directory.toString();
    SourceListing.of(new Configuration(), List.of(root + "/other", root + "/models"), notes(10));
    assertThat(notes)
        .hasSize(2)
        .allMatch(note -> note.matches("Listing the sources, [24] files so far, now at file:/.*"));
    notes.clear();
    list("models");
    assertThat(notes).isEmpty();
  }

  @Test
  void emptySourceIsRefused() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> SourceListing.of(new Configuration(), List.of(""), notes(10)))
        .withMessage("--source is empty: say which files or directories");
  }

  @Test
  void deviceIsRefused() throws Exception {
    Files.createSymbolicLink(directory.resolve("models/zero"), Path.of("/dev/zero"));
    assertThat(refused("models"))
        .containsExactly(
            "file:"
                + directory
                + "/models/zero: found something that is not a regular file; leave it out");
  }

  @Test
  void linksToNothingAreLeftOutAndKnown() throws Exception {
    Path link = directory.resolve("models/deep/gone");
    Files.createSymbolicLink(link, directory.resolve("nothing"));
    SourceTree tree = list("models");
    assertThat(names(tree)).containsExactly("models/a.bin", "models/deep/er/b c%20.bin");
    assertThat(tree.dangling()).containsExactly(link);
  }

  @Test
  void linkToADirectoryThatItIsInIsRefused() throws Exception {
    Files.createSymbolicLink(directory.resolve("models/deep/up"), Path.of(".."));
    assertThat(refused("models"))
        .containsExactly(
            "file:"
                + directory
                + "/models/deep/up: a link back to a directory that it is in; remove it");
  }

  @Test
  void linkToAnotherDirectoryIsFollowed() throws Exception {
    Files.createSymbolicLink(directory.resolve("other/again"), directory.resolve("models/deep"));
    Files.createSymbolicLink(directory.resolve("other/more"), directory.resolve("models/deep"));
    assertThat(names(list("other/"))).contains("again/er/b c%20.bin", "more/er/b c%20.bin");
  }

  @Test
  void nameThatTheTargetKeepsForItselfIsRefused() throws Exception {
    Files.writeString(directory.resolve("models/.p2p-distribution.json"), "{}");
    assertThat(refused("models/").get(0)).contains(".p2p-distribution.json: the target keeps");
    assertThat(names(list("models"))).contains("models/.p2p-distribution.json");
  }

  @Test
  void fileWhoseNameIsInNoCharacterSetIsNotLeftOut() throws Exception {
    makeNameless(directory + "/models");
    assertThat(refused("models"))
        .singleElement()
        .asString()
        .startsWith(directory + "/models/b")
        .contains("the name is not in the character set of this command")
        .endsWith("set LC_ALL=C.UTF-8, or rename it");
  }

  @Test
  void sourceWithLettersThatTheLocaleLacksIsNotJustMissed() throws Exception {
    assertThat(refused("mod\uFFFDls"))
        .singleElement()
        .asString()
        .contains("there is no file:")
        .endsWith(", LC_ALL=C.UTF-8 has all letters");
  }

  @Test
  void fileWhoseNameIsInNoCharacterSetIsNotLeftOutOfAPatternThatItMayMatch() throws Exception {
    makeNameless(directory + "/models");
    for (String pattern : List.of("models/*", "mod*/[!z]*", "{models/b,other/a}*")) {
      assertThat(refused(pattern))
          .singleElement()
          .asString()
          .startsWith(directory + "/models/b")
          .contains("the name is not in the character set of this command");
    }
    assertThat(names(list("models/*.bin"))).isNotEmpty();
  }

  @Test
  void localFileThatHadoopCannotOpenIsRefused() throws Exception {
    Files.writeString(directory.resolve("models/a:b"), "1");
    assertThat(refused("models"))
        .containsExactly(
            "file:"
                + directory
                + "/models/a:b: Hadoop cannot open a local file with ':' in its name; rename it");
  }

  /** Java has no text for such a name, so a shell makes it. */
  private static void makeNameless(String directory) throws Exception {
    Process shell =
        new ProcessBuilder("sh", "-c", "touch \"$0/$(printf 'b\\377d')\"", directory)
            .inheritIO()
            .start();
    assertThat(shell.waitFor()).isZero();
  }
}
