package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.tracker.TestJob.bits;
import static org.yarnp2p.tracker.TestJob.digest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FileMapJsonTest {
  private static final FileSnapshot FILE1 =
      new FileSnapshot(
          "file1",
          List.of(
              new FileSnapshot.Segment(Optional.of(digest("a")), bits(1, 2, 3)),
              new FileSnapshot.Segment(Optional.empty(), bits())));

  private static String render(FileSnapshot... files) throws IOException {
    Map<String, FileSnapshot> byName = new TreeMap<>();
    for (FileSnapshot file : files) {
      byName.put(file.name(), file);
    }
    return FileMapJson.render(byName.keySet(), byName::get, 1000);
  }

  @Test
  void aFileIsAListOfSegmentsEachWithItsDigestAndItsHolders() throws IOException {
    assertThat(render(FILE1))
        .isEqualTo(
            "{\"file1\":[[\"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\","
                + "[1,2,3]],[null,[]]]}");
  }

  @Test
  void filesStandInTheOrderAskedFor() throws IOException {
    assertThat(render(new FileSnapshot("b", List.of()), new FileSnapshot("a", List.of())))
        .isEqualTo("{\"a\":[],\"b\":[]}");
  }

  @Test
  void aJobWithoutFilesIsAnEmptyObject() throws IOException {
    assertThat(render()).isEqualTo("{}");
  }

  @Test
  void namesAreEscaped() throws IOException {
    assertThat(render(new FileSnapshot("a\"\\ü", List.of()))).isEqualTo("{\"a\\\"\\\\ü\":[]}");
  }

  @Test
  void aTextThatGrowsTooLongIsRefusedBeforeItFillsTheMemory() {
    List<String> asked = new ArrayList<>();
    FileMapJson.Source source =
        name -> {
          asked.add(name);
          return FILE1;
        };
    List<String> names = Collections.nCopies(1_000_000, "file1");

    assertThatThrownBy(() -> FileMapJson.render(names, source, 20_000))
        .isInstanceOf(IOException.class)
        .hasMessage("the map has more than 20000 characters; ask for one file by its name");
    assertThat(asked).hasSizeLessThan(1000);
  }
}
