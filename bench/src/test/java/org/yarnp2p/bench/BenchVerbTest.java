package org.yarnp2p.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.P2p;

class BenchVerbTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void measurementMustBeNamed() {
    assertThat(run("bench")).isEqualTo(2);
    assertThat(err)
        .asString()
        .contains(
            "say what to measure: simulate, loopback, hosts, hdfs-get, distribute, cluster, micro");
  }

  @Test
  void mistypedMeasurementIsCorrected() {
    assertThat(run("bench", "loopbak")).isEqualTo(2);
    assertThat(err).asString().contains("'loopbak'; did you mean loopback");
  }

  @ParameterizedTest
  @ValueSource(strings = {"simulate", "loopback", "hosts", "hdfs-get", "distribute", "micro"})
  void everyMeasurementHasAPageOfHelpWithItsFormats(String measurement) {
    assertThat(run("bench", measurement, "--help")).isZero();
    assertThat(out).asString().contains("Usage: p2p bench " + measurement, "--format=text|json");
  }

  @Test
  void helpKnowsMeasurementsToo() {
    assertThat(run("help", "bench", "micro")).isZero();
    assertThat(out).asString().contains("Usage: p2p bench micro");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--slow 1;without the slow;copies into a rack",
        "--racks 2 --uplink 100mbit;copies into a rack;without the slow"
      })
  void figuresThatDoNotApplyAreNotShown(String options, String shown, String hidden) {
    String command = "bench simulate --peers 4 --segments 4 " + options;
    assertThat(run(command.split(" "))).isZero();
    assertThat(out).asString().contains(shown).doesNotContain(hidden);
  }

  @Test
  void payloadThatNoDiskHoldsIsRefusedBeforeAnythingIsWritten(@TempDir Path directory) {
    String size = (Long.MAX_VALUE >> 30) + "g";
    for (String files : new String[] {"1", "2", "5"}) {
      assertThat(
              run("bench", "loopback", "--size", size, "--files", files, "--dir", "" + directory))
          .isEqualTo(1);
    }
    assertThat(err).asString().contains("this takes", "choose another place with --dir");
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "loopback --size 1x;p2p bench loopback: invalid value for option '--size': found '1x'",
        "loopback --size 0;p2p bench loopback: invalid value for option '--size': found '0'",
        "hdfs-get --size 0g;invalid value for option '--size': found '0g', expected 1 byte or more",
        "loopback --file-size 0;--file-size: all files would be empty",
        "loopback --peers 0;--peers: found 0, expected 1 or more",
        "loopback --files 0;--files: found 0, expected 1 or more",
        "loopback --size 1k --file-size 4k-64k;--size and --file-size say the same thing",
        "loopback --runs 0;--runs: found 0, expected 1 or more",
        "loopback --plot out.svg;expected a name that ends with .png",
        "loopback --plot /no/such/place/out.png;cannot write to the directory",
        "loopback --format xml;found 'xml', expected text or json",
        "loopback --heap 4000000t;--heap: found 4398046511104000000 bytes, expected 1m to 1t",
        "loopback --heap 0;--heap: found 0 bytes, expected 1m to 1t",
        "hosts --rate fast;found 'fast', expected a rate such as 100mbit",
        "hosts --peers 8 --slow 9;--slow: found 9, expected 0 to 8",
        "hosts --peers 1000;--peers: found 1000, expected 1 to 249",
        "hosts --racks 0;--racks: found 0, expected 1 to 9",
        "hosts --peers 4 --racks 6 --uplink 1gbit;--racks: found 6, expected 1 to 5",
        "hosts --racks 2;--racks 2 needs --uplink, the rate of each rack's link to the core",
        "hosts --uplink 1gbit;--uplink goes with --racks 2 or more only",
        "hosts --racks 2 --uplink fast;found 'fast', expected a rate such as 100mbit",
        "cluster --run true --hosts 0;--hosts: found 0, expected 1 to 250",
        "cluster --run true --replication 0;--replication: found 0, expected 1 or more",
        "distribute --peers 251;--peers: found 251, expected 1 to 250",
        "hdfs-get --peers 0;--peers: found 0, expected 1 to 250",
        "micro --only [;--only: found '[', expected a regular expression (Unclosed character"
            + " class)",
        "micro --only NoSuch;--only: no benchmark fits 'NoSuch'",
        "simulate --runs 0;--runs: found 0, expected 1 or more",
        "simulate --plot out.svg;expected a name that ends with .png",
        "simulate --peers 0;--peers: found 0, expected 1 or more",
        "simulate --segments 0;--segments: found 0, expected 1 or more",
        "simulate --peers 4 --slow 5;--slow: found 5, expected 0 to 4",
        "simulate --peers 4 --lose 4;--lose: found 4, expected 0 to 3",
        "simulate --faults kill;--faults: found 'kill', expected kill:RANK@PERCENT|@copy",
        "simulate --peers 6 --stored 7;--stored: found 7, expected 0 to 6",
        "simulate --stored 2 --lose 1;--lose goes without --stored",
        "simulate --spread 1;--spread goes with --stored only",
        "simulate --stored 2 --spread -1;--spread: found -1.0, expected seconds from 0",
        "simulate --stored 2 --spread NaN;--spread: found NaN, expected seconds from 0",
        "simulate --faults none --stored 1;--faults goes without --slow, --lose, --stored",
        "simulate --faults none --lose 1;--faults goes without --slow, --lose, --stored",
        "simulate --faults none --peers 1;--peers: found 1, expected 2 or more"
      })
  void wrongOptionIsRefusedWithWhatWasExpected(String line, String message) {
    assertThat(run(("bench " + line).split(" "))).isEqualTo(2);
    assertThat(err).asString().contains(message);
    assertThat(out).asString().isEmpty();
  }

  @Test
  void simulationIsOneDocumentWithTheRatio() throws Exception {
    assertThat(run("bench", "simulate", "--peers", "4", "--segments", "8", "--format", "json"))
        .isZero();
    JsonNode document = new ObjectMapper().readTree(out.toString());
    assertThat(document.get("makespanOverBound").doubleValue())
        .isEqualTo(
            document.get("makespanSeconds").doubleValue()
                / document.get("boundSeconds").doubleValue());
  }

  @Test
  void simulationIsATableForPeople() {
    assertThat(run("bench", "simulate", "--peers", "4", "--segments", "8")).isZero();
    assertThat(out).asString().contains("4 peers (0 slow, 0 lost), 8 segments", "makespan / bound");
  }

  @Test
  void quietMeasurementSaysNothingButItsDocument() {
    String line = "bench simulate --peers 4 --segments 8 --quiet";
    assertThat(run(line.split(" "))).isZero();
    assertThat(out).asString().isEmpty();
    assertThat(run((line + " --format json").split(" "))).isZero();
    assertThat(out).asString().startsWith("{").contains("makespanOverBound");
    assertThat(err).asString().isEmpty();
  }

  @Test
  void simulationTellsHowManyPeersWereLost() throws Exception {
    String line = "bench simulate --peers 6 --segments 8 --lose 2";
    assertThat(run(line.split(" "))).isZero();
    assertThat(out).asString().contains("6 peers (0 slow, 2 lost)");
    out.getBuffer().setLength(0);
    assertThat(run((line + " --format json").split(" "))).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).get("lost").intValue()).isEqualTo(2);
  }

  @Test
  void distributionIsSimulated() throws Exception {
    String line = "bench simulate --peers 6 --segments 8 --stored 2 --spread 1.5";
    assertThat(run(line.split(" "))).isZero();
    assertThat(out)
        .asString()
        .contains("stored on 2 hosts, peers come within 1.5 s")
        .containsPattern("origin copies +1\\.00");
    out.getBuffer().setLength(0);
    assertThat(run((line + " --format json").split(" "))).isZero();
    JsonNode document = new ObjectMapper().readTree(out.toString());
    assertThat(document.get("stored").intValue()).isEqualTo(2);
    assertThat(document.get("originCopies").doubleValue()).isEqualTo(1);
  }

  @Test
  void faultsAreSweptOverSeeds() throws Exception {
    String line = "bench simulate --peers 5 --segments 12 --faults kill:2@50 --runs 3 --seed 7";
    assertThat(run(line.split(" "))).isZero();
    assertThat(out).asString().contains("3 runs from seed 7").containsPattern("broken rules +0");
    out.getBuffer().setLength(0);
    assertThat(run((line + " --format json").split(" "))).isZero();
    JsonNode document = new ObjectMapper().readTree(out.toString());
    assertThat(document.get("complete").intValue()).isEqualTo(3);
    assertThat(document.get("broken")).isEmpty();
  }

  @Test
  void simulationIsDrawn(@TempDir Path directory) throws Exception {
    for (int peers : new int[] {5, 50}) {
      Path file = directory.resolve(peers + ".png");
      String line = "bench simulate --segments 8 --peers " + peers + " --plot " + file;
      assertThat(run(line.split(" "))).isZero();
      assertThat(ImageIO.read(file.toFile()).getWidth()).isGreaterThan(500);
    }
  }

  @Test
  void placeThatIsTooSmallIsToldAndLeftAsItWas(@TempDir Path directory) {
    assertThat(run("bench", "loopback", "--size", "900000g", "--dir", directory.toString()))
        .isEqualTo(1);
    assertThat(err).asString().contains("choose another place with --dir");
    assertThat(directory).isEmptyDirectory();
  }

  private int run(String... args) {
    Console console = new Console(new PrintWriter(out), new PrintWriter(err), false);
    return P2p.run(new Configuration(), console, args);
  }
}
