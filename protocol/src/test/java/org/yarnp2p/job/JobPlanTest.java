package org.yarnp2p.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yarnp2p.job.Distribution.Attributes;
import org.yarnp2p.job.Distribution.Directory;
import org.yarnp2p.job.Distribution.StoredBlock;
import org.yarnp2p.model.FileKind;

class JobPlanTest {
  private static final Origin ORIGIN = new Origin("hdfs://nn:8020/w.bin", 5_000_000_000L, 1234L);
  private static final PlannedFile INLINE = new PlannedFile(0, "a", FileKind.INLINE, 0, null);
  private static final PlannedFile PAYLOAD =
      new PlannedFile(1, "größe", FileKind.PAYLOAD, 1 << 20, ORIGIN);

  @Test
  void comesBackFromJson() throws IOException {
    JobPlan plan = plan(List.of(INLINE, PAYLOAD));

    assertThat(read(json(plan))).isEqualTo(plan);
  }

  @Test
  void distributionComesBackFromJson() throws IOException {
    Attributes attributes = new Attributes(0644, 1_795_000_000_000L);
    Distribution distribution =
        new Distribution(
            "/data/{host}",
            List.of("a", "b", "c"),
            2,
            30_000,
            Distribution.Verify.DIGEST,
            true,
            false,
            1L << 40,
            List.of(new Directory("d", new Attributes(0755, 5)), new Directory("d/e", attributes)),
            List.of(attributes),
            List.of("d: it is LOST"),
            List.of(new StoredBlock(0, 1L << 40, 128, List.of("a", "10.0.0.1"))));
    JobPlan plan =
        new JobPlan(
                1,
                "job_1",
                "n",
                "alice",
                3,
                List.of(INLINE),
                "hdfs://n/i",
                "hdfs://n/o",
                false,
                distribution)
            .inRacks(Map.of("a", "/east", "b:45454", "/west", "c", "/east"));

    assertThat(read(json(plan))).isEqualTo(plan);
  }

  @Test
  void isReadableJsonInTheOrderOfTheRecord() throws IOException {
    assertThat(json(plan(List.of(INLINE))))
        .isEqualTo(
            """
            {
              "version" : 1,
              "jobId" : "job_1",
              "name" : "nightly",
              "user" : "alice",
              "peers" : 3,
              "files" : [ {
                "id" : 0,
                "name" : "a",
                "kind" : "INLINE",
                "segmentSize" : 0,
                "origin" : null
              } ],
              "inputDirectory" : "hdfs://nn/in",
              "outputDirectory" : "hdfs://nn/out",
              "overwrite" : true,
              "distribution" : null,
              "payloads" : [ ],
              "racks" : { }
            }
            """);
  }

  /** As in what an earlier program has written. */
  @Test
  void racksNeedNotBeThere() throws IOException {
    JobPlan plan = plan(List.of(INLINE));

    assertThat(read(json(plan).replace("\"racks\"", "\"colours\""))).isEqualTo(plan);
  }

  @Test
  void unknownFieldsArePassedOver() throws IOException {
    String json = json(plan(List.of(INLINE))).replace("\"peers\"", "\"colour\" : [ 1 ], \"peers\"");

    assertThat(read(json)).isEqualTo(plan(List.of(INLINE)));
  }

  @Test
  void planOfAnotherVersionIsRefused() throws IOException {
    String json = json(plan(List.of())).replace("\"version\" : 1", "\"version\" : 2");

    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("job plan has version 2, expected 1");
  }

  @Test
  void versionIsLookedAtBeforeTheFieldsOfThisOne() {
    assertThatThrownBy(() -> read("{\"version\":2}"))
        .hasMessageContaining("job plan has version 2, expected 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "peers" : 3          | "peers" : "3"      | peers: found "3", expected a whole number
          "peers" : 3          | "peers" : 3.5      | peers: found 3.5, expected a whole number
          "peers" : 3          | "peers" : null     | peers: found null, expected a whole number
          "peers" : 3          | "peers" : 3000000000 | peers: found 3000000000, expected a whole number
          "peers" : 3          | "peers" : 0        | a job has at least one peer, found 0
          "peers" : 3,         |                    | peers: found nothing, expected a whole number
          "user" : "alice"     | "user" : 7         | user: found 7, expected a text
          "overwrite" : true   | "overwrite" : 1    | overwrite: found 1, expected true or false
          "kind" : "INLINE"    | "kind" : "OTHER"   | OTHER
          "files" : [ {        | "files" : [ 5, {   | files: found 5 among objects
          "files" : [ {        | "files" : {}, "f" : [ { | files: found {}, expected a list of objects
          "origin" : null      | "origin" : []      | origin: found [], expected an object
          "distribution" : null | "colour" : 1      | distribution: found nothing, expected an object
          "payloads" : [ ]     | "payloads" : 3     | payloads: found 3, expected a list of objects
          "racks" : { }        | "racks" : 3        | racks: found 3, expected an object
          "racks" : { }        | "racks" : {"a":3}  | a: found 3, expected a text
          """)
  void fieldThatMakesNoSenseIsNamed(String good, String bad, String message) throws IOException {
    String json = json(plan(List.of(INLINE)));
    assertThat(json).contains(good);

    assertThatThrownBy(() -> read(json.replace(good, bad == null ? "" : bad)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("plan.json: ")
        .hasMessageContaining(message);
  }

  @Test
  @Timeout(20)
  void planThatIsCutOffIsAnIoException() throws IOException {
    String json = json(plan(List.of(INLINE, PAYLOAD))).strip();
    for (int length = 0; length < json.length(); length++) {
      String part = json.substring(0, length);
      assertThatThrownBy(() -> read(part)).as(part).isInstanceOf(IOException.class);
    }
  }

  @Test
  void textThatIsNoPlanIsAnIoException() {
    assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("{\"version\":1}")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("[1,")).isInstanceOf(IOException.class);
  }

  @Test
  void streamsStayOpen() throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    byte[] bytes = json(plan(List.of())).getBytes(StandardCharsets.UTF_8);
    InputStream in =
        new ByteArrayInputStream(bytes) {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    JobPlan.read(in);
    plan(List.of())
        .write(
            new ByteArrayOutputStream() {
              @Override
              public void close() {
                closed.set(true);
              }
            });

    assertThat(closed).isFalse();
  }

  @Test
  void findsFilesByIdAndName() {
    JobPlan plan = plan(List.of(INLINE, PAYLOAD));

    assertThat(plan.file(1)).isEqualTo(PAYLOAD);
    assertThat(plan.named("größe")).contains(PAYLOAD);
    assertThat(plan.named("a")).contains(INLINE);
    assertThat(plan.named("b")).isEmpty();
  }

  @Test
  void filesOutOfOrderAreRefused() {
    PlannedFile wrongId = new PlannedFile(1, "a", FileKind.INLINE, 0, null);
    PlannedFile sameName = new PlannedFile(1, "a", FileKind.PAYLOAD, 1, null);

    assertThatThrownBy(() -> plan(List.of(wrongId))).hasMessageContaining("out of order");
    assertThatThrownBy(() -> plan(List.of(INLINE, sameName))).hasMessageContaining("out of order");
  }

  @Test
  void segmentSizeMustSuitTheKind() {
    assertThatThrownBy(() -> new PlannedFile(0, "a", FileKind.INLINE, 1, null))
        .hasMessageContaining("segment size 1");
    assertThatThrownBy(() -> new PlannedFile(0, "a", FileKind.PAYLOAD, 0, null))
        .hasMessageContaining("segment size 0");
    assertThatThrownBy(() -> new PlannedFile(0, "a", FileKind.INLINE, 0, ORIGIN))
        .hasMessageContaining("no origin");
  }

  private static JobPlan plan(List<PlannedFile> files) {
    return new JobPlan(
        JobPlan.VERSION,
        "job_1",
        "nightly",
        "alice",
        3,
        files,
        "hdfs://nn/in",
        "hdfs://nn/out",
        true,
        null);
  }

  private static String json(JobPlan plan) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    plan.write(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static JobPlan read(String json) throws IOException {
    return JobPlan.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
