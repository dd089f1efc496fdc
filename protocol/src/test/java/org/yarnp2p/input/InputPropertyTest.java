package org.yarnp2p.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.model.Rank;

/** What holds for all inputs. */
class InputPropertyTest {
  private static final int RUNS = 3000;

  @Test
  void whatIsWrittenIsRead() {
    for (long seed = 0; seed < RUNS; seed++) {
      RandomInput random = new RandomInput(seed);
      InputFile input = random.next();
      byte[] content = random.write(input);

      List<InputProblem> problems = new ArrayList<>();
      InputFile read = InputParser.parse(Rank.peer(1), "in1.txt", content, problems::add);

      assertThat(problems).as("seed %d", seed).isEmpty();
      assertThat(shape(read)).as("seed %d", seed).isEqualTo(shape(input));
    }
  }

  @Test
  void damagedFileGivesProblemsOrAnotherInputButNeverAnException() {
    for (long seed = 0; seed < RUNS; seed++) {
      RandomInput random = new RandomInput(seed);
      byte[] content = random.mutate(random.write(random.next()));

      List<InputProblem> problems = new ArrayList<>();
      InputFile read = parse(seed, content, problems);

      int lines = new String(content, StandardCharsets.UTF_8).split("\n", -1).length;
      assertThat(problems)
          .as("seed %d", seed)
          .allMatch(problem -> problem.line() >= 1 && problem.line() <= lines + 1)
          .allMatch(problem -> problem.toString().lines().count() == 1);
      if (problems.isEmpty()) {
        InputFile again = InputLines.parse(random.write(read));
        assertThat(shape(again)).as("seed %d", seed).isEqualTo(shape(read));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "a\n", "1\n", " ", "a b ", "99999999\n", "f 1\n", "f 0\n", "é"})
  void largeFileOfJunkCostsLittle(String pattern) {
    byte[] unit = pattern.getBytes(StandardCharsets.UTF_8);
    byte[] junk = new byte[8 << 20];
    for (int i = 0; i < junk.length; i++) {
      junk[i] = unit[i % unit.length];
    }
    List<InputProblem> problems = new ArrayList<>();

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> InputParser.parse(Rank.peer(1), "in1.txt", junk, problems::add));

    assertThat(problems).isNotEmpty().hasSizeLessThanOrEqualTo(Diagnosis.MOST + 1);
    assertThat(problems).allMatch(problem -> problem.toString().length() < 500);
  }

  @Test
  void randomBytesGiveProblems() {
    for (long seed = 0; seed < 200; seed++) {
      byte[] noise = new byte[1000];
      new Random(seed).nextBytes(noise);
      List<InputProblem> problems = new ArrayList<>();

      parse(seed, noise, problems);

      assertThat(problems).as("seed %d", seed).isNotEmpty();
    }
  }

  private static InputFile parse(long seed, byte[] content, List<InputProblem> problems) {
    try {
      return InputParser.parse(Rank.peer(1), "in1.txt", content, problems::add);
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + Arrays.toString(content), e);
    }
  }

  /** Everything but the numbers of the lines. */
  private static List<String> shape(InputFile input) {
    List<String> shape = new ArrayList<>();
    for (OwnedFile owned : input.owned()) {
      if (owned instanceof OwnedFile.Payload payload) {
        shape.add(payload.name() + " at " + RandomInput.text(payload.uri()));
      } else {
        shape.add(owned.name() + " is " + InputLines.segments(owned));
      }
    }
    for (WantedFile wanted : input.wanted()) {
      shape.add(wanted.name() + " to " + wanted.target().map(RandomInput::text));
    }
    return shape;
  }
}
