package org.yarnp2p.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class P2pTest {
  private final Screen screen = new Screen();

  private int p2p(String commandLine) {
    String[] args = commandLine.isEmpty() ? new String[0] : commandLine.split(" ");
    return P2p.run(new Configuration(), screen.console(), args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "-help"})
  void helpListsTheVerbsOfAllModules(String option) {
    assertThat(p2p(option)).isZero();
    assertThat(screen.out()).contains("Usage: p2p VERB [OPTIONS]");
    assertThat(screen.out()).anyMatch(line -> line.matches(" +run +Runs one job.*"));
    assertThat(screen.out()).anyMatch(line -> line.matches(" +fetch +Copies the outputs.*"));
    assertThat(screen.out()).anyMatch(line -> line.matches(" +show +Prints a value\\."));
    assertThat(screen.out()).anyMatch(line -> line.startsWith("Exit codes:"));
    assertThat(screen.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run --help", "run -h", "run -help", "run --input x --help"})
  void helpOfAVerbShowsItsOptionsAndTheGenericOnes(String commandLine) {
    assertThat(p2p(commandLine)).isZero();
    assertThat(screen.out()).contains("Usage: p2p run --input DIR --output DIR [OPTIONS]");
    assertThat(screen.out()).anyMatch(line -> line.contains("--overwrite"));
    assertThat(screen.out()).anyMatch(line -> line.contains("-D <property=value>"));
    assertThat(screen.err()).isEmpty();
  }

  @Test
  void unknownOptionGivesOneLineAndAHint() {
    assertThat(p2p("show --key a --kye b")).isEqualTo(2);
    assertThat(screen.err())
        .containsExactly(
            "p2p show: unknown option '--kye'; did you mean --key?", "See 'p2p show --help'.");
    assertThat(screen.out()).isEmpty();
  }

  @Test
  void mistypedOptionIsNamedEvenWhenARequiredOneIsMissingThereby() {
    assertThat(p2p("fetch --outptu x --to y")).isEqualTo(2);
    assertThat(screen.err().get(0)).startsWith("p2p fetch: unknown option '--outptu'");
  }

  @Test
  void missingOptionIsNamed() {
    assertThat(p2p("fetch --to y")).isEqualTo(2);
    assertThat(screen.err().get(0))
        .startsWith("p2p fetch: missing required option")
        .contains("--output");
  }

  @Test
  void wordWhereANumberBelongsIsNamedWithWhatWasExpected() {
    for (String rank : List.of("x", "99999999999")) {
      assertThat(p2p("logs application_1_0001 --rank " + rank)).isEqualTo(2);
      assertThat(screen.err())
          .contains(
              "p2p logs: invalid value for option '--rank': found '"
                  + rank
                  + "', expected a whole number up to 2147483647");
    }
  }

  @Test
  void verbThatHelpDoesNotKnowIsNamed() {
    assertThat(p2p("help nosuch")).isEqualTo(2);
    assertThat(screen.err().get(0)).endsWith(": unknown verb 'nosuch'");
  }

  @Test
  void missingValueIsNamed() {
    assertThat(p2p("fetch --to y --output")).isEqualTo(2);
    assertThat(screen.err().get(0))
        .startsWith("p2p fetch: missing required parameter")
        .contains("--output");
  }

  @Test
  void emptyValueIsRefusedWithWhatWasExpected() {
    for (String value : List.of("", " ")) {
      assertThat(
              P2p.run(
                  new Configuration(),
                  screen.console(),
                  "logs",
                  "application_1_0001",
                  "--to",
                  value))
          .isEqualTo(2);
    }
    assertThat(screen.err())
        .containsExactly(
            "p2p logs: --to is empty, expected LOCALDIR",
            "See 'p2p logs --help'.",
            "p2p logs: --to is empty, expected LOCALDIR",
            "See 'p2p logs --help'.");
  }

  @Test
  void unexpectedArgumentIsNamed() {
    assertThat(p2p("show --key a b")).isEqualTo(2);
    assertThat(screen.err().get(0)).isEqualTo("p2p show: unexpected argument 'b'");
  }

  /** As one with letters that the locale lacks, on a real command line. */
  @Test
  void nameThatNoFileCanHaveIsTheCallersMistake() {
    assertThat(p2p("distribute --local --source a --target /tmp/\0")).isEqualTo(2);
    assertThat(screen.err().get(0)).startsWith("p2p distribute: /tmp/").contains("LC_ALL=C.UTF-8");
    assertThat(p2p("show --key a -conf /tmp/\0")).isEqualTo(2);
    assertThat(screen.err().get(1)).startsWith("p2p: -conf: cannot read a file /tmp/");
  }

  @Test
  void unknownVerbIsNamed() {
    assertThat(p2p("rnu --input x")).isEqualTo(2);
    assertThat(screen.err().get(0)).isEqualTo("p2p: unknown verb 'rnu'; did you mean run?");
    assertThat(screen.err()).contains("See 'p2p --help'.");
  }

  @Test
  void withoutAVerbTheVerbsAreNamed() {
    assertThat(p2p("")).isEqualTo(2);
    assertThat(screen.err().get(0))
        .isEqualTo(
            "p2p: say what to do: clean, distribute, doctor, fetch, generate-completion, install,"
                + " kill, list, logs, plan, run, show, status, help");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-D a.b=c show --key a.b",
        "-Da.b=c show --key a.b",
        "show -D a.b=c --key a.b",
        "show -Da.b=c --key a.b",
        "show --key a.b -D a.b=c",
        "show --key a.b -Da.b=c",
        "-D a.b=x show --key a.b -D a.b=c",
        "-D x=y show -Dz= --key a.b -D a.b=c"
      })
  void definitionsMayStandAnywhere(String commandLine) {
    assertThat(p2p(commandLine)).isZero();
    assertThat(screen.out()).containsExactly("a.b=c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-conf %s show --key a.b", "show -conf %s --key a.b", "show --key a.b -conf %s"})
  void configurationFileMayStandAnywhere(String commandLine, @TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("my.xml");
    Files.writeString(
        file,
        "<configuration><property><name>a.b</name><value>from file</value></property>"
            + "</configuration>");
    assertThat(p2p(String.format(commandLine, file))).isZero();
    assertThat(screen.out()).containsExactly("a.b=from file");
  }

  @Test
  void fileSystemAndResourceManagerAreSetAsInEveryTool() {
    assertThat(p2p("show -fs hdfs://nn:9000 -jt rm:8032 --key fs.defaultFS")).isZero();
    assertThat(p2p("-fs hdfs://nn:9000 -jt rm:8032 show --key yarn.resourcemanager.address"))
        .isZero();
    assertThat(screen.out())
        .containsExactly("fs.defaultFS=hdfs://nn:9000", "yarn.resourcemanager.address=rm:8032");
  }

  @Test
  void projectDefaultsAreThere() {
    assertThat(p2p("show --key p2p.queue")).isZero();
    assertThat(screen.out()).containsExactly("p2p.queue=default");
  }

  @Test
  void callersConfigurationIsNotChanged() {
    Configuration conf = new Configuration();
    P2p.run(conf, screen.console(), "-D", "a=b", "show", "--key", "a");
    assertThat(conf.get("a")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"show --key a -D", "-D", "show --key a -D -fs hdfs://nn"})
  void genericOptionWithoutValueIsRefused(String commandLine) {
    assertThat(p2p(commandLine)).isEqualTo(2);
    assertThat(screen.err()).containsExactly("p2p: -D needs a value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-D novalue show --key a", "-Dnovalue show --key a"})
  void definitionWithoutEqualsSignIsRefused(String commandLine) {
    assertThat(p2p(commandLine)).isEqualTo(2);
    assertThat(screen.err()).containsExactly("p2p: -D: found 'novalue', expected PROPERTY=VALUE");
  }

  @Test
  void unknownKeyOnTheCommandLineIsRefusedWithTheNearestKnownOne() {
    assertThat(p2p("show --key a -D p2p.peer.hvae.interval=1s")).isEqualTo(2);
    assertThat(screen.err().get(0))
        .isEqualTo(
            "p2p show: -D: unknown key p2p.peer.hvae.interval; did you mean"
                + " p2p.peer.have.interval?");
    assertThat(screen.out()).isEmpty();
  }

  @Test
  void unknownKeyLikeNoOtherIsRefusedWithoutASuggestion() {
    assertThat(p2p("show --key a -D p2p.colour.of.the.page=green")).isEqualTo(2);
    assertThat(screen.err().get(0)).endsWith("unknown key p2p.colour.of.the.page");
  }

  @Test
  void unknownKeyInAFileIsNamedWithTheFileAndHasNoEffect(@TempDir Path directory)
      throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("my.xml"),
            "<configuration><property><name>p2p.queu</name><value>night</value></property>"
                + "<property><name>p2p.peer.vcores</name><value>2</value></property>"
                + "</configuration>");
    assertThat(p2p("-conf " + file + " show --key p2p.queue")).isZero();
    assertThat(screen.err()).hasSize(1);
    assertThat(screen.err().get(0))
        .contains("my.xml: unknown key p2p.queu; did you mean p2p.queue?");
    assertThat(screen.out()).containsExactly("p2p.queue=default");
  }

  @Test
  void ofKeysThatAreAsNearTheOneThatBeginsAlikeIsMeant() {
    assertThat(p2p("show --key a -D p2p.peer.slots.up=3")).isEqualTo(2);
    assertThat(screen.err())
        .containsExactly(
            "p2p show: -D: unknown key p2p.peer.slots.up; did you mean p2p.peer.slots.upload?");
  }

  @Test
  void valueThatMakesNoSenseIsRefusedThoughOnlyContainersReadIt() {
    assertThat(p2p("show --key a -D p2p.peer.slots.upload=abc")).isEqualTo(2);
    assertThat(screen.err().get(0))
        .isEqualTo(
            "p2p show: p2p.peer.slots.upload: found 'abc', expected a whole number, 1 to 10000");
    assertThat(screen.out()).isEmpty();
  }

  @Test
  void valueInAFileThatMakesNoSenseIsRefusedWithTheFileUnlessTheCommandLineHasAnother(
      @TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("my.xml"),
            "<configuration><property><name>p2p.ipc.call.timeout</name><value>60</value></property>"
                + "</configuration>");
    String command = "-conf " + file + " show --key p2p.ipc.call.timeout";
    assertThat(p2p(command)).isEqualTo(2);
    assertThat(screen.err().get(0))
        .startsWith("p2p show: ")
        .contains("my.xml: p2p.ipc.call.timeout: found '60', expected a time with a unit");
    assertThat(p2p(command + " -D p2p.ipc.call.timeout=60s")).isZero();
  }

  @Test
  void helpDoesNotLookAtKeys() {
    assertThat(p2p("show --help -D p2p.queu=night -D p2p.peer.slots.upload=abc")).isZero();
    assertThat(screen.err()).isEmpty();
  }

  @Test
  void missingConfigurationFileIsRefused(@TempDir Path directory) {
    Path file = directory.resolve("none.xml");
    assertThat(p2p("-conf " + file + " show --key a")).isEqualTo(2);
    assertThat(screen.err()).containsExactly("p2p: -conf: cannot read a file " + file);
  }

  @Test
  void configurationFileThatIsNoXmlIsRefused(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("my.xml"), "a.b=c");
    assertThat(p2p("-conf " + file + " show --key a")).isEqualTo(2);
    assertThat(screen.err()).hasSize(1);
    assertThat(screen.err().get(0)).startsWith("p2p: ").contains("my.xml");
  }

  @Test
  void directoryIsNoConfigurationFile(@TempDir Path directory) {
    assertThat(p2p("-conf " + directory + " show --key a")).isEqualTo(2);
    assertThat(screen.err()).containsExactly("p2p: -conf: cannot read a file " + directory);
  }

  @Test
  void brokenConfigurationFileIsToldWithItsLine(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("my.xml"), "<configuration>\n<property>");
    assertThat(p2p("-conf " + file + " show --key a")).isEqualTo(2);
    assertThat(screen.err())
        .containsExactly(
            "p2p: -conf "
                + file
                + " is no configuration file: Unexpected EOF; was expecting a close tag for element"
                + " <property>, line 2");
  }

  @Test
  void fileAroundWhichThereIsAnotherElementIsNamed(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("my.xml");
    Files.writeString(file, "<?xml version='1.0'?>\n<!-- mine -->\n<settings>\n</settings>");
    assertThat(p2p("-conf " + file + " show --key a")).isEqualTo(2);
    assertThat(screen.err())
        .containsExactly(
            "p2p: -conf "
                + file
                + " is no configuration file: found <settings>, expected <configuration>");
  }

  @Test
  void emptyValueOfAGenericOptionIsRefused() {
    assertThat(P2p.run(new Configuration(), screen.console(), "show", "-fs", "")).isEqualTo(2);
    assertThat(screen.err()).containsExactly("p2p: -fs needs a value");
  }

  @Test
  void valueOfAnOptionThatTakesNoneIsNamed() {
    assertThat(p2p("list --quiet=yes")).isEqualTo(2);
    assertThat(screen.err().get(0))
        .isEqualTo("p2p list: invalid value for option '--quiet': found 'yes', expected none");
  }

  @Test
  void missingFileOfAGenericOptionIsRefused() {
    assertThat(p2p("show --key a -files /no/such/file")).isEqualTo(2);
    assertThat(screen.err()).hasSize(1);
    assertThat(screen.err().get(0)).contains("/no/such/file");
  }

  @Test
  void helpIsAVerbToo() {
    assertThat(p2p("help fetch")).isZero();
    assertThat(screen.out()).contains("Usage: p2p fetch --output DIR --to LOCALDIR [--overwrite]");
  }

  @Test
  void failureIsOneLineAndExitCodeOne() {
    assertThat(p2p("show --key a --fail disk-on-fire")).isEqualTo(1);
    assertThat(screen.err()).containsExactly("p2p show: disk-on-fire");
  }

  @Test
  void fileThatIsNoConfigurationIsNamed(@TempDir Path directory) throws Exception {
    Path file = Files.write(directory.resolve("binary"), new byte[] {0x7f, 'E', 'L', 'F', 0});
    assertThat(p2p("-conf " + file + " show --key a")).isEqualTo(2);
    assertThat(screen.err())
        .singleElement()
        .asString()
        .startsWith("p2p: -conf " + file + " is no configuration file: ");
  }

  @Test
  void resultThatIsNotWrittenIsAFailure() {
    assertThat(showTo("No space left on device")).isEqualTo(1);
    assertThat(screen.err())
        .singleElement()
        .asString()
        .startsWith("p2p: not all of the result could be written to standard output");
  }

  @Test
  void readerThatHasSeenEnoughIsNoFailure() {
    assertThat(showTo("Broken pipe")).isZero();
    assertThat(screen.err()).isEmpty();
  }

  /** Shows a value on a standard output that takes nothing. */
  private int showTo(String trouble) {
    OutputStream refusing =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(trouble);
          }
        };
    PrintWriter out = new PrintWriter(new StandardOutput(refusing), true, UTF_8);
    Console console = new Console(out, screen.console().err(), false);
    return P2p.run(new Configuration(), console, "show", "--key", "p2p.queue");
  }
}
