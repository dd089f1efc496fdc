package org.yarnp2p.client.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.P2p;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.submit.JobFixture;
import org.yarnp2p.conf.P2pConf;

class InstallVerbTest {
  @TempDir private Path directory;

  @Test
  void whereToMustBeSaid() {
    Configuration conf = P2pConf.create();
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> new InstallVerb().run(new Session(conf, Console.system())))
        .withMessageContaining("Set --to")
        .withMessageContaining("p2p.job.programs");
  }

  @Test
  void directoriesThatAFailureHasMadeAreRemoved() throws Exception {
    Path there = Files.createDirectory(directory.resolve("there"));
    Configuration conf = new JobFixture(directory).conf();
    conf.set("yarn.resourcemanager.address", "127.0.0.1:1"); // where nobody listens
    conf.set("p2p.client.rm.timeout", "1ms");
    StringWriter err = new StringWriter();
    Console console =
        new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(err), false);
    assertThat(P2p.run(conf, console, "install", "--to", there.resolve("a/b").toString()))
        .isEqualTo(1);
    assertThat(err).asString().contains("nothing was installed");
    assertThat(there).isEmptyDirectory();
  }
}
