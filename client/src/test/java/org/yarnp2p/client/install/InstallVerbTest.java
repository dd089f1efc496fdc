package org.yarnp2p.client.install;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.conf.P2pConf;

class InstallVerbTest {
  @Test
  void whereToMustBeSaid() {
    Configuration conf = P2pConf.create();
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> new InstallVerb().run(new Session(conf, Console.system())))
        .withMessageContaining("Set --to")
        .withMessageContaining("p2p.job.programs");
  }
}
