package org.yarnp2p.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Keeps {@link P2pKeys}, {@code p2p-default.xml} and docs/configuration.md in step. */
class P2pKeysTest {
  private static List<String> keys;
  private static List<Entry> entries;

  /** One property of the file; null where an element is missing. */
  private record Entry(String name, String value, String description) {
    /** How the document shows it. */
    String row() {
      String shownValue = value.isEmpty() ? "" : "`" + value + "`";
      return String.format("| `%s` | %s | %s |", name, shownValue, description);
    }

    boolean saysTime() {
      return description.contains("(time with unit");
    }

    boolean saysSize() {
      return description.contains("bytes, with unit") || description.contains("with unit k, m");
    }

    boolean isFlag() {
      return value.equals("true") || value.equals("false");
    }

    boolean isNamedAsTime() {
      return name.endsWith("timeout") || name.endsWith("interval");
    }
  }

  @BeforeAll
  static void read() throws Exception {
    keys = P2pKeys.all();
    entries = new ArrayList<>();
    try (InputStream in = P2pKeys.class.getResourceAsStream("/p2p-default.xml")) {
      NodeList properties =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(in)
              .getElementsByTagName("property");
      for (int i = 0; i < properties.getLength(); i++) {
        Element property = (Element) properties.item(i);
        entries.add(
            new Entry(
                text(property, "name"), text(property, "value"), text(property, "description")));
      }
    }
  }

  @Test
  void everyConstantHasAnEntryAndEveryEntryAConstant() {
    assertThat(keys).isNotEmpty().doesNotHaveDuplicates();
    assertThat(entries).extracting(Entry::name).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void everyNameBeginsWithP2p() {
    assertThat(keys).allMatch(key -> key.matches("p2p(\\.[a-z0-9]+(-[a-z0-9]+)*)+"));
  }

  @Test
  void everyEntryHasAValueElementAndADescription() {
    assertThat(entries)
        .allSatisfy(
            entry -> {
              assertThat(entry.value()).as(entry.name()).isNotNull();
              assertThat(entry.description()).as(entry.name()).hasSizeGreaterThan(20).endsWith(".");
            });
  }

  @Test
  void everyKeyHasARuleThatItsDefaultKeeps() {
    assertThat(Rules.keys()).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(ConfCheck.mistakes(P2pConf.create())).isEmpty();
  }

  @Test
  void descriptionsSayWhatTheRulesSay() {
    assertThat(entries)
        .allSatisfy(
            entry -> {
              Rule<?> rule = Rules.of(entry.name());
              boolean time = rule instanceof Time;
              boolean size = rule instanceof Size || rule instanceof AutoSize;
              assertThat(entry.saysTime()).as(entry.name() + " is a time").isEqualTo(time);
              assertThat(entry.saysSize()).as(entry.name() + " is a size").isEqualTo(size);
              assertThat(entry.isFlag()).as(entry.name()).isEqualTo(rule instanceof Flag);
              if (rule instanceof Time least) {
                assertThat(entry.description().contains(" 0: "))
                    .as(entry.name() + " says what 0 does")
                    .isEqualTo(least.least() == 0);
              }
            });
  }

  @Test
  void everyTimeSaysSoAndHasAUnit() {
    Configuration conf = P2pConf.create();
    assertThat(entries).filteredOn(Entry::isNamedAsTime).isNotEmpty().allMatch(Entry::saysTime);
    assertThat(entries)
        .filteredOn(Entry::saysTime)
        .allSatisfy(
            entry -> {
              assertThat(entry.value()).as(entry.name()).matches("[0-9]+(ms|s|m|h)");
              assertThat(P2pConf.millis(conf, entry.name())).as(entry.name()).isPositive();
            });
  }

  @Test
  void everyValueWithAUnitHasItsUnitDescribed() {
    assertThat(entries)
        .filteredOn(entry -> entry.value().matches("[0-9]+[a-z]+"))
        .isNotEmpty()
        .allMatch(entry -> entry.saysTime() || entry.saysSize());
    assertThat(entries)
        .filteredOn(entry -> entry.name().endsWith(".mb"))
        .isNotEmpty()
        .allMatch(entry -> entry.description().contains("MiB"));
  }

  @Test
  void documentListsEveryKeyWithDefaultAndMeaning() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("..", "docs", "configuration.md")).stream()
            .filter(line -> line.startsWith("| `p2p."))
            .toList();

    assertThat(rows)
        .as("rows of docs/configuration.md")
        .containsExactlyElementsOf(entries.stream().map(Entry::row).toList());
  }

  private static String text(Element property, String tag) {
    NodeList found = property.getElementsByTagName(tag);
    assertThat(found.getLength())
        .as("<%s> elements of %s", tag, property.getTextContent().strip())
        .isLessThanOrEqualTo(1);
    return found.getLength() == 0
        ? null
        : String.join(" ", Arrays.asList(found.item(0).getTextContent().strip().split("\\s+")));
  }
}
