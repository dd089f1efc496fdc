package org.yarnp2p.client;

import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

/**
 * The client's own settings.
 *
 * @param statusMillis between two looks at a job
 * @param progressMillis between two progress lines when the output is not a terminal
 * @param rmTimeoutMillis how long a ResourceManager that does not answer is asked
 * @param killTimeoutMillis how long an interrupted client takes at most
 */
public record Settings(
    long statusMillis, long progressMillis, long rmTimeoutMillis, long killTimeoutMillis) {
  /**
   * Reads the configuration.
   *
   * @throws UsageException when a value makes no sense
   */
  public static Settings of(Configuration conf) throws UsageException {
    return read(
        () ->
            new Settings(
                P2pConf.millis(conf, P2pKeys.STATUS_INTERVAL),
                P2pConf.millis(conf, P2pKeys.PROGRESS_INTERVAL),
                P2pConf.millis(conf, P2pKeys.RM_TIMEOUT),
                P2pConf.millis(conf, P2pKeys.KILL_TIMEOUT)));
  }

  /**
   * Reads something from the configuration whose mistakes are the person's.
   *
   * @param reader throws {@link IllegalArgumentException} when a value makes no sense
   * @throws UsageException instead
   */
  public static <T> T read(Supplier<T> reader) throws UsageException {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
