package org.yarnp2p.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.input.InputLines.bytes;
import static org.yarnp2p.input.InputLines.parse;
import static org.yarnp2p.input.InputLines.segments;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.yarnp2p.input.OwnedFile.Payload;
import org.yarnp2p.model.Rank;

/** What the grammar allows. */
class InputParserTest {
  @Test
  void exampleOfTheDesignIsUnderstood() throws IOException {
    byte[] content =
        bytes(
            "2",
            "file3 2",
            "c61563cd9d2b19ac7964321a8c6dc3a4",
            "708805256b2c2ec0e72cc55524e7bb57",
            "model.bin hdfs:///models/model.bin",
            "2",
            "file1",
            "weights.bin file:///data/models/");

    InputFile input =
        InputParser.parse(
            Rank.peer(2),
            "input.txt",
            new ByteArrayInputStream(content),
            problem -> {
              throw new AssertionError(problem);
            });

    assertThat(input.rank()).isEqualTo(Rank.peer(2));
    assertThat(input.fileName()).isEqualTo("in2.txt");
    assertThat(input.owned()).extracting(OwnedFile::name).containsExactly("file3", "model.bin");
    assertThat(input.owned()).extracting(OwnedFile::line).containsExactly(2, 5);
    assertThat(segments(input.owned().get(0)))
        .containsExactly("c61563cd9d2b19ac7964321a8c6dc3a4", "708805256b2c2ec0e72cc55524e7bb57");
    assertThat(input.owned().get(1))
        .isEqualTo(new Payload("model.bin", 5, URI.create("hdfs:///models/model.bin")));
    assertThat(input.wanted())
        .containsExactly(
            new WantedFile("file1", 7, Optional.empty()),
            new WantedFile("weights.bin", 8, Optional.of(URI.create("file:///data/models/"))));
  }

  @Test
  void peerMayHoldNothingAndWantNothing() {
    InputFile input = parse("0", "0");

    assertThat(input.owned()).isEmpty();
    assertThat(input.wanted()).isEmpty();
  }

  @Test
  void peerMayWantWhatItHolds() {
    InputFile input = parse("1", "f 1", "a", "1", "f");

    assertThat(input.owned()).extracting(OwnedFile::name).containsExactly("f");
    assertThat(input.wanted()).extracting(WantedFile::name).containsExactly("f");
  }

  @Test
  void inlineFileMayHaveNoSegments() {
    assertThat(segments(parse("1", "f 0", "0").owned().get(0))).isEmpty();
  }

  @Test
  void lineEndsAndTrailingBlanksAreNotPartOfALine() {
    byte[] content =
        "2 \t\r\nf 2\t\r\n a  b \r\n\u00a0c\t \r\ng hdfs:///g \r\n1\r\nh\r\n\r\n \r\n"
            .getBytes(StandardCharsets.UTF_8);

    InputFile input = parse(content);

    assertThat(segments(input.owned().get(0))).containsExactly(" a  b", "\u00a0c");
    assertThat(input.wanted()).extracting(WantedFile::name).containsExactly("h");
  }

  @Test
  void lastLineNeedsNoNewline() {
    byte[] content = "0\n1\nf".getBytes(StandardCharsets.UTF_8);

    assertThat(parse(content).wanted()).extracting(WantedFile::name).containsExactly("f");
  }

  @Test
  void byteOrderMarkIsPassedOver() {
    assertThat(parse("\ufeff0", "1", "f").wanted()).hasSize(1);
  }

  @Test
  void wordsAreSeparatedByAnyBlanks() {
    InputFile input = parse("  1", "f \t 1", "x", " 1 ", "\tg   hdfs:///d/");

    assertThat(input.owned().get(0).name()).isEqualTo("f");
    assertThat(input.wanted().get(0).target()).contains(URI.create("hdfs:///d/"));
  }

  @Test
  void namesAndSegmentsAreUtf8() {
    InputFile input = parse("1", "größe-図 1", "日本 🜚", "1", ".hidden");

    assertThat(input.owned().get(0).name()).isEqualTo("größe-図");
    assertThat(segments(input.owned().get(0))).containsExactly("日本 🜚");
    assertThat(input.wanted().get(0).name()).isEqualTo(".hidden");
  }

  @Test
  void segmentsMayLookLikeTheGrammar() {
    InputFile input = parse("1", "f 4", "1", "g hdfs:///g", "2", "h 7", "0");

    assertThat(segments(input.owned().get(0))).containsExactly("1", "g hdfs:///g", "2", "h 7");
  }

  @Test
  void namesMayLookLikeNumbers() {
    InputFile input = parse("1", "7 1", "x", "1", "12");

    assertThat(input.owned().get(0).name()).isEqualTo("7");
    assertThat(input.wanted().get(0).name()).isEqualTo("12");
  }

  @Test
  void nameOfTheLongestOutputIsTaken() {
    String name = "x".repeat(255 - "client1_".length());

    assertThat(parse("0", "1", name).wanted()).extracting(WantedFile::name).containsExactly(name);
  }

  @Test
  void nameWithATargetMayBeAsLongAsAFileNameCanBe() {
    String name = "x".repeat(255);

    assertThat(parse("1", name + " 0", "1", name + " hdfs:///d/").wanted()).hasSize(1);
  }

  @Test
  void pathsAreWrittenAsForHadoopToolsWithoutPercentEncoding() {
    Payload payload = (Payload) parse("1", "f hdfs://nn:8020/d%20e/a#b?c", "0").owned().get(0);

    assertThat(payload.uri().getPath()).isEqualTo("/d%20e/a#b?c");
    assertThat(payload.uri().getAuthority()).isEqualTo("nn:8020");
  }

  @Test
  void pathsAreReadyForUse() {
    InputFile input = parse("1", "f hdfs://nn/d%20e/f", "2", "g hdfs:///d/", "h");

    assertThat(((Payload) input.owned().get(0)).path()).isEqualTo(new Path("hdfs://nn/d%20e/f"));
    assertThat(input.wanted().get(0).targetPath()).contains(new Path("hdfs:///d/g"));
    assertThat(input.wanted().get(1).targetPath()).isEmpty();
  }

  @Test
  void originsAreFilesByUri() {
    InputFile input =
        InputParser.parse(
            Rank.TRACKER,
            "in0.txt",
            bytes("1", "f hdfs:///f", "0"),
            problem -> {
              throw new AssertionError(problem);
            });

    assertThat(input.owned()).hasSize(1);
    assertThat(input.fileName()).isEqualTo("in0.txt");
  }

  @Test
  void inputsWithTheSameSegmentsAreEqual() {
    assertThat(parse("1", "f 2", "a", "b", "0")).isEqualTo(parse("1", "f 2", "a ", "b", "0"));
    assertThat(parse("1", "f 2", "a", "b", "0")).isNotEqualTo(parse("1", "f 2", "a", "c", "0"));
    assertThat(parse("1", "f 2", "a", "b", "0"))
        .hasSameHashCodeAs(parse("1", "f 2", "a ", "b", "0"));
  }
}
