package org.yarnp2p.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnclosureTest {
  private static final int KIB = 1 << 10;

  @TempDir private Path directory;
  private final Enclosure enclosure = new Enclosure();
  private final Credentials credentials = new Credentials();

  private static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes]; // does not get less when it is compressed
    new Random(bytes).nextBytes(noise);
    return noise;
  }

  @Test
  void filesComeOutAsTheyWere() throws IOException {
    byte[] lines = "a line\n".repeat(100_000).getBytes(UTF_8);
    enclosure.add("long", lines);
    enclosure.add("empty", new byte[0]);
    enclosure.add("noise", noise(10 * KIB));
    enclosure.addTo(credentials);

    Enclosure.of(credentials).unpack(directory);

    assertThat(directory.resolve("long")).hasBinaryContent(lines);
    assertThat(directory.resolve("empty")).isEmptyFile();
    assertThat(directory.resolve("noise")).hasBinaryContent(noise(10 * KIB));
  }

  @Test
  void oneMayBePassedOnUnderAnotherName() throws IOException {
    enclosure.add("in1.txt", "one".getBytes(UTF_8));
    enclosure.add("in2.txt", "two".getBytes(UTF_8));
    enclosure.addTo(credentials);
    Credentials next = new Credentials();
    Enclosure.of(credentials).addTo(next, "in2.txt", "input.txt");

    Enclosure.of(next).unpack(directory);

    assertThat(directory.resolve("input.txt")).hasContent("two");
    assertThat(directory.resolve("in2.txt")).doesNotExist();
    assertThat(Enclosure.of(next).has("in1.txt")).isFalse();
  }

  @Test
  void whatIsThereFromAnEarlierLifeIsReplaced() throws IOException {
    Files.writeString(directory.resolve("plan.json"), "an older and longer plan");
    enclosure.add("plan.json", "new".getBytes(UTF_8));

    enclosure.unpack(directory);

    assertThat(directory.resolve("plan.json")).hasContent("new");
  }

  @Test
  void otherSecretsAreNoFiles() throws IOException {
    credentials.addSecretKey(new Text("p2p.job.secret"), new byte[32]);

    Enclosure.of(credentials).unpack(directory);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whatFindsNoRoomIsLeftOutAndAllThatComesAfterIt() {
    enclosure.add("first", noise(100 * KIB));
    enclosure.add("second", noise(40 * KIB));
    enclosure.add("third", noise(KIB));

    assertThat(enclosure.has("first")).isTrue();
    assertThat(enclosure.has("second")).isFalse();
    assertThat(enclosure.has("third")).isFalse();
  }

  @Test
  void roomIsThatOfTheCompressedBytes() {
    enclosure.add("plain", new byte[1000 * KIB]);

    assertThat(enclosure.has("plain")).isTrue();
  }

  @Test
  void whatIsNotEnclosedCannotBePassedOn() {
    assertThatThrownBy(() -> enclosure.addTo(credentials, "job.xml", "job.xml"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("job.xml");
  }
}
