package org.yarnp2p.peer.distribute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.container.UnfitNodeException;

/** Manifests that somebody has damaged: they are read, or named with a remedy. */
class KeptManifestFuzzTest {
  private static final Path FILE = Path.of(KeptManifest.NAME);
  private static final String ORIGIN =
      "{\"uri\":\"hdfs://nn/a\",\"length\":7,\"modificationTime\":1}";
  private static final String DIGEST = "0f".repeat(32);
  private static final String GOOD =
      """
      {"version":1,
       "files":[{"name":"a","origin":%1$s,"modificationTime":5,"segmentSize":4,"digests":["%2$s"]}],
       "parts":[{"name":"b","part":".x.part","origin":%1$s,"segmentSize":4,"digests":["%2$s",""]}],
       "directories":["d"]}
      """
          .formatted(ORIGIN, DIGEST);

  @Property(tries = 2000)
  void changedManifestIsReadOrRefusedWithARemedy(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 10_000) Integer> spots,
      @ForAll @IntRange(min = 32, max = 126) int character,
      @ForAll boolean cut) {
    byte[] json = GOOD.getBytes(UTF_8);
    spots.forEach(spot -> json[spot % json.length] = (byte) character);
    check(cut ? Arrays.copyOf(json, spots.get(0) % json.length) : json);
  }

  private static void check(byte[] json) {
    try {
      KeptManifest read = KeptManifest.parse(json, FILE);
      read.files().forEach(file -> file.digests().forEach(KeptManifest::digest));
      assertThat(read.parts()).doesNotContainNull();
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("remove it to have everything fetched again");
    }
  }

  /** Found by reading on where the property above had begun. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{\"version\":1,\"files\":[{\"name\":null,\"digests\":[]}],\"parts\":[],\"directories\":[]}",
        "{\"version\":1,\"files\":[null],\"parts\":[],\"directories\":[]}"
      })
  void whatIsNoManifestIsRefused(String json) {
    assertThatThrownBy(() -> KeptManifest.parse(json.getBytes(UTF_8), FILE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("remove it");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"name\":\"a\"', ../x",
    "'\"name\":\"b\"', /etc/passwd",
    "'\"part\":\".x.part\"', d/../../x",
    "'[\"d\"]', .p2p-distribution.json",
  })
  void nameThatLeadsOutIsNamedWithItsPlaceAndARemedy(String good, String name) {
    String bad =
        good.startsWith("[")
            ? "[\"" + name + "\"]"
            : good.substring(0, good.indexOf(':') + 1) + "\"" + name + "\"";
    byte[] json = GOOD.replace(good, bad).getBytes(UTF_8);
    assertThatThrownBy(() -> KeptManifest.parse(json, FILE))
        .isInstanceOf(UnfitNodeException.class)
        .hasMessageStartingWith(
            FILE + " is not a manifest that this program can read (it lists '" + name)
        .hasMessageContaining(" of line ")
        .hasMessageEndingWith("remove it to have everything fetched again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0f", "", "zz"})
  void digestThatIsNoneIsRefused(String digest) {
    byte[] json = GOOD.replaceFirst(DIGEST, digest).getBytes(UTF_8);
    assertThatThrownBy(() -> KeptManifest.parse(json, FILE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("remove it");
  }
}
