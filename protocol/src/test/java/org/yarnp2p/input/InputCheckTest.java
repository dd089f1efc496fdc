package org.yarnp2p.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Rank;

/** What can be wrong between input files, and between them and file systems. */
class InputCheckTest {
  private static final String KIB = String.valueOf(1 << 10);

  @TempDir private Path local;
  private Path directory;
  private final Configuration conf = P2pConf.create();
  private boolean overwrite;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectory(local.resolve("input"));
    PretendStore.addTo(conf);
  }

  @Nested
  class Directories {
    @Test
    void withAllRanksAreRead() throws Exception {
      for (int rank = 12; rank >= 1; rank--) {
        input(rank, "1", "f" + rank + " 1", "x", "0");
      }
      Files.writeString(directory.resolve("README.md"), "not for the job");
      Files.writeString(directory.resolve(".in1.txt.swp"), "");
      Files.writeString(directory.resolve("in1.txt~"), "");
      Files.createDirectory(directory.resolve("old"));
      Files.createDirectory(directory.resolve("index.txt"));

      CheckedInput checked = check();

      assertThat(checked.problems()).isEmpty();
      assertThat(checked.peers()).isEqualTo(12);
      assertThat(checked.inputs())
          .extracting(InputFile::rank)
          .containsExactlyElementsOf(IntStream.rangeClosed(1, 12).mapToObj(Rank::peer).toList());
    }

    @Test
    void thatDoNotExistOrAreFiles() throws Exception {
      Path file = Files.createFile(local.resolve("file"));
      Path nothing = local.resolve("nothing");

      assertThat(problemsOf(nothing))
          .containsExactly(
              uri(nothing)
                  + ":1: found no such directory, expected a directory with in1.txt, in2.txt, ...");
      assertThat(problemsOf(file))
          .containsExactly(
              uri(file) + ":1: found a file, expected a directory with in1.txt, in2.txt, ...");
    }

    @Test
    void withoutInputFiles() throws Exception {
      assertThat(problems())
          .containsExactly(
              uri(directory)
                  + ":1: found no in1.txt, expected one input file for each peer: in1.txt, in2.txt,"
                  + " ...");
    }

    @Test
    void withOriginsOnly() throws Exception {
      input(0, "0", "0");

      assertThat(problems())
          .containsExactly(
              uri(directory)
                  + ":1: found no in1.txt, expected one input file for each peer: in1.txt, in2.txt,"
                  + " ...");
    }

    @Test
    void withMissingRanks() throws Exception {
      input(2, "0", "0");
      input(3, "0", "0");
      input(9, "0", "0");

      assertThat(problems())
          .containsExactly(
              "in1.txt:1: found no such file, expected input files of all ranks from 1 to 9;"
                  + " in1.txt is missing",
              "in4.txt:1: found no such file, expected input files of all ranks from 1 to 9;"
                  + " in4.txt to in8.txt are missing");
    }

    @Test
    void withNamesThatOnlyLookLikeInputs() throws Exception {
      input(1, "0", "0");
      for (String name :
          List.of("in01.txt", "inx.txt", "in-1.txt", "in.txt", "in12345678901.txt")) {
        Files.writeString(directory.resolve(name), "0\n0\n");
      }

      assertThat(problems())
          .hasSize(5)
          .contains(
              "in-1.txt:1: found a name that is like an input file's but has no rank, expected"
                  + " in0.txt for origins, in1.txt, in2.txt, ... for peers");
    }

    @Test
    void withADirectoryInPlaceOfAnInput() throws Exception {
      input(1, "0", "1", "f");
      Files.createDirectory(directory.resolve("in2.txt"));

      // Nobody knows whether rank 2 would hold f.
      assertThat(problems())
          .containsExactly("in2.txt:1: found a directory, expected an input file");
    }

    @Test
    void withADeviceInPlaceOfAnInput() throws Exception {
      input(1, "0", "1", "f");
      Files.createSymbolicLink(directory.resolve("in2.txt"), Path.of("/dev/zero"));

      assertThat(problems())
          .containsExactly(
              "in2.txt:1: found something that is not a regular file, expected an input file");
    }

    @Test
    void withALinkToNothingInPlaceOfAnInput() throws Exception {
      input(1, "0", "1", "f");
      Files.createSymbolicLink(directory.resolve("in2.txt"), directory.resolve("gone"));
      Files.createSymbolicLink(directory.resolve("notes.txt"), directory.resolve("gone"));

      assertThat(problems())
          .containsExactly(
              "in2.txt:1: found a link to "
                  + directory.resolve("gone")
                  + ", where nothing is, expected an input file");
    }

    @Test
    void withLinksToNothingOnly() throws Exception {
      Files.createSymbolicLink(directory.resolve("in1.txt"), Path.of("gone"));
      Files.createSymbolicLink(directory.resolve("in3.txt"), Path.of("in3.txt"));

      assertThat(problems())
          .containsExactly(
              "in1.txt:1: found a link to gone, where nothing is, expected an input file",
              "in2.txt:1: found no such file, expected input files of all ranks from 1 to 3;"
                  + " in2.txt is missing",
              "in3.txt:1: found a link to in3.txt, where nothing is, expected an input file");
    }

    @Test
    void withAnInputThatIsTooLarge() throws Exception {
      conf.set(P2pKeys.INPUT_MAX_BYTES, "20");
      input(1, "0", "1", "f");
      input(2, "1", "f 1", "x".repeat(20), "0");

      assertThat(problems())
          .containsExactly(
              "in2.txt:1: found 29 bytes, expected at most 20 bytes (p2p.input.max-bytes); large"
                  + " content is better given as NAME URI");
    }

    @Test
    void withAnInputThatCannotBeRead() throws Exception {
      assertThat(problemsAt("store:///dirs/inputs"))
          .containsExactly(
              "in1.txt:1: found a file that cannot be read (Permission denied: user=alice,"
                  + " access=READ), expected a readable file");
    }

    @Test
    void onAFileSystemThatIsNotThere() throws Exception {
      assertThat(problemsAt("nosuch://host/in"))
          .containsExactly(
              "nosuch://host/in:1: found a directory that cannot be listed (No FileSystem for"
                  + " scheme \"nosuch\"), expected one that you may read");
      assertThat(problemsAt("store://down/in"))
          .containsExactly(
              "store://down/in:1: found a directory that cannot be listed (Call to down:8020"
                  + " failed: Connection refused), expected one that you may read");
      assertThat(problemsAt("store:///explodes"))
          .containsExactly(
              "store:/explodes:1: found a directory that cannot be listed (the disk is on fire),"
                  + " expected one that you may read");
    }
  }

  @Test
  void mistakesOfAllFilesAreReportedInOrder() throws Exception {
    input(1, "1", "f 2", "a", "b", "2", "ghost", "f");
    input(2, "x");
    input(3);
    input(10, "0", "1", "a/b");
    input(4, "1", "f 2", "a", "B", "0");

    assertThat(problems())
        .containsExactly(
            "in1.txt:6: found 'ghost', wanted by rank 1 and held by no rank, expected an owner of"
                + " it or an origin in in0.txt",
            "in2.txt:1: found 'x', expected the number of owned files, a whole number from 0",
            "in3.txt:1: found an empty file, expected the number of owned files",
            "in4.txt:4: found 'B' as segment 2 of 'f' at rank 4, expected 'b' as at rank 1"
                + " (in1.txt:4), which differs from byte 1 on; all holders must agree",
            "in5.txt:1: found no such file, expected input files of all ranks from 1 to 10; in5.txt"
                + " to in9.txt are missing",
            "in10.txt:3: found the name 'a/b', expected a name without '/', ':', white space and"
                + " control characters");
  }

  @Nested
  class Holders {
    @Test
    void ofNothingWantingNothingAreFine() throws Exception {
      input(1, "0", "0");
      input(2, "0", "0");

      assertThat(problems()).isEmpty();
    }

    @Test
    void mayWantWhatTheyHold() throws Exception {
      input(1, "1", "f 1", "a", "1", "f");

      assertThat(problems()).isEmpty();
    }

    @Test
    void areMissingForAWantedFile() throws Exception {
      input(1, "0", "2", "f", "g");
      input(2, "1", "f 1", "x", "1", "g");

      assertThat(problems())
          .containsExactly(
              "in1.txt:4: found 'g', wanted by rank 1 and held by no rank, expected an owner of it"
                  + " or an origin in in0.txt",
              "in2.txt:5: found 'g', wanted by rank 2 and held by no rank, expected an owner of it"
                  + " or an origin in in0.txt");
    }

    @Test
    void areNotMissedWhereAMistakeMayHideThem() throws Exception {
      input(1, "0", "3", "f", "g", "ghost");
      input(2, "2", "g 9", "a", "f 1", "x", "1", "other");

      assertThat(problems())
          .containsExactly(
              "in1.txt:5: found 'ghost', wanted by rank 1 and held by no rank, expected an owner of"
                  + " it or an origin in in0.txt",
              "in2.txt:2: found '9' as the number of segments of 'g' with only 5 lines after it,"
                  + " expected as many lines as announced");
    }

    @Test
    void areMissedWhereAMistakeCannotHideThem() throws Exception {
      input(1, "1", "f /f", "3", "ghost", "f", "a/b");

      assertThat(problems())
          .containsExactly(
              "in1.txt:2: found the path '/f' without a scheme, expected a URI: file:///f or"
                  + " hdfs:///f",
              "in1.txt:4: found 'ghost', wanted by rank 1 and held by no rank, expected an owner of"
                  + " it or an origin in in0.txt",
              "in1.txt:6: found the name 'a/b', expected a name without '/', ':', white space and"
                  + " control characters");
    }

    @Test
    void areNotMissedWhenANameCannotBeRead() throws Exception {
      input(1, "0", "1", "größe");
      Files.write(
          directory.resolve("in2.txt"),
          new byte[] {'1', '\n', 'g', 'r', (byte) 0xF6, ' ', '0', '\n', '0'});

      assertThat(problems()).singleElement().asString().startsWith("in2.txt:2: found bytes");
    }

    @Test
    void areShownWhereTheyDifferHoweverLongTheirSegmentsAre() throws Exception {
      String same = "0123456789".repeat(7);
      input(1, "2", "f 1", same + "öx" + same, "g 1", same, "0");
      input(2, "2", "f 1", same + "öy", "g 1", same + "+", "0");

      assertThat(problems())
          .containsExactly(
              "in2.txt:3: found '...1234567890123456789öy' as segment 1 of 'f' at rank 2, expected"
                  + " '...1234567890123456789öx012345678901234567890123456789012345678...' as at"
                  + " rank 1 (in1.txt:3), which differs from byte 73 on; all holders must agree",
              "in2.txt:5: found '...01234567890123456789+' as segment 1 of 'g' at rank 2, expected"
                  + " '...01234567890123456789' as at rank 1 (in1.txt:5), which differs from byte"
                  + " 71 on; all holders must agree");
    }

    @Test
    void mayHoldThePrefixOfAFile() throws Exception {
      input(1, "1", "f 2", "a", "b", "0");
      input(2, "1", "f 4", "a", "b", "c", "d", "0");
      input(3, "1", "f 0", "1", "f");

      assertThat(problems()).isEmpty();
    }

    @Test
    void mustAgreeWithTheLongest() throws Exception {
      input(1, "1", "file1 3", "a", "b", "X", "0");
      input(2, "1", "file1 4", "a", "b", "c", "d", "0");
      input(3, "2", "file1 4", "a", "B", "c", "D", "file2 1", "q", "0");
      input(4, "1", "file1 4", "a", "b", "c", "d", "0");

      assertThat(problems())
          .containsExactly(
              "in1.txt:5: found 'X' as segment 3 of 'file1' at rank 1, expected 'c' as at rank 2"
                  + " (in2.txt:5), which differs from byte 1 on; all holders must agree",
              "in3.txt:4: found 'B' as segment 2 of 'file1' at rank 3, expected 'b' as at rank 2"
                  + " (in2.txt:4), which differs from byte 1 on; all holders must agree");
    }

    @Test
    void arePassedOverWhenTheirSegmentsAreNotWhatTheyMean() throws Exception {
      input(1, "1", "f 2", "a", "b", "0");
      input(2, "1", "f 3", "a", "x", "0");
      input(3, "1", "f 2", "a", "", "0");

      assertThat(problems())
          .containsExactly(
              "in2.txt:6: found the end of the file, expected the number of wanted files; line 2"
                  + " announces 3 segments of 'f', up to line 5",
              "in3.txt:4: found a blank line, expected segment 2 of 2 of 'f'");
    }

    @Test
    void areNotMissedForSegmentsTakenForWantedFiles() throws Exception {
      input(1, "1", "f 2", "10", "20", "30", "1", "f");
      input(2, "1", "g 1", "5", "1", "1", "g");

      assertThat(problems())
          .containsExactly(
              "in1.txt:5: found '30' as the number of wanted files with only 2 lines after it,"
                  + " expected as many lines as announced; line 2 announces 2 segments of 'f', up"
                  + " to line 4",
              "in2.txt:6: found 'g' and 0 lines after it, expected the end of the file after 1"
                  + " wanted file, as line 4 announces");
    }

    @Test
    void allHaveItInlineOrAllByUri() throws Exception {
      input(0, "1", "h store:///size-5", "0");
      input(1, "2", "f 1", "a", "g store:///size-5", "0");
      input(2, "3", "f store:///size-5", "g 1", "a", "h 0", "0");

      assertThat(problems())
          .containsExactly(
              "in2.txt:2: found 'f' by URI at rank 2, expected inline segments, as rank 1 has it"
                  + " (in1.txt:2)",
              "in2.txt:3: found 'g' inline at rank 2, expected NAME URI, as rank 1 has it"
                  + " (in1.txt:4)",
              "in2.txt:5: found 'h' inline at rank 2, expected NAME URI, as the origin has it"
                  + " (in0.txt:2)");
    }
  }

  @Nested
  class Payloads {
    @Test
    void areFound() throws Exception {
      Path file = Files.writeString(local.resolve("f.bin"), "12345");
      input(0, "1", "o store:///size-7", "0");
      input(1, "2", "f " + file.toUri(), "g store://main/size-0", "1", "o");

      CheckedInput checked = check();

      assertThat(checked.problems()).isEmpty();
      assertThat(checked.stored()).hasSize(3);
      assertThat(checked.stored().get(file.toUri()).length()).isEqualTo(5);
      assertThat(checked.stored().get(URI.create("store:/size-7")))
          .isEqualTo(new StoredFile(URI.create("store://main/size-7"), 7, 777));
    }

    @Test
    void thatDoNotExistOrAreDirectories() throws Exception {
      input(0, "1", "o file:///nothing/o", "0");
      input(1, "3", "f file:///nothing/f", "g store:///nothing", "h store:///dirs/h", "0");
      input(2, "1", "h " + uri(local), "0");

      assertThat(problems())
          .containsExactly(
              "in0.txt:2: found no file at file:/nothing/o, expected an existing file",
              "in1.txt:2: found no file at file:/nothing/f on this host, expected an existing file,"
                  + " or p2p.input.check-local-paths=false if only the peer's host has it",
              "in1.txt:3: found no file at store:/nothing, expected an existing file",
              "in1.txt:4: found a directory at store:/dirs/h, expected a file",
              "in2.txt:2: found a directory at " + uri(local) + ", expected a file");
    }

    @Test
    void thatAreNoRegularFiles() throws Exception {
      input(1, "1", "f file:///dev/zero", "0");

      assertThat(problems())
          .containsExactly(
              "in1.txt:2: found something that is not a regular file at file:/dev/zero, expected a"
                  + " file");
    }

    @Test
    void thatCannotBeExamined() throws Exception {
      input(
          1,
          "5",
          "a nosuch:///a",
          "b store://down/b",
          "c store:///forbidden/c",
          "d store:///explodes",
          "e store:///unreadable",
          "0");

      assertThat(problems())
          .containsExactly(
              "in1.txt:2: found that nosuch:/a cannot be examined (No FileSystem for scheme"
                  + " \"nosuch\"), expected a path that can be read from this host",
              "in1.txt:3: found that store://down/b cannot be examined (Call to down:8020 failed:"
                  + " Connection refused), expected a path that can be read from this host",
              "in1.txt:4: found that store:/forbidden/c cannot be examined (Permission denied:"
                  + " user=alice), expected a path that can be read from this host",
              "in1.txt:5: found that store:/explodes cannot be examined (the disk is on fire),"
                  + " expected a path that can be read from this host",
              "in1.txt:6: found that store:/unreadable cannot be examined (Permission denied:"
                  + " user=alice, access=READ), expected a path that can be read from this host");
    }

    @Test
    void areShownWithoutHarmToATerminal() throws Exception {
      input(1, "2", "f store:///a\u202eb", "g /c\u001bd", "0");

      assertThat(problems())
          .containsExactly(
              "in1.txt:2: found no file at store:/a\\u202eb, expected an existing file",
              "in1.txt:3: found the path '/c\\u001bd' without a scheme, expected a URI:"
                  + " file:///c\\u001bd or hdfs:///c\\u001bd");
    }

    @Test
    void ofHostsThatCannotBeReachedAreNotTriedOneByOne() throws Exception {
      conf.setInt(P2pKeys.INPUT_CHECK_THREADS, 1);
      input(
          1,
          IntStream.range(0, 52)
              .mapToObj(i -> i == 0 ? "50" : i == 51 ? "0" : "f" + i + " store://down/" + i)
              .toArray(String[]::new));
      PretendStore.LOOKS.set(0);

      assertThat(problems()).hasSize(50);
      assertThat(PretendStore.LOOKS).hasValue(1);
    }

    @Test
    void areLookedAtOnce() throws Exception {
      for (int rank = 1; rank <= 20; rank++) {
        input(rank, "1", "f store:///size-5", "0");
      }
      PretendStore.LOOKS.set(0);

      assertThat(problems()).isEmpty();
      assertThat(PretendStore.LOOKS).hasValue(1);
    }

    @Test
    void thatDoNotAnswerAreReportedAfterTheDeadline() throws Exception {
      conf.set(P2pKeys.INPUT_CHECK_TIMEOUT, "2s"); // for the directory of the input files, too
      input(1, "2", "f store:///hangs", "g store:///size-5", "0");

      assertThat(problems())
          .contains(
              "in1.txt:2: found that store:/hangs cannot be examined (no answer within 2000 ms,"
                  + " p2p.input.check.timeout), expected a path that can be read from this host");
    }

    @Test
    void ofOtherHostsAreNotLookedAt() throws Exception {
      conf.setBoolean(P2pKeys.INPUT_CHECK_LOCAL, false);
      input(1, "1", "f file:///nothing/f", "1", "f file:///nothing/");

      CheckedInput checked = check();

      assertThat(checked.problems()).isEmpty();
      assertThat(checked.stored()).isEmpty();
    }

    @Test
    void mayBeTheFirstSegmentsOfAFile() throws Exception {
      conf.set(P2pKeys.SEGMENT_SIZE, "1k");
      input(1, "1", "f store:///size-2048", "0");
      input(2, "1", "f store:///size-5000", "0");
      input(3, "1", "f store:///size-0", "0");
      input(4, "1", "f store:///x/size-5000", "0");

      assertThat(problems()).isEmpty();
    }

    @Test
    void mustEndBetweenSegmentsOrWithTheFile() throws Exception {
      conf.set(P2pKeys.SEGMENT_SIZE, "1k");
      input(1, "1", "f store:///size-2049", "0");
      input(2, "1", "f store:///size-5000", "0");

      assertThat(problems())
          .containsExactly(
              "in1.txt:2: found 2049 bytes of 'f' at rank 1, ending within segment 3, expected all"
                  + " of the 5000 bytes at rank 2 (in2.txt:2), or the first ones up to a multiple"
                  + " of "
                  + KIB);
    }

    @Test
    void mustFitTheOrigin() throws Exception {
      conf.set(P2pKeys.SEGMENT_SIZE, "1k");
      input(0, "1", "f store:///size-3000", "0");
      input(1, "1", "f store:///size-2048", "0");
      input(2, "1", "f store:///size-3001", "0");
      input(3, "1", "f store:///size-2999", "0");

      assertThat(problems())
          .containsExactly(
              "in2.txt:2: found 3001 bytes of 'f' at rank 2, longer from segment 3 on, expected at"
                  + " most the 3000 bytes of the origin (in0.txt:2)",
              "in3.txt:2: found 2999 bytes of 'f' at rank 3, ending within segment 3, expected all"
                  + " of the 3000 bytes at the origin (in0.txt:2), or the first ones up to a"
                  + " multiple of "
                  + KIB);
    }
  }

  @Nested
  class Targets {
    @Test
    void mayExistOrNot() throws Exception {
      input(1, "1", "f 0", "1", "f store:///dirs/a");
      input(2, "0", "1", "f store:///new/b/");
      input(3, "0", "1", "f " + uri(local));

      assertThat(problems()).isEmpty();
    }

    @Test
    void areDirectories() throws Exception {
      Path file = Files.createFile(local.resolve("file"));
      input(1, "1", "f 0", "1", "f store:///size-5/");
      input(2, "0", "1", "f store:///new");
      input(3, "0", "1", "f " + uri(file));
      input(4, "0", "1", "f nosuch:///d/");

      assertThat(problems())
          .containsExactly(
              "in1.txt:4: found the target store:/size-5, which is a file, expected a directory",
              "in2.txt:3: found the target store:/new, which is not known to be a directory,"
                  + " expected the URI of a directory, ending with '/'",
              "in3.txt:3: found the target "
                  + uri(file)
                  + ", which is a file, expected a directory",
              "in4.txt:3: found that nosuch:/d cannot be examined (No FileSystem for scheme"
                  + " \"nosuch\"), expected a path that can be read from this host");
    }

    @Test
    void onOtherHostsEndWithASlash() throws Exception {
      conf.setBoolean(P2pKeys.INPUT_CHECK_LOCAL, false);
      input(1, "1", "f 0", "1", "f " + uri(local));

      assertThat(problems()).singleElement().asString().contains("ending with '/'");
    }

    @Test
    void thatExistAreNotReplacedUnlessAsked() throws Exception {
      input(1, "1", "size-5 0", "1", "size-5 store:///dirs/a/");

      assertThat(problems())
          .containsExactly(
              "in1.txt:4: found that store:/dirs/a/size-5 exists, expected a target without it; use"
                  + " --overwrite to replace it");
      overwrite = true;
      assertThat(problems()).isEmpty();
    }

    @Test
    void thatCannotBeExamined() throws Exception {
      input(1, "1", "forbidden 0", "1", "forbidden store:///dirs/a/");

      assertThat(problems())
          .containsExactly(
              "in1.txt:4: found that store:/dirs/a/forbidden cannot be examined (Permission denied:"
                  + " user=alice), expected a path that can be read from this host");
    }

    @Test
    void whereADirectoryHasTheNameOfTheFile() throws Exception {
      overwrite = true;
      Files.createDirectory(local.resolve("f"));
      input(1, "1", "f 0", "1", "f " + local.toUri());

      assertThat(problems())
          .containsExactly(
              "in1.txt:4: found that "
                  + uri(local)
                  + "/f is a directory, expected a target where a"
                  + " file can be written");
    }

    @Test
    void lieWhereTheyMay() throws Exception {
      conf.set("p2p.target.roots", "/data");
      input(1, "1", "f 0", "1", "f file:///data/../home/");
      input(2, "0", "1", "f file:///data/f/");
      input(3, "0", "1", "f store:///new/");

      assertThat(problems())
          .containsExactly(
              "in1.txt:4: found the target file:/home, expected one where targets may lie: /home is"
                  + " not below one of [/data], which p2p.target.roots allows");
    }

    @Test
    void areNotSharedByRanks() throws Exception {
      input(1, "1", "f 0", "1", "f store:///new/");
      input(2, "0", "1", "f store://main/a/../new/");
      input(3, "0", "1", "f store://other/new/");

      assertThat(problems())
          .containsExactly(
              "in2.txt:3: found that store://main/new/f is written for rank 1 too (in1.txt:4),"
                  + " expected a target of its own");
    }

    @Test
    void onLocalDisksAreThoseOfDifferentHosts() throws Exception {
      input(1, "1", "f 0", "1", "f file:///nothing/");
      input(2, "0", "1", "f file:///nothing/");

      assertThat(problems()).isEmpty();
    }

    @Test
    void areNotThePathsOfCollectedOutputs() throws Exception {
      input(1, "2", "f 0", "client2_f 0", "1", "client2_f store:///out/");
      input(2, "0", "1", "f");
      input(
          3,
          "3",
          "_SUCCESS 0",
          "report.html 0",
          "report.json 0",
          "3",
          "_SUCCESS store:///out/",
          "report.html store:///out/",
          "report.json store:///out/");
      input(4, "1", "client9_f 0", "2", "f store:///out/_temporary/x/", "client9_f store:///out/");

      assertThat(problems())
          .containsExactly(
              "in1.txt:5: found that store://main/out/client2_f is written for rank 2 too"
                  + " (in2.txt:3), expected a target of its own",
              "in3.txt:6: found that store://main/out/_SUCCESS is a name of the job's own outputs,"
                  + " expected a target of its own",
              "in3.txt:7: found that store://main/out/report.html is a name of the job's own"
                  + " outputs, expected a target of its own",
              "in3.txt:8: found that store://main/out/report.json is a name of the job's own"
                  + " outputs, expected a target of its own",
              "in4.txt:4: found that store://main/out/_temporary/x/f is a name of the job's own"
                  + " outputs, expected a target of its own",
              "in4.txt:5: found that store://main/out/client9_f is a name of the job's own"
                  + " outputs, expected a target of its own");
    }
  }

  @Test
  void configurationThatMakesNoSenseIsRefused() {
    conf.set(P2pKeys.SEGMENT_MIN, "32m");

    assertThatThrownBy(() -> new InputCheck(conf))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("p2p.segment.min")
        .hasMessageContaining("p2p.segment.max");
  }

  private void input(int rank, String... lines) throws IOException {
    String text =
        IntStream.range(0, lines.length)
            .mapToObj(i -> lines[i] + "\n")
            .collect(Collectors.joining());
    Files.writeString(directory.resolve("in" + rank + ".txt"), text);
  }

  private CheckedInput check() throws InterruptedException {
    return check(uri(directory));
  }

  private CheckedInput check(String input) throws InterruptedException {
    return new InputCheck(conf)
        .check(
            new org.apache.hadoop.fs.Path(input),
            new org.apache.hadoop.fs.Path("store:///out"),
            overwrite);
  }

  private List<String> problems() throws InterruptedException {
    return problemsOf(directory);
  }

  private List<String> problemsOf(Path input) throws InterruptedException {
    return problemsAt(uri(input));
  }

  private List<String> problemsAt(String input) throws InterruptedException {
    return check(input).problems().stream().map(InputProblem::toString).toList();
  }

  /** As Hadoop shows a local path. */
  private static String uri(Path path) {
    return "file:" + path;
  }
}
