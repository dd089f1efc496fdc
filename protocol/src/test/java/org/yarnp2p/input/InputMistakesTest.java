package org.yarnp2p.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.input.InputLines.bytes;
import static org.yarnp2p.input.InputLines.problems;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;

/** What the grammar does not allow: one mistake, one message, at the right line. */
class InputMistakesTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n\r\n", " \t \n", "\ufeff", "\ufeff\n"})
  void emptyFile(String content) {
    assertThat(problems(Rank.peer(1), "in1.txt", content.getBytes(StandardCharsets.UTF_8)))
        .containsExactly("in1.txt:1: found an empty file, expected the number of owned files");
  }

  @Nested
  class NumberOfOwnedFiles {
    @ParameterizedTest
    @ValueSource(strings = {"two", "-1", "-0", "+1", "1.0", "1e3", "0x1", "١", "--1", "-", "1 1"})
    void thatIsNoWholeNumberFromZero(String count) {
      assertThat(problems(count, "f hdfs:///f", "1", "f"))
          .containsExactly(
              "in1.txt:1: found '"
                  + count
                  + "', expected the number of owned files, a whole number from 0");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"4", "2147483647", "2147483648", "9223372036854775808", "99999999999999999999"})
    void thatIsTooLargeForTheLinesThatFollow(String count) {
      assertThat(problems(count, "f hdfs:///f", "1", "f"))
          .containsExactly(
              "in1.txt:1: found '"
                  + count
                  + "' as the number of owned files with only 3 lines after it, expected as many"
                  + " lines as announced");
    }

    @Test
    void thatIsTooSmall() {
      assertThat(problems("1", "f hdfs:///f", "g hdfs:///g", "1", "f"))
          .containsExactly(
              "in1.txt:3: found 'g hdfs:///g', expected the number of wanted files (line 1"
                  + " announces 1 owned file)");
    }

    @Test
    void thatIsLargerThanTheNumberOfOwnedFiles() {
      assertThat(problems("3", "f hdfs:///f", "g 1", "x", "1", "f"))
          .containsExactly("in1.txt:5: found '1', expected owned file 3 of 3, as line 1 announces");
    }

    @Test
    void thatIsMissing() {
      assertThat(problems("f 2", "a", "b", "1", "f"))
          .containsExactly(
              "in1.txt:1: found 'f 2', expected the number of owned files, a whole number from 0");
    }

    @Test
    void doesNotHideTheMistakesAfterIt() {
      assertThat(problems("many", "a/b hdfs:///f", "..  1", "x", "-2", "f", "f"))
          .extracting(problem -> problem.substring(0, "in1.txt:N".length()))
          .containsExactly("in1.txt:1", "in1.txt:2", "in1.txt:3", "in1.txt:5", "in1.txt:7");
    }
  }

  @Nested
  class OwnedFiles {
    @ParameterizedTest
    @ValueSource(strings = {"f", "f two", "f 1.5", "f relative/path"})
    void thatHaveNeitherCountNorUri(String line) {
      assertThat(problems("1", line, "a", "0"))
          .containsExactly(
              "in1.txt:2: found '"
                  + line
                  + "', expected NAME COUNT (and COUNT lines with a segment each) or NAME URI");
    }

    @Test
    void withAPathThatHasNoScheme() {
      assertThat(problems("2", "f /data/f", "g g", "0"))
          .containsExactly(
              "in1.txt:2: found the path '/data/f' without a scheme, expected a URI:"
                  + " file:///data/f or hdfs:///data/f",
              "in1.txt:3: found 'g g', expected NAME COUNT (and COUNT lines with a segment each) or"
                  + " NAME URI");
    }

    @Test
    void withMoreThanTwoWords() {
      assertThat(problems("3", "my file 1", "a", "g hdfs:///g x", "h 1 x", "b", "1", "i", "j"))
          .containsExactly(
              "in1.txt:2: found 'my file 1', expected NAME COUNT or NAME URI; a name has no blanks",
              "in1.txt:4: found 'g hdfs:///g x', expected NAME COUNT or NAME URI; a name has no"
                  + " blanks",
              "in1.txt:5: found 'h 1 x', expected NAME COUNT or NAME URI; a name has no blanks",
              "in1.txt:9: found 'j' and 0 lines after it, expected the end of the file after 1"
                  + " wanted file, as line 7 announces");
    }

    @Test
    void withABlankName() {
      assertThat(problems("3", " 1", "a", "  hdfs:///g", "h hdfs:///h", "0"))
          .containsExactly(
              "in1.txt:2: found a blank name before '1', expected a name at the beginning of the"
                  + " line",
              "in1.txt:4: found a blank name before 'hdfs:///g', expected a name at the beginning"
                  + " of the line");
    }

    @Test
    void twice() {
      assertThat(problems("3", "f hdfs:///f", "g 1", "x", "f 1", "y", "0"))
          .containsExactly(
              "in1.txt:5: found 'f' once more, expected each owned file once; it is at line 2"
                  + " already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hdfs:", "hdfs:f", "hdfs://nn", "file:f", "a:b:c", "hdfs://["})
    void withAUriThatIsNotAbsolute(String uri) {
      assertThat(problems("1", "f " + uri, "0"))
          .containsExactly(
              "in1.txt:2: found '"
                  + uri
                  + "', which is not an absolute URI, expected such as hdfs:///dir/file or"
                  + " file:///dir/file");
    }

    @Test
    void withAHostInAFileUri() {
      assertThat(problems("1", "f file://data/f", "1", "g file://data/"))
          .containsExactly(
              "in1.txt:2: found the host 'data' in 'file://data/f', expected three slashes:"
                  + " file:///dir/file",
              "in1.txt:4: found the host 'data' in 'file://data/', expected three slashes:"
                  + " file:///dir/file");
    }

    @Test
    void fewerThanAnnouncedAtTheEndOfTheFile() {
      assertThat(problems("2", "f hdfs:///f", "g hdfs:///g"))
          .containsExactly(
              "in1.txt:4: found the end of the file, expected the number of wanted files");
    }

    @Test
    void afterABlankLine() {
      assertThat(problems("2", "f hdfs:///f", "", "", "g hdfs:///g", "0"))
          .containsExactly("in1.txt:3: found a blank line, expected owned file 2");
    }
  }

  @Nested
  class Segments {
    @ParameterizedTest
    @ValueSource(strings = {"5", "2147483647", "2147483648", "99999999999999999999"})
    void fewerThanAnnouncedInTheWholeFile(String count) {
      assertThat(problems("1", "f " + count, "a", "b", "1", "g"))
          .containsExactly(
              "in1.txt:2: found '"
                  + count
                  + "' as the number of segments of 'f' with only 4 lines after it, expected as"
                  + " many lines as announced");
    }

    @Test
    void fewerThanAnnounced() {
      assertThat(problems("1", "f 3", "a", "b", "1", "g"))
          .containsExactly(
              "in1.txt:6: found 'g', expected the number of wanted files (line 1 announces 1 owned"
                  + " file; line 2 announces 3 segments of 'f', up to line 5)");
    }

    @Test
    void upToTheEndOfTheFile() {
      assertThat(problems("1", "f 4", "a", "b", "1", "g"))
          .containsExactly(
              "in1.txt:7: found the end of the file, expected the number of wanted files; line 2"
                  + " announces 4 segments of 'f', up to line 6");
    }

    @Test
    void moreThanAnnounced() {
      assertThat(problems("1", "f 1", "a", "b", "1", "g"))
          .containsExactly(
              "in1.txt:4: found 'b', expected the number of wanted files (line 1 announces 1 owned"
                  + " file; line 2 announces 1 segment of 'f', up to line 3)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-0", "-00", "-99999999999999999999"})
    void negative(String count) {
      assertThat(problems("1", "f " + count, "a", "0"))
          .containsExactly(
              "in1.txt:2: found '"
                  + count
                  + "', expected the number of segments of 'f', a whole number from 0");
    }

    @Test
    void moreThanMessagesMaySpeakOf() {
      byte[] content = withSegments(FileShape.MOST_SEGMENTS + 1);

      assertThat(problems(Rank.peer(1), "in1.txt", content))
          .containsExactly(
              "in1.txt:2: found '16777217' as the number of segments of 'f', expected at most"
                  + " 16777216; large content is better given as NAME URI");
    }

    private static byte[] withSegments(int count) {
      String segments = "a\n".repeat(count);
      return ("1\nf " + count + "\n" + segments + "0\n").getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\r"})
    void blank(String line) {
      assertThat(problems("1", "file1 5", "a", "b", line, "d", "e", "0"))
          .containsExactly("in1.txt:5: found a blank line, expected segment 3 of 5 of 'file1'");
    }

    @Test
    void blankAndOneMoreThanAnnounced() {
      assertThat(problems("1", "f 2", "a", "", "b", "1", "g h i", "j"))
          .containsExactly("in1.txt:4: found a blank line, expected segment 2 of 2 of 'f'");
    }

    @Test
    void blankDoesNotHideTheMistakesAfterIt() {
      assertThat(problems("1", "f 2", "a", "", "1", "g h i"))
          .containsExactly(
              "in1.txt:4: found a blank line, expected segment 2 of 2 of 'f'",
              "in1.txt:6: found 'g h i', expected NAME or NAME TARGET; a name has no blanks");
    }
  }

  @Nested
  class Names {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "a/b",
          "/",
          "../x",
          "a:b",
          "a\u00a0b",
          "a\u2003b",
          "a\u0000b",
          "a\u007fb",
          "\rx"
        })
    void withForbiddenCharacters(String name) {
      assertThat(problems("0", "1", name + " hdfs:///d/"))
          .singleElement()
          .asString()
          .startsWith("in1.txt:3: found the name '")
          .endsWith("', expected a name without '/', ':', white space and control characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void ofDots(String name) {
      assertThat(problems("1", name + " 0", "1", name))
          .containsExactly(
              "in1.txt:2: found the name '" + name + "', expected a name other than '.' and '..'",
              "in1.txt:4: found the name '" + name + "', expected a name other than '.' and '..'");
    }

    @Test
    void tooLong() {
      String name = "ö".repeat(128);

      assertThat(problems("1", name + " 0", "0"))
          .containsExactly(
              "in1.txt:2: found a name of 256 bytes ('"
                  + "ö".repeat(60)
                  + "...'), expected at most 255 bytes of UTF-8");
    }

    @Test
    void tooLongForTheCollectedOutput() {
      assertThat(problems("0", "1", "x".repeat(248)))
          .containsExactly(
              "in1.txt:3: found a name of 248 bytes ('"
                  + "x".repeat(60)
                  + "...'), to be collected as client1_NAME, expected at most 247 bytes of UTF-8,"
                  + " so that the output's name has at most 255");
    }

    @Test
    void areShownWithoutHarmToATerminal() {
      assertThat(problems("0", "1", "a\u001b[31m\u202eb"))
          .containsExactly(
              "in1.txt:3: found the name 'a\\u001b[31m\\u202eb', expected a name without '/', ':',"
                  + " white space and control characters");
    }
  }

  @Nested
  class WantedFiles {
    @ParameterizedTest
    @ValueSource(strings = {"-1", "-99999999999999999999"})
    void negative(String count) {
      assertThat(problems("0", count, "f"))
          .containsExactly(
              "in1.txt:2: found '"
                  + count
                  + "', expected the number of wanted files, a whole number from 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two", "1.0", "one file"})
    void withoutANumber(String count) {
      assertThat(problems("0", count, "f"))
          .containsExactly(
              "in1.txt:2: found '"
                  + count
                  + "', expected the number of wanted files (line 1 announces 0 owned files)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "2147483648", "99999999999999999999"})
    void fewerThanAnnounced(String count) {
      assertThat(problems("0", count, "f", "g"))
          .containsExactly(
              "in1.txt:2: found '"
                  + count
                  + "' as the number of wanted files with only 2 lines after it, expected as many"
                  + " lines as announced");
    }

    @Test
    void moreThanAnnounced() {
      assertThat(problems("0", "1", "f", "g", "h"))
          .containsExactly(
              "in1.txt:4: found 'g' and 1 line after it, expected the end of the file after 1"
                  + " wanted file, as line 2 announces");
    }

    @Test
    void missing() {
      assertThat(problems("0"))
          .containsExactly(
              "in1.txt:2: found the end of the file, expected the number of wanted files");
    }

    @Test
    void blank() {
      assertThat(problems("0", "2", "f", "", "f"))
          .containsExactly(
              "in1.txt:4: found a blank line, expected wanted file 2",
              "in1.txt:5: found 'f' once more, expected each wanted file once; it is at line 3"
                  + " already");
    }

    @Test
    void afterABlankLine() {
      assertThat(problems("0", "", "1", "f"))
          .containsExactly("in1.txt:2: found a blank line, expected the number of wanted files");
    }

    @Test
    void withABlankName() {
      assertThat(problems("0", "1", "  hdfs:///d/"))
          .containsExactly(
              "in1.txt:3: found a blank name before 'hdfs:///d/', expected a name at the beginning"
                  + " of the line");
    }

    @Test
    void twice() {
      assertThat(problems("0", "3", "f", "g", "f hdfs:///d/"))
          .containsExactly(
              "in1.txt:5: found 'f' once more, expected each wanted file once; it is at line 3"
                  + " already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data/", "data", "12"})
    void withATargetThatIsNoUri(String target) {
      assertThat(problems("0", "1", "f " + target))
          .containsExactly(
              "in1.txt:3: found the target '"
                  + target
                  + "', expected the URI of a directory: hdfs:///dir/ or file:///dir/");
    }

    @Test
    void withATargetThatIsNotAbsolute() {
      assertThat(problems("0", "1", "f hdfs:d/"))
          .containsExactly(
              "in1.txt:3: found 'hdfs:d/', which is not an absolute URI, expected such as"
                  + " hdfs:///dir/file or file:///dir/file");
    }

    @Test
    void withMoreThanTwoWords() {
      assertThat(problems("0", "1", "f hdfs:///d/ x"))
          .containsExactly(
              "in1.txt:3: found 'f hdfs:///d/ x', expected NAME or NAME TARGET; a name has no"
                  + " blanks");
    }
  }

  @Nested
  class Origins {
    @Test
    void inline() {
      assertThat(of("2", "f 1", "a", "g hdfs:///g", "0"))
          .containsExactly(
              "in0.txt:2: found the inline file 'f', expected NAME URI: in0.txt lists files in"
                  + " storage");
    }

    @Test
    void withWantedFiles() {
      assertThat(of("1", "g hdfs:///g", "1", "g"))
          .containsExactly(
              "in0.txt:3: found '1' as the number of wanted files, expected 0: in0.txt lists"
                  + " origins only");
    }

    @Test
    void withAWrongNumberOfWantedFiles() {
      assertThat(of("0", "-1")).hasSize(1);
      assertThat(of("0", "5")).hasSize(1);
    }

    private static List<String> of(String... lines) {
      return problems(Rank.TRACKER, "in0.txt", bytes(lines));
    }
  }

  @Nested
  class Encoding {
    @Test
    void bytesThatAreNotUtf8AreNamedByLineAndPlace() {
      byte[] content =
          concat(bytes("2", "f 2", "a"), raw('x', 0xC3, '(', '\n'), bytes("g hdfs:///g", "0"));

      assertThat(problems(Rank.peer(1), "in1.txt", content))
          .containsExactly(
              "in1.txt:4: found bytes that are not UTF-8 (0xc3 at byte 2 of the line), expected"
                  + " UTF-8");
    }

    @Test
    void lineOfTheGrammarThatIsNotUtf8HasNoFurtherProblem() {
      byte[] content =
          concat(
              raw(0xFF, '\n'),
              raw('a', '/', 0xED, 0xA0, 0x80, ' ', '1', '\n'),
              bytes("x", "1"),
              raw(0x80, ' ', 'y', '\n'));

      assertThat(problems(Rank.peer(1), "in1.txt", content))
          .containsExactly(
              "in1.txt:1: found bytes that are not UTF-8 (0xff at byte 1 of the line), expected"
                  + " UTF-8",
              "in1.txt:2: found bytes that are not UTF-8 (0xed at byte 3 of the line), expected"
                  + " UTF-8",
              "in1.txt:5: found bytes that are not UTF-8 (0x80 at byte 1 of the line), expected"
                  + " UTF-8");
    }

    @Test
    void truncatedCharacterAtTheEndOfTheFile() {
      byte[] content = concat(bytes("0", "1"), raw('f', 0xE2, 0x82));

      assertThat(problems(Rank.peer(1), "in1.txt", content)).hasSize(1);
    }

    @Test
    void otherUnicodeEncodingsGiveOneProblem() {
      byte[] utf16 = "0\n0\n".getBytes(StandardCharsets.UTF_16);

      assertThat(problems(Rank.peer(1), "in1.txt", utf16))
          .containsExactly(
              "in1.txt:1: found bytes that are not UTF-8 (0xfe at byte 1 of the line), expected"
                  + " UTF-8");
    }

    private static byte[] raw(int... bytes) {
      byte[] result = new byte[bytes.length];
      IntStream.range(0, bytes.length).forEach(i -> result[i] = (byte) bytes[i]);
      return result;
    }

    private static byte[] concat(byte[]... parts) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      Arrays.stream(parts).forEach(all::writeBytes);
      return all.toByteArray();
    }
  }

  @Test
  void manyMistakesAreCutShort() {
    String[] lines =
        Stream.concat(Stream.of("0", "1000"), Stream.generate(() -> "a/b").limit(1000))
            .toArray(String[]::new);

    assertThat(problems(lines))
        .hasSize(101)
        .last()
        .isEqualTo(
            "in1.txt:102: found 100 problems up to here, expected fewer; the rest of the file was"
                + " not checked");
  }

  @Test
  void everyMistakeTakesItsOwnNumberOfArguments() {
    for (Mistake mistake : Mistake.values()) {
      int arguments = mistake.template().split("…", -1).length - 1;

      InputProblem problem =
          mistake.at("f", 1, IntStream.range(0, arguments).mapToObj(i -> "…").toArray());

      assertThat(problem).hasToString("f:1: " + mistake.template());
    }
  }
}
