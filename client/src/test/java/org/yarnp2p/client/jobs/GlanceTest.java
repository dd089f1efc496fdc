package org.yarnp2p.client.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.conf.P2pConf;

@Timeout(60)
class GlanceTest {
  private final Configuration conf = P2pConf.create();

  @Test
  void whatIsSeenIsTheResult() throws Exception {
    assertThat(Glance.<String>at(conf, hasty -> "seen")).isEqualTo("seen");
  }

  @Test
  void storageThatDoesNotAnswerIsNotWaitedFor() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    conf.set("p2p.client.storage.timeout", "5ms");
    Glance<String> waiting =
        hasty -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return "too late";
        };
    assertThatIOException()
        .isThrownBy(() -> Glance.at(conf, waiting))
        .withMessage("storage has not answered for 5 ms (p2p.client.storage.timeout)");
    interrupted.await();
  }

  @Test
  void whatStorageSaysIsTheReason() {
    assertThatIOException()
        .isThrownBy(
            () ->
                Glance.<String>at(
                    conf,
                    hasty -> {
                      throw new IOException("no DataNode has it");
                    }))
        .withMessage("no DataNode has it");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(
            () ->
                Glance.<String>at(
                    conf,
                    hasty -> {
                      throw new UsageException("no directory");
                    }));
  }

  @Test
  void itsReasonIsSaidOnceAndNotLoggedAtEveryTry() throws Exception {
    Logger hdfs = LoggerFactory.getLogger("org.apache.hadoop.hdfs.DFSClient");
    boolean before = hdfs.isErrorEnabled();
    assertThat(Glance.<Boolean>at(conf, hasty -> hdfs.isErrorEnabled())).isFalse();
    assertThat(before).isTrue();
    assertThat(hdfs.isErrorEnabled()).isTrue();
  }

  @Test
  void otherReadersHaveOtherPatience() throws Exception {
    Path path = new Path("hdfs://127.0.0.1:1/jobs");
    try (FileSystem patient = path.getFileSystem(conf);
        FileSystem hasty = Glance.at(conf, path::getFileSystem)) {
      assertThat(hasty).isNotSameAs(patient);
      assertThat(hasty.getConf().getInt("dfs.client.max.block.acquire.failures", 3)).isOne();
      assertThat(patient.getConf().getInt("dfs.client.max.block.acquire.failures", 3)).isEqualTo(3);
    }
  }
}
