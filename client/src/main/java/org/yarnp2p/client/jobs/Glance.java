package org.yarnp2p.client.jobs;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.client.CommandLog;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

/**
 * A look at small files in storage that a person can do without: whoever asks how a job is should
 * not wait until HDFS's client has given up, which takes half a minute without DataNodes, and
 * longer without NameNode.
 */
@FunctionalInterface
interface Glance<T> {
  /**
   * Looks.
   *
   * @param hasty for file systems that are used for nothing else
   */
  T look(Configuration hasty) throws IOException, UsageException;

  /**
   * Looks, at most for {@link P2pKeys#STORAGE_TIMEOUT}.
   *
   * @throws IOException when storage does not answer in time, or says why it cannot
   */
  static <T> T at(Configuration conf, Glance<T> glance) throws IOException, UsageException {
    long millis = Settings.read(() -> P2pConf.millis(conf, P2pKeys.STORAGE_TIMEOUT));
    Configuration hasty = hasty(conf);
    FutureTask<T> looking =
        new FutureTask<>(
            () -> CommandLog.hushed("org.apache.hadoop.hdfs", () -> glance.look(hasty)));
    Thread thread = new Thread(looking, "glance at storage");
    thread.setDaemon(true);
    thread.start();
    try {
      return looking.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw thrown(e);
    } catch (TimeoutException e) {
      throw new IOException(
          "storage has not answered for %d ms (%s)".formatted(millis, P2pKeys.STORAGE_TIMEOUT), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      looking.cancel(true);
    }
  }

  private static IOException thrown(ExecutionException e) throws UsageException, IOException {
    if (e.getCause() instanceof UsageException usage) {
      throw usage;
    }
    if (e.getCause() instanceof IOException failure) {
      throw failure;
    }
    return new IOException(e.getCause());
  }

  /** With file systems of its own, whose settings are not those of the ones that are open. */
  private static Configuration hasty(Configuration conf) {
    Configuration hasty = new Configuration(conf);
    hasty.setBoolean("fs.hdfs.impl.disable.cache", true);
    hasty.setBoolean("fs.viewfs.impl.disable.cache", true);
    hasty.setInt("dfs.client.max.block.acquire.failures", 1);
    hasty.setInt("dfs.client.retry.window.base", 500);
    hasty.setInt("ipc.client.connect.max.retries", 2);
    return hasty;
  }
}
