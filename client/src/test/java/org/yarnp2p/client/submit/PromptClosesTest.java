package org.yarnp2p.client.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptClosesTest {
  private final Configuration conf = new Configuration();

  PromptClosesTest() {
    FileSystem.setDefaultUri(conf, "hdfs://namenode:8020");
  }

  @Test
  void asksSoonerAndAsLongAsHdfsItself() throws IOException {
    assertThat(patience(400, 5)).isEqualTo(12_400);
    PromptCloses.set(conf);
    assertThat(conf.getInt(PromptCloses.FIRST_DELAY, 0)).isBetween(1, 50);
    assertThat(patience(conf.getInt(PromptCloses.FIRST_DELAY, 0), retries()))
        .isBetween(12_400, 25_000);
  }

  /** In ms. */
  private static int patience(int firstDelay, int retries) {
    return IntStream.range(0, retries).map(i -> firstDelay << i).sum();
  }

  private int retries() {
    return conf.getInt(PromptCloses.RETRIES, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {PromptCloses.FIRST_DELAY, PromptCloses.RETRIES})
  void choiceOfThePersonStays(String key) throws IOException {
    conf.set(key, "7");
    assertStays(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {PromptCloses.FIRST_DELAY, PromptCloses.RETRIES})
  void choiceOfTheClusterStays(String key) throws IOException {
    String site =
        "<configuration><property><name>%s</name><value>7</value></property></configuration>";
    conf.addResource(
        new ByteArrayInputStream(site.formatted(key).getBytes(StandardCharsets.UTF_8)),
        "hdfs-site.xml");
    assertStays(key);
  }

  private void assertStays(String key) throws IOException {
    PromptCloses.set(conf);
    assertThat(conf.get(key)).isEqualTo("7");
    assertThat(conf.getInt(PromptCloses.FIRST_DELAY, 400)).isIn(7, 400);
    assertThat(conf.getInt(PromptCloses.RETRIES, 5)).isIn(7, 5);
  }

  @Test
  void whereFilesAreLocalNothingIsSet() throws IOException {
    FileSystem.setDefaultUri(conf, "file:///");
    PromptCloses.set(conf);
    assertThat(conf.getInt(PromptCloses.RETRIES, 5)).isEqualTo(5);
  }
}
