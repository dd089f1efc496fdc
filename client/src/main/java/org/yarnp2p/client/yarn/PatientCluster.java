package org.yarnp2p.client.yarn;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.hadoop.ipc.RetriableException;
import org.apache.hadoop.ipc.StandbyException;
import org.apache.hadoop.net.ConnectTimeoutException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.Settings;

/** Asks a cluster whose ResourceManager may be away for a while, such as during its restart. */
public final class PatientCluster {
  private static final Logger LOG = LoggerFactory.getLogger(PatientCluster.class);
  private static final long RETRY_MILLIS = 1000;

  /** Where YARN's defaults have the ResourceManager: no configuration has said where it is. */
  private static final String NO_HOST = "0.0.0.0:";

  private final Cluster cluster;
  private final long timeoutMillis;
  private final Consumer<String> waiting;
  private final LongSupplier nanoTime;
  private final Pause pause;

  /**
   * Around a cluster.
   *
   * @param timeoutMillis how long one question is repeated while nobody answers
   * @param waiting told why it takes time, at every failed try
   */
  public PatientCluster(
      Cluster cluster,
      long timeoutMillis,
      Consumer<String> waiting,
      LongSupplier nanoTime,
      Pause pause) {
    this.cluster = cluster;
    this.timeoutMillis = timeoutMillis;
    this.waiting = waiting;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  /** Around a cluster that is asked while nothing else is shown: what it waits for is a line. */
  public static PatientCluster of(Cluster cluster, Settings settings, Console console) {
    AtomicBoolean said = new AtomicBoolean();
    Consumer<String> once =
        why -> {
          if (!said.getAndSet(true)) {
            console.note(why);
          }
        };
    return new PatientCluster(
        cluster, settings.rmTimeoutMillis(), once, System::nanoTime, Thread::sleep);
  }

  /** A question to the cluster that may be asked again. */
  @FunctionalInterface
  public interface Question<T> {
    /** Asks once. */
    T ask(Cluster cluster) throws IOException, YarnException;
  }

  /**
   * Asks until there is an answer.
   *
   * @throws NoAnswerException when nobody has answered for the time given
   * @throws YarnException when the answer is a refusal
   */
  public <T> T ask(Question<T> question) throws IOException, YarnException, InterruptedException {
    long deadline = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (true) {
      try {
        return question.ask(cluster);
      } catch (IOException e) {
        if (!passes(e)) {
          throw e;
        }
        LOG.debug("no answer from the ResourceManager at {}", cluster.address(), e);
        if (nanoTime.getAsLong() - deadline >= 0) {
          throw new NoAnswerException(cluster.address(), timeoutMillis, e);
        }
        waiting.accept(
            "the ResourceManager at "
                + cluster.address()
                + " does not answer, trying again"
                + hint(cluster.address()));
      }
      pause.pause(RETRY_MILLIS);
    }
  }

  private static String hint(String address) {
    return hint(address, System.getenv("HADOOP_CONF_DIR"));
  }

  /**
   * @param directory where the command looks for the cluster's configuration; null if nobody says
   */
  static String hint(String address, String directory) {
    if (!address.startsWith(NO_HOST)) {
      return "";
    }
    return directory == null || directory.isEmpty()
        ? "; no configuration names another, set HADOOP_CONF_DIR"
        : "; no yarn-site.xml names another in HADOOP_CONF_DIR, which is " + directory;
  }

  /** Whether a ResourceManager that comes back would answer. */
  private static boolean passes(IOException e) {
    return List.of(
            SocketException.class,
            SocketTimeoutException.class,
            ConnectTimeoutException.class,
            EOFException.class,
            RetriableException.class,
            StandbyException.class)
        .stream()
        .anyMatch(kind -> kind.isInstance(e) || kind.isInstance(e.getCause()));
  }

  /** Nobody has answered for a long time; what has become of the job is not known. */
  public static final class NoAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String address, long millis, IOException cause) {
      super(
          "the ResourceManager at "
              + address
              + " has not answered for "
              + TimeUnit.MILLISECONDS.toSeconds(millis)
              + " s ("
              + reason(cause)
              + ")"
              + hint(address),
          cause);
    }

    private static String reason(IOException cause) {
      // Hadoop wraps the cause in a page of advice.
      return Reason.of(cause.getCause() == null ? cause : cause.getCause());
    }
  }
}
