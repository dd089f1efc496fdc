package org.yarnp2p.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.yarnp2p.fuzz.Mutation;
import org.yarnp2p.model.Rank;

/** Whatever stands in an input file: it is understood, or every mistake is told with its line. */
class InputFuzzTest {
  /** A file as a test writes it; the place is a URI, or empty. */
  record Entry(String name, List<String> segments, String place) {}

  /** An input without mistakes. */
  record Input(List<Entry> owned, List<Entry> wanted) {
    String print() {
      StringBuilder text = new StringBuilder();
      text.append(owned.size()).append('\n');
      for (Entry file : owned) {
        if (file.place().isEmpty()) {
          text.append(file.name()).append(' ').append(file.segments().size()).append('\n');
          file.segments().forEach(segment -> text.append(segment).append('\n'));
        } else {
          text.append(file.name()).append(' ').append(file.place()).append('\n');
        }
      }
      text.append(wanted.size()).append('\n');
      for (Entry file : wanted) {
        text.append((file.name() + " " + file.place()).strip()).append('\n');
      }
      return text.toString();
    }
  }

  @Property(tries = 600)
  void anyBytesAreUnderstoodOrToldWithTheirLine(@ForAll @Size(max = 300) byte[] content) {
    check(content);
  }

  @Property(tries = 1000)
  void changedInputIsUnderstoodOrToldWithItsLine(
      @ForAll("inputs") Input input, @ForAll @Size(min = 1, max = 5) List<Integer> spots) {
    check(Mutation.of(input.print().getBytes(StandardCharsets.UTF_8), spots));
  }

  @Property(tries = 600)
  void whatIsPrintedIsReadAsItWas(@ForAll("inputs") Input input) {
    InputFile read = InputLines.parse(input.print().getBytes(StandardCharsets.UTF_8));

    assertThat(read.owned()).hasSameSizeAs(input.owned());
    for (int i = 0; i < input.owned().size(); i++) {
      Entry file = input.owned().get(i);
      assertThat(read.owned().get(i).name()).isEqualTo(file.name());
      if (file.place().isEmpty()) {
        assertThat(InputLines.segments(read.owned().get(i))).isEqualTo(file.segments());
      } else {
        assertThat(((OwnedFile.Payload) read.owned().get(i)).uri()).hasToString(file.place());
      }
    }
    assertThat(read.wanted()).hasSameSizeAs(input.wanted());
    for (int i = 0; i < input.wanted().size(); i++) {
      Entry file = input.wanted().get(i);
      assertThat(read.wanted().get(i).name()).isEqualTo(file.name());
      assertThat(read.wanted().get(i).target().map(Object::toString))
          .isEqualTo(Optional.of(file.place()).filter(place -> !place.isEmpty()));
    }
  }

  private static void check(byte[] content) {
    List<InputProblem> problems = new ArrayList<>();
    InputFile read = InputParser.parse(Rank.peer(3), "in3.txt", content, problems::add);
    assertThat(problems).allSatisfy(InputFuzzTest::isTold);
    if (problems.isEmpty()) {
      assertThat(InputParser.parse(Rank.peer(3), "in3.txt", content, problems::add))
          .isEqualTo(read);
    }
  }

  private static void isTold(InputProblem problem) {
    assertThat(problem.toString())
        .matches("in3\\.txt:[1-9][0-9]*: found .+, expected .+")
        .doesNotContainPattern("\\p{Cntrl}");
  }

  @Provide
  Arbitrary<Input> inputs() {
    return Combinators.combine(files(true), files(false)).as(Input::new);
  }

  private static Arbitrary<List<Entry>> files(boolean owned) {
    Arbitrary<String> names =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withChars("._-ü日0")
            .ofMinLength(1)
            .ofMaxLength(12)
            .map(text -> "f" + text);
    Arbitrary<List<String>> segments =
        Arbitraries.strings()
            .withCharRange('!', '~')
            .withChars("äß漢")
            .ofMinLength(1)
            .ofMaxLength(40)
            .list()
            .ofMinSize(1)
            .ofMaxSize(4);
    Arbitrary<String> places = Arbitraries.of("", "hdfs:///models/a.bin", "file:///data/x");
    return Combinators.combine(names, segments, places)
        .as(
            (name, lines, place) ->
                new Entry(name, owned && place.isEmpty() ? lines : List.of(), place))
        .list()
        .ofMaxSize(4)
        .uniqueElements(Entry::name);
  }
}
