package org.yarnp2p.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class P2pConfTest {
  @TempDir private Path directory;

  private Path written(Configuration conf) throws IOException {
    Path file = directory.resolve("job.xml");
    try (OutputStream out = Files.newOutputStream(file)) {
      conf.writeXml(out);
    }
    return file;
  }

  /** Also defaults of the client's are in the file. */
  @Test
  void aJobsProcessHasWhatTheClientHad() throws IOException {
    Configuration conf = P2pConf.create();
    conf.set(P2pKeys.UPLOAD_SLOTS, "7");

    Configuration ofJob = P2pConf.ofJob(written(conf));

    assertThat(ofJob.getPropsWithPrefix("")).isEqualTo(conf.getPropsWithPrefix(""));
    assertThat(P2pConf.integer(ofJob, P2pKeys.UPLOAD_SLOTS)).isEqualTo(7);
    assertThat(ConfCheck.mistakes(ofJob)).isEmpty();
  }

  /**
   * A class of Hadoop's that is loaded later adds defaults for all configurations that have any.
   */
  @Test
  void defaultsThatComeLaterAreNoneOfTheJobs() throws IOException {
    Configuration ofJob = P2pConf.ofJob(written(new Configuration(false)));

    P2pConf.addDefaultResources();

    assertThat(new Configuration().get(P2pKeys.UPLOAD_SLOTS)).isNotNull();
    assertThat(ofJob).isEmpty();
  }

  @Test
  void hostKeepsItsFinalSettingsAndThoseThatTheClientHasNot() throws IOException {
    Files.writeString(
        directory.resolve("core-site.xml"),
        "<configuration>"
            + "<property><name>limit</name><value>host</value><final>true</final></property>"
            + "<property><name>choice</name><value>host</value></property>"
            + "<property><name>socket</name><value>host</value></property>"
            + "</configuration>");
    Configuration conf = new Configuration(false);
    conf.set("limit", "client");
    conf.set("choice", "client");
    Path file = written(conf);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader host = new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
      thread.setContextClassLoader(host);

      Configuration ofJob = P2pConf.ofJob(file);

      assertThat(ofJob.get("limit")).isEqualTo("host");
      assertThat(ofJob.get("choice")).isEqualTo("client");
      assertThat(ofJob.get("socket")).isEqualTo("host");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> P2pConf.ofJob(directory.resolve("job.xml")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("job.xml is missing");
  }
}
