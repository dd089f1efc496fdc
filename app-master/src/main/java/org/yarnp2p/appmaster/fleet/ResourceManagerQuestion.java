package org.yarnp2p.appmaster.fleet;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

/**
 * A question that any client may ask the ResourceManager. Where Kerberos is on, an
 * ApplicationMaster may not.
 */
@FunctionalInterface
interface ResourceManagerQuestion<T> {
  /** Asks. */
  T ask(YarnClient client) throws IOException, YarnException;

  /**
   * Asks and waits for the answer, at most for {@link P2pKeys#IPC_CALL_TIMEOUT}.
   *
   * @throws IOException when there is none, with the reason in a few words
   */
  static <T> T answer(ResourceManagerQuestion<T> question, Configuration conf) throws IOException {
    FutureTask<T> asking = new FutureTask<>(() -> ask(question, conf));
    Thread asker = new Thread(asking, "question to the ResourceManager");
    asker.setDaemon(true);
    asker.start();
    try {
      return asking.get(P2pConf.millis(conf, P2pKeys.IPC_CALL_TIMEOUT), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(Causes.sentence(e.getCause()), e);
    } catch (TimeoutException e) {
      asking.cancel(true);
      throw new IOException("the ResourceManager does not answer", e);
    } catch (InterruptedException e) {
      asking.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static <T> T ask(ResourceManagerQuestion<T> question, Configuration conf)
      throws IOException, YarnException {
    try (YarnClient client = YarnClient.createYarnClient()) {
      client.init(conf);
      client.start();
      return question.ask(client);
    }
  }
}
